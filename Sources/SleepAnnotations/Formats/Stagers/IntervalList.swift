import SleepEvents

/// Rows of two times and a label without a header, in which only the numbers tell whether the second time is a
/// length or an end.
struct IntervalList {
  struct Row {
    let start: Double
    let second: Double
    let label: String
  }

  enum Second {
    case length, end
    /// No row contradicts either reading.
    case lengthOrEnd
    /// Every row contradicts both, or only some do.
    case neither
  }

  let rows: [Row]
  let isLabelFirst: Bool
  let second: Second

  /// Rounded times may overlap by this much, seconds.
  private static let tolerance = 1.0

  /// - Returns: nil if there are no rows or one of them has another form.
  init?(_ lines: ArraySlice<Substring>) {
    let filled = lines.filter { !ExportLine.isBlank($0) }
    guard let first = filled.first else { return nil }
    isLabelFirst = IntervalList.row(first, isLabelFirst: false) == nil
    var rows: [Row] = []
    for line in filled {
      guard let row = IntervalList.row(line, isLabelFirst: isLabelFirst) else { return nil }
      rows.append(row)
    }
    self.rows = rows
    second = IntervalList.second(of: rows)
  }

  /// The first line that is not like the ones before it.
  static func firstUnfit(_ lines: [Substring]) -> (line: Int, text: Substring) {
    let filled = lines.indices.filter { !ExportLine.isBlank(lines[$0]) }
    guard let first = filled.first else { return (0, "") }
    let isLabelFirst =
      row(lines[first], isLabelFirst: false) == nil && row(lines[first], isLabelFirst: true) != nil
    let line = filled.first { row(lines[$0], isLabelFirst: isLabelFirst) == nil } ?? first
    return (line, lines[line])
  }

  var warnings: [Warning] {
    guard second == .lengthOrEnd, rows.count > 1 else { return [] }
    return [
      Warning(
        code: "length_or_end",
        message: "the second time of each row can be its length or its end; it was taken as the length",
        quotesInput: false)
    ]
  }

  private static func row(_ line: Substring, isLabelFirst: Bool) -> Row? {
    let mark = ["\t", ";", ","].first { line.contains($0) }
    let cells =
      mark.map { ExportLine.cells(line, separator: Character($0)) }
      ?? (isLabelFirst ? line.split(whereSeparator: \.isWhitespace).map(String.init) : [])
    guard cells.count == 3 else { return nil }
    let label = cells[isLabelFirst ? 0 : 2]
    guard let start = Double(cells[isLabelFirst ? 1 : 0]), abs(start) < 1e8,
      let second = Double(cells[isLabelFirst ? 2 : 1]), (0..<1e8).contains(second),
      Double(label) == nil, !label.isEmpty
    else { return nil }
    return Row(start: start, second: second, label: label)
  }

  private static func second(of rows: [Row]) -> Second {
    // An end is never before its start.
    guard rows.allSatisfy({ $0.second >= $0.start }) else {
      return overlap(rows) { $0.start + $0.second } ? .neither : .length
    }
    return overlap(rows) { $0.start + $0.second } ? .end : .lengthOrEnd
  }

  /// Whether stages overlap if they end so; in a list without stages, whether events do.
  private static func overlap(_ rows: [Row], end: (Row) -> Double) -> Bool {
    let stages = rows.filter { StageNumbers.stage($0.label) != nil }
    let ordered = (stages.isEmpty ? rows : stages).sorted { $0.start < $1.start }
    return zip(ordered, ordered.dropFirst()).contains { end($0) > $1.start + tolerance }
  }
}
