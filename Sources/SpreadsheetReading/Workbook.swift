import StructuredText

/// Reads the first sheet of an `.xlsx` workbook (ECMA-376) as rows of text.
package enum Workbook {
  static let mostColumns = 1000

  /// True for a zip file; no text table begins with those bytes.
  ///
  /// - Throws: `TextError.notWorkbook` for the older `.xls` and for encrypted workbooks.
  package static func isWorkbook(_ file: FileBytes) throws(TextError) -> Bool {
    let start = try file.bytes(at: 0, count: 4)
    if start == [0xD0, 0xCF, 0x11, 0xE0] {
      throw .notWorkbook(file: file.path, detail: "an old or encrypted workbook")
    }
    return start == [0x50, 0x4B, 0x03, 0x04]
  }

  /// The numbered rows of the first sheet. Numbers have a decimal point; dates and times of day are written
  /// as such where the cell's format identifies them.
  ///
  /// - Throws: `TextError.notWorkbook`.
  package static func firstSheet(of file: FileBytes) throws(TextError) -> [(line: Int, cells: [String])] {
    let reader = try SheetReader(file)
    return try reader.rows()
  }
}

private struct SheetReader {
  let file: FileBytes
  let archive: ZipArchive
  var countsFrom1904 = false
  var sheet = "xl/worksheets/sheet1.xml"
  var strings: [String] = []
  var formats: [CellFormat] = []

  init(_ file: FileBytes) throws(TextError) {
    self.file = file
    archive = try ZipArchive(file)
    guard let book = try tree("xl/workbook.xml") else {
      throw .notWorkbook(file: file.path, detail: "no workbook in it")
    }
    countsFrom1904 = ["1", "true"].contains(book.first("workbookPr")?[attribute: "date1904"] ?? "")
    // The namespace prefix is stripped, so `r:id` is found under the name `id`.
    let id = book.first("sheets")?.child("sheet")?[attribute: "id"]
    let target = try tree("xl/_rels/workbook.xml.rels")?.children.first { $0[attribute: "Id"] == id }?[
      attribute: "Target"]
    if let target { sheet = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target }
    strings = try tree("xl/sharedStrings.xml")?.children("si").map(SheetReader.plainText) ?? []
    if let styles = try tree("xl/styles.xml") { formats = SheetReader.formats(styles) }
  }

  private func tree(_ name: String) throws(TextError) -> XMLElementNode? {
    guard let bytes = try archive.bytes(of: name) else { return nil }
    var scanner = XMLScanner(bytes: bytes)
    do { return try scanner.document() } catch {
      throw .notWorkbook(
        file: file.path,
        detail: "\(error.found) where \(error.expected) should be in \(name), line \(error.line)")
    }
  }

  /// Text and runs of text; phonetic guides (furigana) are not included.
  private static func plainText(_ item: XMLElementNode) -> String {
    item.children.map { child in
      switch child.name {
      case "t": child.text
      case "r": child.child("t")?.text ?? ""
      default: ""
      }
    }.joined()
  }

  private static func formats(_ styles: XMLElementNode) -> [CellFormat] {
    var own: [Int: CellFormat] = [:]
    for format in styles.child("numFmts")?.children ?? [] {
      if let number = format[attribute: "numFmtId"].flatMap({ Int($0) }),
        let code = format[attribute: "formatCode"]
      {
        own[number] = CellFormat(code: code)
      }
    }
    return (styles.child("cellXfs")?.children("xf") ?? []).map { style in
      let number = style[attribute: "numFmtId"].flatMap { Int($0) } ?? 0
      return own[number] ?? CellFormat(builtIn: number)
    }
  }

  func rows() throws(TextError) -> [(line: Int, cells: [String])] {
    guard let root = try tree(sheet) else { throw .notWorkbook(file: file.path, detail: "no sheet in it") }
    var rows: [(line: Int, cells: [String])] = []
    for (position, row) in (root.child("sheetData")?.children("row") ?? []).enumerated() {
      var cells: [String] = []
      for cell in row.children("c") {
        let column = cell[attribute: "r"].flatMap(SheetReader.column) ?? cells.count
        guard column < Workbook.mostColumns else {
          throw .notWorkbook(file: file.path, detail: "more than \(Workbook.mostColumns) columns")
        }
        while cells.count <= column { cells.append("") }
        cells[column] = try text(of: cell)
      }
      rows.append((row[attribute: "r"].flatMap { Int($0) } ?? position + 1, cells))
    }
    return rows
  }

  /// - Throws: `TextError.notWorkbook` for a cell that has a value which is not in the file: it is not an empty one.
  private func text(of cell: XMLElementNode) throws(TextError) -> String {
    func lost(_ what: String) -> TextError {
      .notWorkbook(file: file.path, detail: "in cell \(cell[attribute: "r"] ?? "?") \(what)")
    }
    if cell.child("f") != nil, cell.child("v") == nil { throw lost("a formula without its value") }
    let value = cell.child("v")?.text ?? ""
    switch cell[attribute: "t"] {
    case "s":
      guard let index = Int(value), strings.indices.contains(index) else {
        if value.isEmpty { return "" }
        throw lost("a text that is not there")
      }
      return strings[index]
    case "inlineStr": return cell.child("is").map(SheetReader.plainText) ?? ""
    case "b": return value == "1" ? "true" : "false"
    case "e": return value == "#N/A" ? "n/a" : value
    case "str", "d": return value
    default:
      guard let number = Double(value), number.isFinite else { return value }
      let style = cell[attribute: "s"].flatMap { Int($0) } ?? 0
      let format = formats.indices.contains(style) ? formats[style] : .number
      return format.text(number, countsFrom1904: countsFrom1904)
    }
  }

  /// The column index of a cell reference, 1 for `B7`; nil if it is not a reference.
  private static func column(_ place: String) -> Int? {
    var number = 0
    for byte in place.utf8.prefix(3) {
      guard (65...90).contains(byte) else { break }
      number = number * 26 + Int(byte) - 64
    }
    return number > 0 ? number - 1 : nil
  }
}
