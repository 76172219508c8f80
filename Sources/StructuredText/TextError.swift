import SleepEvents

/// Errors of text files being read or written.
package enum TextError: ReportableError, Equatable {
  case missing(file: String)
  case cannotOpen(file: String, reason: String)
  case isFolder(file: String)
  /// A device or a pipe, which may never end.
  case notRegular(file: String)
  /// The file was opened, but its bytes cannot be read.
  case readFailed(file: String, reason: String)
  case tooLarge(file: String, bytes: Int, limit: Int)
  case notJSON(file: String, detail: String)
  /// A spreadsheet that is damaged, in an old format, encrypted or too large.
  case notWorkbook(file: String, detail: String)
  case empty(file: String)
  case noDelimiter(file: String, header: String)
  case missingColumns(file: String, missing: [String], found: [String])
  case duplicateColumn(file: String, column: String)
  case wrongFieldCount(file: String, line: Int, expected: Int, found: Int)
  case unclosedQuote(file: String, line: Int)
  /// A cell whose content does not match its column.
  case badCell(file: String, line: Int, column: String, expected: String, found: String, advice: String)
  /// A cell longer than any in a study: usually an unclosed quote or another kind of file.
  case cellTooLarge(file: String, line: Int, limit: Int)
  /// A folder entry whose name is not valid text; `name` is escaped.
  case nameNotUTF8(folder: String, name: String)
  case cannotCreate(file: String, reason: String)
  case writeFailed(file: String, reason: String)

  /// The advice for a cell whose date can be read in two ways.
  package static let sayDateOrder = "say whether the day or the month comes first"

  package var code: String {
    switch self {
    case .missing: "missing_file"
    case .cannotOpen: "cannot_open"
    case .isFolder: "is_folder"
    case .notRegular: "not_a_file"
    case .readFailed: "read_failed"
    case .tooLarge: "file_too_large"
    case .notJSON: "not_json"
    case .notWorkbook: "not_a_workbook"
    case .empty: "empty_file"
    case .noDelimiter: "not_a_table"
    case .missingColumns: "missing_columns"
    case .duplicateColumn: "duplicate_column"
    case .wrongFieldCount: "wrong_field_count"
    case .unclosedQuote: "unclosed_quote"
    case .badCell: "bad_cell"
    case .cellTooLarge: "cell_too_large"
    case .nameNotUTF8: "name_not_utf8"
    case .cannotCreate: "cannot_create"
    case .writeFailed: "write_failed"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .missing, .cannotOpen, .isFolder, .notRegular: .missingInput
    case .cannotCreate: .cannotCreateOutput
    case .writeFailed, .readFailed: .inputOutputFailure
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .missing(let file), .cannotOpen(let file, _), .isFolder(let file), .readFailed(let file, _),
      .notRegular(let file),
      .tooLarge(let file, _, _),
      .notJSON(let file, _), .notWorkbook(let file, _), .empty(let file), .noDelimiter(let file, _),
      .missingColumns(let file, _, _),
      .duplicateColumn(let file, _), .wrongFieldCount(let file, _, _, _), .unclosedQuote(let file, _),
      .badCell(let file, _, _, _, _, _), .cannotCreate(let file, _), .writeFailed(let file, _),
      .cellTooLarge(let file, _, _), .nameNotUTF8(let file, _):
      file
    }
  }

  package var place: ErrorPlace? {
    switch self {
    case .missingColumns, .duplicateColumn, .noDelimiter: .line(1)
    case .wrongFieldCount(_, let line, _, _), .unclosedQuote(_, let line), .badCell(_, let line, _, _, _, _),
      .cellTooLarge(_, let line, _):
      .line(line)
    default: nil
    }
  }

  package var location: String? {
    switch self {
    case .missingColumns, .duplicateColumn, .noDelimiter: "line 1"
    case .wrongFieldCount(_, let line, _, _), .unclosedQuote(_, let line), .cellTooLarge(_, let line, _):
      "line \(line)"
    case .badCell(_, let line, let column, _, _, _): "line \(line), column \(column)"
    default: nil
    }
  }

  package var sentence: String {
    let name = file ?? "input"
    let place = location.map { "\(name), \($0)" } ?? name
    switch self {
    case .missing: return "\(name): does not exist; check the path"
    case .cannotOpen(_, let reason): return "\(name): cannot be opened (\(reason)); check its permissions"
    case .readFailed(_, let reason):
      return "\(name): could not be read (\(reason)); check the disk and run again"
    case .notRegular: return "\(name): expected a file, found a device or a pipe; name a file"
    case .isFolder: return "\(name): expected a file, found a folder; name the file inside it"
    case .tooLarge(_, let bytes, let limit):
      return "\(name): \(bytes) bytes, more than the \(limit) that a text table may have; is it another file?"
    case .notJSON(_, let detail): return "\(name): expected JSON, found something else (\(detail))"
    case .notWorkbook(_, let detail):
      return "\(name): expected a workbook whose first sheet is the table, found \(detail); save it as CSV"
    case .empty: return "\(name): expected a table with a header line, found nothing; fill in the table"
    case .noDelimiter(_, let header):
      return "\(place): expected column names separated by tabs, commas or semicolons, found '\(header)'"
    case .missingColumns(_, let missing, let found):
      return "\(place): expected the column\(missing.count > 1 ? "s" : "") "
        + missing.joined(separator: ", ") + ", found " + found.joined(separator: ", ")
        + "; add what is missing"
    case .duplicateColumn(_, let column):
      return "\(place): the column \(column) occurs twice; keep one of them"
    case .wrongFieldCount(_, _, let expected, let found):
      return "\(place): expected \(expected) fields as in the header, found \(found); "
        + "check for a missing separator or quote"
    case .unclosedQuote: return "\(place): a quoted field is never closed; add the closing quote"
    case .badCell(_, _, _, let expected, let found, let advice):
      return "\(place): expected \(expected), found '\(found)'" + (advice.isEmpty ? "" : "; \(advice)")
    case .cellTooLarge(_, _, let limit):
      return
        "\(place): expected cells of at most \(limit) bytes and rows of at most \(DelimitedScanner.longestRow), "
        + "found a longer one; look for a quote that is never closed, or is it another file?"
    case .nameNotUTF8(_, let found):
      return "\(name): expected names in UTF-8, found '\(found)', which is left out; rename it and run again"
    case .cannotCreate(_, let reason):
      return "\(name): cannot be created (\(reason)); choose another location or free some space"
    case .writeFailed(_, let reason): return "\(name): could not be written (\(reason))"
    }
  }
}
