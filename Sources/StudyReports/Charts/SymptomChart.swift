import SleepEvents
import StructuredText
import StudyTables

/// Scores of questionnaires on a time axis, a row each.
struct SymptomChart {
  let patient: String
  let scores: [ScaleScore]
  /// First evening on the drug.
  let start: CalendarDate?

  private static let shown: [SymptomScale] = [.irls, .ess, .kss, .visualAnalogueSleepiness]

  func drawing() -> Drawing? {
    let scales = SymptomChart.shown.filter { scale in scores.contains { $0.scale == scale } }
    let dates = scores.filter { scales.contains($0.scale) }.map(\.date.dayNumber)
    guard let first = dates.min(), let last = dates.max() else { return nil }
    let row = 104.0
    var drawing = Drawing(
      name: "symptoms-\(safeName(patient))", width: 960, height: 36 + row * Double(scales.count),
      title: StudyWords.symptomsTitle(patient), description: description(scales))
    let days = LinearScale(Double(first - 2)...Double(last + 2), from: 112, to: 944)
    for (number, scale) in scales.enumerated() {
      let top = 10 + row * Double(number)
      let extent = SymptomChart.extent(scale, scores.filter { $0.scale == scale }.map(\.score))
      let value = LinearScale(extent, from: top + row - 14, to: top + 20, ticks: 2)
      drawing.rowLabel(scale.name, x: 80, y: top + row / 2)
      for tick in [extent.lowerBound, extent.upperBound] {
        drawing.line(112, value.position(tick), 944, value.position(tick), .line(Palette.grid, width: 0.7))
        drawing.text(
          tickText(tick), x: 106, y: value.position(tick) + 4, anchor: .end, size: 10, color: Palette.muted)
      }
      drawing.group(scale.rawValue) { drawing in
        let rows = scores.filter { $0.scale == scale }.sorted { $0.date < $1.date }
        let points = rows.map { (x: days.position(Double($0.date.dayNumber)), y: value.position($0.score)) }
        drawing.polyline(points, .line(Palette.grey, width: 1.2))
        for (row, point) in zip(rows, points) {
          drawing.circle(
            point.x, point.y, radius: 4, .fill(Palette.blue),
            tip: "\(scale.name) \(row.date): \(tickText(row.score))")
          drawing.text(
            tickText(row.score), x: point.x, y: point.y - 7, anchor: .middle, size: 11)
        }
      }
    }
    let bottom = 10 + row * Double(scales.count)
    if let start, (first - 2...last + 2).contains(start.dayNumber) {
      let x = days.position(Double(start.dayNumber))
      drawing.line(x, 10, x, bottom, .line(Palette.vermillion, width: 1.4, dash: "5 3"))
      drawing.text(start.description, x: x, y: bottom + 14, anchor: .middle, size: 10)
    }
    for day in Set([first, last]).sorted() {
      drawing.text(
        CalendarDate(dayNumber: day).description, x: days.position(Double(day)), y: bottom + 14,
        anchor: .middle, size: 10, color: Palette.muted)
    }
    return drawing
  }

  /// As much of the scale as its scores need: on the whole of it a change that matters would hardly be seen.
  private static func extent(_ scale: SymptomScale, _ scores: [Double]) -> ClosedRange<Double> {
    let whole = scale.range
    let margin = (whole.upperBound - whole.lowerBound) / 20
    guard let least = scores.min(), let most = scores.max() else { return whole }
    let low = max(whole.lowerBound, (least - margin).rounded(.down))
    let high = min(whole.upperBound, (most + margin).rounded(.up))
    return low < high ? low...high : whole
  }

  private func description(_ scales: [SymptomScale]) -> String {
    scales.map { scale in
      scale.name + ": "
        + scores.filter { $0.scale == scale }.sorted { $0.date < $1.date }
        .map { "\(tickText($0.score)) (\($0.date))" }.joined(separator: ", ")
    }.joined(separator: ". ") + "."
  }
}
