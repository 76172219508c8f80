import Foundation
import StudyComparison

/// Rate ratios with their intervals on a logarithmic axis, one per row.
struct RatioChart {
  struct Row {
    var label: String
    var ratio: Double?
    var low: Double?
    var high: Double?
    /// False if there is no conclusion: drawn grey and open.
    var isDecided: Bool
    var isHigher = false
    /// All patients together: drawn as a diamond.
    var isWhole = false
    /// An outcome other than the declared one: descriptive, drawn thin.
    var isSecondary = false
    /// The text at the right.
    var note: String
  }

  let name: String
  let title: String
  let rows: [Row]

  /// True if no row has a ratio, in which case the chart would be an empty axis.
  var isEmpty: Bool { rows.allSatisfy { $0.ratio == nil } }

  /// On a phone the text of a row is above it instead of next to it.
  func drawing(for picture: PictureWidth = .wide) -> Drawing? {
    guard !rows.isEmpty else { return nil }
    let places = places(for: picture)
    let height = places.last.map { $0.y + ($0.isFolded ? 12 : 14) } ?? 0
    let area =
      picture == .wide
      ? PlotArea(left: 280, top: 14, right: 700, bottom: height)
      : PlotArea(left: 14, top: 4, right: 346, bottom: height)
    var drawing = Drawing(
      name: name + picture.suffix, width: picture.points, height: area.bottom + 42, title: title,
      description: StudyWords.ratioDescription(rows.map { ($0.label, $0.ratio, $0.low, $0.high) }))
    let scale = LogarithmicScale(domain, from: area.left, to: area.right)
    let (left, right) = (scale.position(0.8), scale.position(1.25))
    drawing.rectangle(x: left, y: area.top, width: right - left, height: area.height, .fill(Palette.pale))
    drawing.horizontalAxis(scale, in: area, title: StudyWords.ratioAxis, lines: true)
    drawing.line(
      scale.position(1), area.top, scale.position(1), area.bottom, .line(Palette.ink, width: 1.2))
    drawing.group("ratios") { drawing in
      for (row, place) in zip(rows, places) {
        words(of: row, at: place, &drawing, area)
        draw(row, at: place.y, &drawing, scale)
      }
    }
    return drawing
  }

  /// The position of a row's bar, and the number of text lines above it.
  private struct Place {
    var y: Double
    var lines = 0
    var isFolded: Bool { lines > 0 }
  }

  private func places(for picture: PictureWidth) -> [Place] {
    guard picture == .narrow else { return rows.indices.map { Place(y: 14 + 28 * Double($0) + 14) } }
    var y = 4.0
    return rows.map { row in
      // 360 points hold about 52 letters.
      let lines = row.label.count + row.note.count <= 48 ? 1 : 2
      y += Double(lines) * 14 + 12
      defer { y += 12 }
      return Place(y: y, lines: lines)
    }
  }

  private func words(of row: Row, at place: Place, _ drawing: inout Drawing, _ area: PlotArea) {
    let label = MarkupText.shortened(row.label, to: 44)
    guard place.isFolded else {
      drawing.rowLabel(label, x: area.left - 10, y: place.y + 4)
      drawing.text(row.note, x: area.right + 14, y: place.y + 4, size: 11)
      return
    }
    // On a background of their own, since the grid lines would run through the letters.
    let height = 14 * Double(place.lines)
    drawing.rectangle(
      x: 0, y: place.y - 8 - height, width: 360, height: height, .fill(Palette.paper))
    drawing.text(label, x: 8, y: place.y - (place.lines == 1 ? 11 : 25), size: 11, isBold: true)
    if place.lines == 1 {
      drawing.text(row.note, x: 352, y: place.y - 11, anchor: .end, size: 11)
    } else {
      drawing.text(row.note, x: 8, y: place.y - 11, size: 11)
    }
  }

  private func draw(_ row: Row, at y: Double, _ drawing: inout Drawing, _ scale: LogarithmicScale) {
    let color =
      !row.isDecided
      ? Palette.grey
      : row.isSecondary
        ? Palette.muted
        : row.isHigher ? Palette.vermillion : Palette.blue
    guard let ratio = row.ratio, let low = row.low, let high = row.high else { return }
    let (from, to) = (scale.position(low), scale.position(high))
    drawing.line(from, y, to, y, .line(color, width: row.isDecided && !row.isSecondary ? 3 : 1.6))
    // An arrow where the interval extends beyond the axis.
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

  /// Symmetric about 1 and wide enough for most intervals, but never wider than 1/100 to 100.
  private var domain: ClosedRange<Double> {
    let ends = rows.flatMap { [$0.low, $0.high] }.compactMap(\.self).filter { $0 > 0 && $0.isFinite }
    let reach = ends.map { abs(log($0)) }.max() ?? log(2)
    let top = [2.0, 5, 10, 20, 50, 100].first { log($0) >= reach * 1.02 } ?? 100
    return (1 / top)...top
  }
}

extension RatioChart.Row {
  /// A contrast as a row; nil for an outcome without a ratio.
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
      : low == nil
        ? "\(ReportWords.number(ratio, 2)), \(StudyWords.noInterval)"
        : "\(StudyWords.changeMark(contrast.verdict).map { $0 + " " } ?? "")\(ReportWords.number(ratio, 2)) "
          + "(\(StudyWords.interval(low, high)))"
    let nights = StudyWords.nights(contrast.before.nights, contrast.after.nights)
    note = isWhole ? numbers : "\(numbers), \(nights)"
  }
}
