import Foundation
import SleepEvents

/// The stages in a list with one row per epoch from the start of the recording, with or without a header,
/// epoch numbers or probabilities.
struct EpochList {
  struct Row {
    /// Line number in the file, from 0.
    let line: Int
    /// Nil for an epoch that the list leaves empty.
    let text: String?
    /// Index of the epoch, from 0.
    let place: Int
  }

  var rows: [Row] = []
  /// The epoch length stated by the list itself.
  var statedEpoch: TimeSpan?
  /// Whether a header names the column.
  var hasHeader = false

  private static let stageColumns: Set<String> = [
    "stage", "stages", "hypno", "hypnogram", "sleep stage", "sleep stages", "sleepstage", "prediction",
    "predicted",
    "predictions", "pred", "y pred", "label", "score", "scoring", "consensus", "hypnogram stage", "yasa",
    "usleep",
  ]
  private static let numberColumns: Set<String> = [
    "", "epoch", "epochs", "index", "unnamed 0", "no", "number", "nr", "epoch number", "epoch no", "n",
  ]

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
      rows = cells.enumerated().map { Row(line: first, text: EpochList.value($0.element), place: $0.offset) }
      return
    }
    let names = cells.map { EventVocabulary.fold($0) }
    // Rows of movements or spindles with the stage in which they fall are no epochs.
    guard TableColumns.kindOfRows(cells.map(TableColumns.plain)) == .labelled else { return }
    if let column = names.firstIndex(where: { EpochList.stageColumns.contains($0) }) {
      hasHeader = true
      let number = names.firstIndex { EpochList.numberColumns.contains($0) }
      readColumns(lines.dropFirst(), stage: column, number: number == column ? nil : number)
    } else if names.count == 1, ["epoch", "epochs"].contains(names[0]) {
      readSingle(lines.dropFirst())
    } else if cells.count == 1 {
      readSingle(lines)
    } else if cells.count == 2, Int(cells[0]) != nil {
      readColumns(lines, stage: 1, number: 0)
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

  private mutating func readSingle(_ lines: ArraySlice<Substring>) {
    for (number, line) in zip(lines.indices, lines) where !line.hasPrefix("#") {
      let cells = EpochList.cells(line)
      guard cells.count <= 1 else {
        rows = []
        return
      }
      rows.append(Row(line: number, text: cells.first.flatMap(EpochList.value), place: rows.count))
    }
  }

  private mutating func readColumns(_ lines: ArraySlice<Substring>, stage: Int, number: Int?) {
    var base: Int?
    for (line, text) in zip(lines.indices, lines) where !ExportLine.isBlank(text) && !text.hasPrefix("#") {
      let cells = EpochList.cells(text)
      guard cells.count > max(stage, number ?? 0) else {
        rows = []
        return
      }
      var place = rows.count
      if let number {
        guard let epoch = EpochList.whole(cells[number]), (0...1_000_000).contains(epoch) else {
          rows = []
          return
        }
        // Epochs are numbered from 0 or from 1.
        if base == nil { base = epoch == 0 ? 0 : 1 }
        place = epoch - (base ?? 0)
        guard place >= 0, rows.last.map({ place > $0.place }) ?? true else {
          rows = []
          return
        }
      }
      rows.append(Row(line: line, text: EpochList.value(cells[stage]), place: place))
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    let mark = [",", "\t", ";"].first { line.contains($0) } ?? ","
    return ExportLine.cells(line, separator: Character(mark))
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
