import Foundation
import StudyComparison

/// Rate ratios with their intervals on a logarithmic axis, one row each.
struct RatioChart {
  struct Row {
    var label: String
    var ratio: Double?
    var low: Double?
    var high: Double?
    /// False where nothing may be concluded: drawn grey and open.
    var isDecided: Bool
    var isHigher = false
    /// All patients together: a diamond.
    var isWhole = false
    /// An outcome beside the declared one: descriptive, drawn thin.
    var isSecondary = false
    /// What stands at the right.
    var note: String
  }

  let name: String
  let title: String
  let rows: [Row]

  func drawing() -> Drawing? {
    guard !rows.isEmpty else { return nil }
    let area = PlotArea(left: 280, top: 14, right: 700, bottom: 14 + 28 * Double(rows.count))
    var drawing = Drawing(
      name: name, width: 960, height: area.bottom + 42, title: title,
      description: StudyWords.ratioDescription(rows.map { ($0.label, $0.ratio, $0.low, $0.high) }))
    let scale = LogarithmicScale(domain, from: area.left, to: area.right)
    let (left, right) = (scale.position(0.8), scale.position(1.25))
    drawing.rectangle(x: left, y: area.top, width: right - left, height: area.height, .fill(Palette.pale))
    drawing.horizontalAxis(scale, in: area, title: StudyWords.ratioAxis, lines: true)
    drawing.line(
      scale.position(1), area.top, scale.position(1), area.bottom, .line(Palette.ink, width: 1.2))
    drawing.group("ratios") { drawing in
      for (number, row) in rows.enumerated() { draw(row, number, &drawing, scale, area) }
    }
    return drawing
  }

  private func draw(
    _ row: Row, _ number: Int, _ drawing: inout Drawing, _ scale: LogarithmicScale, _ area: PlotArea
  ) {
    let y = area.top + 28 * Double(number) + 14
    let color =
      !row.isDecided
      ? Palette.grey
      : row.isSecondary
        ? Palette.muted
        : row.isHigher ? Palette.vermillion : Palette.blue
    drawing.rowLabel(MarkupText.shortened(row.label, to: 44), x: area.left - 10, y: y + 4)
    drawing.text(row.note, x: area.right + 14, y: y + 4, size: 11)
    guard let ratio = row.ratio, let low = row.low, let high = row.high else { return }
    let (from, to) = (scale.position(low), scale.position(high))
    drawing.line(from, y, to, y, .line(color, width: row.isDecided && !row.isSecondary ? 3 : 1.6))
    // An arrow where the interval goes on beyond the axis.
    for (value, x, inward) in [(low, from, 7.0), (high, to, -7.0)] {
      if value < domain.lowerBound || value > domain.upperBound {
        drawing.polyline([(x + inward, y - 5), (x, y), (x + inward, y + 5)], .line(color, width: 1.6))
      } else {
        drawing.line(x, y - 5, x, y + 5, .line(color, width: 1.6))
      }
    }
    let x = scale.position(ratio)
    if row.isWhole {
      drawing.polygon([(x - 8, y), (x, y - 8), (x + 8, y), (x, y + 8)], .fill(color), tip: row.note)
    } else {
      drawing.circle(
        x, y, radius: 5,
        row.isDecided ? .fill(color) : Paint(fill: Palette.paper, stroke: color, width: 2), tip: row.note)
    }
  }

  /// Symmetric about 1, wide enough for most intervals, never wider than 1/100 to 100.
  private var domain: ClosedRange<Double> {
    let ends = rows.flatMap { [$0.low, $0.high] }.compactMap(\.self).filter { $0 > 0 && $0.isFinite }
    let reach = ends.map { abs(log($0)) }.max() ?? log(2)
    let top = [2.0, 5, 10, 20, 50, 100].first { log($0) >= reach * 1.02 } ?? 100
    return (1 / top)...top
  }
}

extension RatioChart.Row {
  /// A contrast as a row; nil for an outcome that has no ratio.
  init?(_ contrast: Contrast, label: String, primary: Outcome) {
    guard contrast.outcome.isCount else { return nil }
    self.label = label
    ratio = contrast.statement?.ratio
    low = contrast.statement?.low95
    high = contrast.statement?.high95
    isDecided = contrast.verdict.isDecided
    isHigher = contrast.verdict == .higher
    isSecondary = contrast.outcome != primary
    isWhole = contrast.kind == .population
    let numbers =
      ratio == nil
      ? StudyWords.noRatio
      : "\(StudyWords.changeMark(contrast.verdict).map { $0 + " " } ?? "")\(ReportWords.number(ratio, 2)) "
        + "(\(StudyWords.interval(low, high)))"
    let nights = StudyWords.nights(contrast.before.nights, contrast.after.nights)
    note = isWhole ? numbers : "\(numbers), \(nights)"
  }
}
