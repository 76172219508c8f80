import SleepEvents

/// Cells of one line of a delimited export; separators within quotes and commas in the last column are kept.
enum ExportLine {
  static func cells(_ line: Substring, separator: Character, columns: Int = .max) -> [String] {
    guard line.contains("\"") else {
      return line.split(separator: separator, maxSplits: columns - 1, omittingEmptySubsequences: false).map {
        String($0).trimmingBlanks
      }
    }
    var cells: [String] = []
    var cell = ""
    var quoted = false
    for character in line {
      if character == "\"" {
        quoted.toggle()
      } else if character == separator, !quoted, cells.count < columns - 1 {
        cells.append(cell.trimmingBlanks)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell.trimmingBlanks]
  }

  static func isBlank(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x2C }
  }
}

/// Errors in text exports, with the line number.
struct LineErrors {
  let file: String

  func broken(_ line: Int, expected: String, found: some StringProtocol) -> AnnotationError {
    .broken(file: file, location: "line \(line + 1)", expected: expected, found: "'\(found.prefix(60))'")
  }
}
