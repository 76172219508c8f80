import Testing

@testable import StructuredText

@Suite struct DelimitedReaderTests {
  /// Bytes delivered one by one, since a chunk may end anywhere.
  private func records(_ text: String, step: Int) throws -> [[String]] {
    let bytes = Array(text.utf8)
    var offset = 0
    let scanner = try DelimitedScanner(file: "table") { _ in
      let part = Array(bytes.dropFirst(offset).prefix(step))
      offset += part.count
      return part
    }
    scanner.setDelimiter(",")
    var records: [[String]] = []
    while try scanner.next() { records.append(scanner.fields.map(scanner.text)) }
    return records
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func `records are the same wherever the chunks end`(step: Int) throws {
    let text = "\u{FEFF}a,b\r\n\"x \"\"y\"\"\",\"1\r\n2\"\n\r\nä,\"\"\rlast,"
    #expect(
      try records(text, step: step) == [
        ["a", "b"], ["x \"y\"", "1\r\n2"], [""], ["ä", ""], ["last", ""],
      ])
  }

  @Test func `lines are counted through quoted line breaks`() throws {
    let table = try DelimitedTable(text: "a\tb\n\"1\n2\"\t3\r\n4\t5\n", file: "t")
    #expect(table.rows.map(\.line) == [2, 4])
    #expect(table.rows.first?["a"] == "1\n2")
  }

  @Test func `what is not UTF-8 is Latin-1`() throws {
    let bytes = Array("a,b\n".utf8) + [0xE4, 0x2C, 0x31, 0x0A]
    let reader = try DelimitedReader(.text(bytes, name: "t"))
    #expect(try reader.next()?["a"] == "ä")
  }

  @Test(arguments: [
    ("1", 1.0), ("-1.5", -1.5), ("1e3", 1000), ("6,5", 6.5), ("0x10", nil), ("inf", nil), ("1,234", nil),
    ("1_000", nil), ("", nil),
  ])
  func `a number is decimal, and a comma between thousands is none`(text: String, value: Double?) throws {
    let table = try DelimitedTable(text: "a,b\n\"\(text)\",1\n", file: "t")
    let row = try #require(table.rows.first)
    #expect(row.decimal(text) == value)
  }
}
