import Foundation
import SleepEvents

/// The stages in a list with one row per epoch from the start of the recording, with or without a header,
/// epoch numbers, seconds, probabilities or several scorers.
struct EpochList {
  struct Row {
    /// Line number in the file, from 0.
    let line: Int
    /// Nil for an epoch that the list leaves empty.
    let text: String?
    /// Index of the epoch, from 0.
    let place: Int
  }

  /// The list of one scorer; a file with a single list has one.
  struct Column {
    var isProgram = false
    var rows: [Row] = []
  }

  /// What the numbers before the stages contradict.
  struct Fault {
    let line: Int
    let expected: String
    let found: String
  }

  var columns: [Column] = []
  /// The epoch length stated by the list itself.
  var statedEpoch: TimeSpan?
  /// The times of the epochs, if the list gives seconds instead of epoch numbers.
  var seconds: EpochPlaces.Seconds?
  var fault: Fault?
  /// Whether a header names the column.
  var hasHeader = false

  /// The rows of the first person, otherwise of the first program.
  var rows: [Row] { (columns.first { !$0.isProgram } ?? columns.first)?.rows ?? [] }

  /// - Parameter complete: false for the first part of a file, whose last line may be truncated.
  init(_ lines: [Substring], complete: Bool) {
    var lines = lines[...]
    if !complete { lines = lines.dropLast() }
    while lines.last.map({ ExportLine.isBlank($0) }) == true { lines.removeLast() }
    guard let first = lines.firstIndex(where: { !ExportLine.isBlank($0) && !$0.hasPrefix("#") }) else {
      return
    }
    lines = lines[first...]
    readPreamble(&lines)
    guard let header = lines.first else { return }
    let cells = EpochList.cells(header)
    if lines.count == 1, cells.count > 3 {
      // All epochs on one line.
      keep(cells.enumerated().map { Row(line: first, text: EpochList.value($0.element), place: $0.offset) })
      return
    }
    // Rows of movements or spindles with the stage in which they fall are no epochs.
    guard TableColumns.kindOfRows(cells.map(TableColumns.plain)) == .labelled else { return }
    let names = EpochColumns(cells)
    if !names.stages.isEmpty {
      hasHeader = true
      readColumns(lines.dropFirst(), names: names, cells: EpochList.cells)
    } else if cells.count == 1, ["epoch", "epochs"].contains(EventVocabulary.fold(cells[0])) {
      readSingle(lines.dropFirst())
    } else if lines.allSatisfy({ EpochList.isPair($0) }) {
      readColumns(lines, names: .numbered, cells: EpochList.words)
    } else if cells.count == 1 {
      readSingle(lines)
    } else if cells.count == 2, EpochList.whole(cells[0]) != nil {
      readColumns(lines, names: .numbered, cells: EpochList.cells)
    }
  }

  /// `EPOCH=30.0 sec` before the first stage.
  private mutating func readPreamble(_ lines: inout ArraySlice<Substring>) {
    while let line = lines.first, let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }),
      line[..<mark].lowercased().contains("epoch")
    {
      let text = line[line.index(after: mark)...].drop { $0 == " " }.prefix { $0.isNumber || $0 == "." }
      guard let seconds = Double(text), seconds > 0, seconds <= 300 else { return }
      statedEpoch = TimeSpan(seconds: seconds)
      lines.removeFirst()
    }
  }

  private mutating func keep(_ rows: [Row]) { columns = rows.isEmpty ? [] : [Column(rows: rows)] }

  private mutating func readSingle(_ lines: ArraySlice<Substring>) {
    var rows: [Row] = []
    for (number, line) in zip(lines.indices, lines) where !line.hasPrefix("#") {
      let cells = EpochList.cells(line)
      guard cells.count <= 1 else { return }
      rows.append(Row(line: number, text: cells.first.flatMap(EpochList.value), place: rows.count))
    }
    keep(rows)
  }

  private mutating func readColumns(
    _ lines: ArraySlice<Substring>, names: EpochColumns, cells split: (Substring) -> [String]
  ) {
    var texts: [[String?]] = Array(repeating: [], count: names.all.count)
    var numbers: [Int] = []
    var places: [Int] = []
    for (line, text) in zip(lines.indices, lines) where !ExportLine.isBlank(text) && !text.hasPrefix("#") {
      let cells = split(text)
      guard cells.count > names.last else { return }
      if let number = names.number {
        guard let epoch = EpochList.whole(cells[number]), (0...1_000_000).contains(epoch) else { return }
        numbers.append(epoch)
      }
      places.append(line)
      // Columns behind the last one needed may be missing.
      for (index, column) in names.all.enumerated() {
        texts[index].append(cells.indices.contains(column) ? EpochList.value(cells[column]) : nil)
      }
    }
    var order = Array(places.indices)
    if names.number != nil {
      switch EpochPlaces(numbers) {
      case .epochs(let found): order = found
      case .seconds(let found): seconds = found
      case .unordered(let row):
        // Without a header the first column may be anything, such as SpiSOP's stages before its artefacts.
        guard hasHeader else { return }
        fault = Fault(
          line: places[row], expected: "a number greater than that of the row before",
          found: String(numbers[row]))
      case .neither(let row, let expected):
        fault = Fault(line: places[row], expected: expected, found: String(numbers[row]))
      }
    }
    for (index, isProgram) in names.scorers(of: texts) {
      let rows = places.indices.map { Row(line: places[$0], text: texts[index][$0], place: order[$0]) }
      columns.append(Column(isProgram: isProgram, rows: rows))
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    let mark = [",", "\t", ";"].first { line.contains($0) } ?? ","
    return ExportLine.cells(line, separator: Character(mark))
  }

  private static func words(_ line: Substring) -> [String] {
    line.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// `30 N1`: a number and a stage, separated by blanks.
  private static func isPair(_ line: Substring) -> Bool {
    if ExportLine.isBlank(line) || line.hasPrefix("#") { return true }
    let words = line.split(whereSeparator: \.isWhitespace)
    return words.count == 2 && whole(String(words[0])) != nil && !line.contains(where: { ",;".contains($0) })
  }

  private static func value(_ text: String) -> String? {
    ["", "n/a", "na", "nan", "none"].contains(text.lowercased()) ? nil : text
  }

  /// An integer, also written as `4.0` or `4.000e+00`.
  static func whole(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    guard text.utf8.contains(UInt8(ascii: ".")), let value = Double(text), value.rounded() == value,
      abs(value) < 1e6
    else { return nil }
    return Int(value)
  }
}
