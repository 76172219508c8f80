import StructuredText

/// The index under each rule set, and how much it changes under other choices on points that the standards
/// leave open. The 15/h line belongs to the AASM's index and is drawn only for that.
struct IndexRangeChart {
  let night: ReportedNight

  struct Row {
    var rules: String
    var index: Double
    var low: Double
    var high: Double
    /// False if a leg was lost or is implausible: then the range is reduced to the index.
    var isBelievable: Bool
  }

  /// Rule sets with a known index, in order.
  var rows: [Row] {
    night.rules.compactMap { table in
      guard let index = table.result.indices.periodicInSleepPerHour else { return nil }
      let range = night.document.sensitivity.value(for: table.name)
      let believed = range?.believed
      return Row(
        rules: table.name, index: index, low: believed?.lowerBound ?? index,
        high: believed?.upperBound ?? index, isBelievable: range?.isBelievable ?? true)
    }
  }

  /// Nil if no index could be computed.
  func drawing() -> Drawing? {
    let rows = rows
    guard !rows.isEmpty else { return nil }
    let hasLine = rows.contains { ReportWords.hasLine($0.rules) }
    // Phone width, so that it never has to be scrolled: it is the answer.
    let area = PlotArea(left: 84, top: 12, right: 374, bottom: 12 + 34 * Double(rows.count))
    var drawing = Drawing(
      name: "index", width: 420, height: area.bottom + 42, title: ReportWords.indexTitle,
      description: rows.map { ReportWords.indexDescription($0.rules, $0.index, $0.low, $0.high) }
        .joined(separator: " "))
    let highest = max(rows.map(\.high).max() ?? 0, hasLine ? 15 : 0) * 1.1
    let scale = LinearScale.fromZero(to: highest, from: area.left, to: area.right, ticks: 6)
    drawing.horizontalAxis(scale, in: area, title: ReportWords.perHourOfSleep, lines: true)
    for (number, row) in rows.enumerated() {
      let y = area.top + 34 * Double(number) + 17
      drawing.rowLabel(ReportWords.ruleName(row.rules), x: area.left - 8, y: y + 4)
      if ReportWords.hasLine(row.rules) {
        let x = scale.position(15)
        drawing.group("line-15") { drawing in
          drawing.line(x, y - 16, x, y + 16, .line(Palette.vermillion, width: 1.6, dash: "5 3"))
          drawing.text("15/h", x: x + 4, y: y - 7, size: 10, color: Palette.ink)
        }
      }
      drawing.group("index-\(row.rules)") { drawing in
        let (low, high) = (scale.position(row.low), scale.position(row.high))
        drawing.rectangle(
          x: low, y: y - 5, width: max(1, high - low), height: 10, .fill(Palette.sky, opacity: 0.6))
        for x in [low, high] { drawing.line(x, y - 7, x, y + 7, .line(Palette.ink, width: 1.2)) }
        drawing.circle(scale.position(row.index), y, radius: 4.5, .fill(Palette.blue))
        drawing.text(
          Delimited.fixed(row.index, 1) ?? "", x: high + 9, y: y + 4, size: 12, isBold: true)
      }
    }
    return drawing
  }
}
