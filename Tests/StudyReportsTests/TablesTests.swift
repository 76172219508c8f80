import Foundation
import StructuredText
import StudyComparison
import StudyTables
import Testing

@testable import StudyReports

@Suite struct TablesTests {
  private static func specification(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/spec/\(name)").path
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: specification("formats/report_comparison_columns.csv"))))
  func `the columns of a comparison begin as the specification lists them`() throws {
    // The file's definitions contain unquoted commas, so only its first field can be read.
    let text = try TextFile.read(
      TablesTests.specification("formats/report_comparison_columns.csv"), limit: 1 << 16)
    let wanted = text.split(whereSeparator: \.isNewline).dropFirst()
      .flatMap { $0.prefix { $0 != "," }.split(separator: ";").map(String.init) }
    #expect(wanted.count > 40)
    #expect(Array(ContrastColumns.all.map(\.name).prefix(wanted.count)) == wanted)
  }

  @Test func `comparison json is an array of contrasts with the columns as keys`() throws {
    let contrasts = try #require(try SampleStudies.manyPatients().json.arrayValue)
    for contrast in contrasts {
      let keys = contrast.members?.map(\.key) ?? []
      #expect(Array(keys.prefix(ContrastColumns.all.count)) == ContrastColumns.all.map(\.name))
    }
    let primary = contrasts.filter { $0["is_primary"]?.boolValue == true }
    #expect(primary.count == 9)
    #expect(contrasts.last?["patient_id"]?.stringValue == "*")
    #expect(contrasts.last?["random_effects"]?["method"]?.stringValue?.contains("Knapp-Hartung") == true)
  }

  @Test func `comparison csv has one row a contrast, and the same numbers as the json`() throws {
    let result = try SampleStudies.lower()
    let table = try DelimitedTable(
      text: result.csv(), file: "comparison.csv", required: ["patient_id", "verdict"])
    #expect(table.rows.count == result.contrasts.count)
    let row = try #require(table.rows.first)
    let json = try #require(result.json.arrayValue?.first)
    for column in ["rate_ratio", "ci95_low", "p_permutation", "index_before"] {
      let left = try #require(try row.number(column))
      let right = try #require(json[column]?.doubleValue)
      #expect(abs(left - right) < 1e-6 * abs(right))
    }
    #expect(row["caveats"]?.split(separator: ";").contains("iron_changed") == true)
    #expect(row["verdict"] == "lower")
  }

  @Test func `what cannot be computed is null and an empty cell`() throws {
    let result = try SampleStudies.nothingAfter()
    let json = try #require(result.json.arrayValue?.first)
    for key in ["rate_ratio", "ci95_low", "p_value", "night_cv", "p_order"] { #expect(json[key] == .null) }
    let table = try DelimitedTable(text: result.csv(), file: "comparison.csv", required: ["rate_ratio"])
    #expect(table.rows.first?["rate_ratio"] == nil)
  }

  @Test func `with decimal commas the numbers have commas and the words do not change`() throws {
    let result = try SampleStudies.lower()
    let text = result.csv(style: SpreadsheetStyle(excel: true, locale: "fr_FR"))
    #expect(text.hasPrefix("\u{FEFF}patient_id;contrast;"))
    let table = try DelimitedTable(text: text, file: "comparison.csv", required: ["rate_ratio"])
    #expect(table.rows.first.flatMap { $0["rate_ratio"] }?.contains(",") == true)
    #expect(table.rows.first?["sentence"]?.contains("0.45") == result.contrasts[0].sentence.contains("0.45"))
  }

  @Test func `the data dictionary names every column of every table once`() throws {
    let table = try DelimitedTable(
      text: DataDictionary.csv(), file: "data_dictionary.csv", required: ["table", "column", "definition"])
    let names = table.rows.map { [$0["table"] ?? "", $0["column"] ?? ""] }
    #expect(Set(names).count == names.count)
    #expect(names.count == DataDictionary.tables.map(\.columns.count).reduce(0, +))
    #expect(Set(names.map { $0[0] }).count == 16)
    for row in table.rows where row["definition"] == nil {
      Issue.record("\(row["table"] ?? ""), \(row["column"] ?? "") has no definition")
    }
    let leg = table.rows.first { $0["table"] == "quality.tsv" && $0["column"] == "leg" }
    #expect(leg?["levels"] == "L;R" && leg?["type"] == "word")
  }

  @Test func `the parts of a result make the same JSON as the whole`() throws {
    for (name, result) in try SampleStudies.all() {
      #expect(result.jsonParts.joined() == result.json.text(), "\(name)")
      #expect(Array(result.jsonParts).count == result.contrasts.count + 1, "\(name)")
    }
    #expect(JSONValue.parts(ofArray: []).joined() == JSONValue.array([]).text())
  }

  @Test func `no result holds a file name or a path`() throws {
    for (name, result) in try SampleStudies.all() {
      for text in [result.text, result.csv(), result.json.text()] {
        #expect(!text.contains("/secret"), "\(name)")
        #expect(!text.contains("nights.tsv"), "\(name)")
      }
    }
  }

  @Test func `the files of a comparison are written whole, twice the same`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tibialis-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = try SampleStudies.lower()
    let nights = NightTable(rows: SampleStudies.nights("a", SampleStudies.before, 20))
    let written = try ComparisonFiles.write(result, nights: nights, to: folder, redcap: true)
    #expect(
      written.map { ($0 as NSString).lastPathComponent } == [
        "comparison.json", "comparison.csv", "comparison.txt", "data_dictionary.csv", "redcap_instrument.zip",
        "redcap_records.csv",
      ])
    let first = try written.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    _ = try ComparisonFiles.write(try SampleStudies.lower(), nights: nights, to: folder, redcap: true)
    #expect(try written.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == first)
  }
}

@Suite struct REDCapTests {
  @Test func `variables are lower case, at most 26 characters and unique`() {
    let names = REDCap.fields.map(REDCap.variable)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[a-z][a-z0-9_]{0,25}/) != nil, "\(name)") }
  }

  @Test func `the instrument has the 18 columns of a dictionary and one row a field`() throws {
    let table = try DelimitedTable(
      text: REDCap.instrument(), file: "instrument.csv", required: ["Variable / Field Name", "Form Name"])
    #expect(table.columns.count == 18)
    #expect(table.rows.count == REDCap.fields.count)
    let phase = try #require(table.rows.first { $0["Variable / Field Name"] == "tib_phase" })
    #expect(phase["Field Type"] == "dropdown")
    #expect(
      phase["Choices, Calculations, OR Slider Labels"]
        == "1, before | 2, transition | 3, after | 4, washout | 5, other")
  }

  @Test func `records are repeating instances with coded choices and a complete form`() throws {
    var rows = SampleStudies.nights("a", [1, 3], 20) + SampleStudies.nights("b", [1], 20)
    rows[1].phase = .after
    rows[1].isIncluded = true
    let table = try DelimitedTable(text: REDCap.records(rows), file: "records.csv", required: ["record_id"])
    #expect(table.rows.map { $0["redcap_repeat_instance"] } == ["1", "2", "1"])
    #expect(table.rows[1]["tib_phase"] == "3")
    #expect(table.rows[1]["tib_included"] == "1")
    #expect(table.rows[0]["tib_date"] == "2026-03-01")
    #expect(table.rows.allSatisfy { $0["tibialis_night_complete"] == "2" })
  }

  @Test func `the archive is a ZIP that stores the instrument`() {
    let data = REDCap.instrumentArchive()
    #expect(data.starts(with: [0x50, 0x4B, 0x03, 0x04]))
    // CRC-32 of "123456789" is the check value of the polynomial.
    #expect(StoredArchive.checksum(Data("123456789".utf8)) == 0xCBF4_3926)
    #expect(data.range(of: Data(REDCap.instrument().utf8)) != nil)
  }
}
