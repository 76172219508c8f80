import SleepEvents
import StructuredText
import StudyTables

/// Questionnaire scores on a time axis, one scale per row.
struct SymptomChart {
  let patient: String
  let scores: [ScaleScore]
  /// First evening on the drug.
  let start: CalendarDate?

  private static let shown: [SymptomScale] = [.irls, .ess, .kss, .visualAnalogueSleepiness]

  /// True if there are no scores that can be drawn.
  var isEmpty: Bool { scales.isEmpty }

  private var scales: [SymptomScale] {
    SymptomChart.shown.filter { scale in scores.contains { $0.scale == scale } }
  }

  func drawing(for picture: PictureWidth = .wide) -> Drawing? {
    let scales = scales
    let isWide = picture == .wide
    let (left, right) = (isWide ? 112.0 : 34, picture.points - (isWide ? 16 : 10))
    let dates = scores.filter { scales.contains($0.scale) }.map(\.date.dayNumber)
    guard let first = dates.min(), let last = dates.max() else { return nil }
    let row = 104.0
    var drawing = Drawing(
      name: "symptoms-\(safeName(patient))" + picture.suffix, width: picture.points,
      height: 36 + row * Double(scales.count),
      title: StudyWords.symptomsTitle(patient), description: description(scales))
    let days = LinearScale(Double(first - 2)...Double(last + 2), from: left, to: right)
    for (number, scale) in scales.enumerated() {
      let top = 10 + row * Double(number)
      let extent = SymptomChart.extent(scale, scores.filter { $0.scale == scale }.map(\.score))
      let value = LinearScale(extent, from: top + row - 14, to: top + 20, ticks: 2)
      if isWide {
        drawing.rowLabel(scale.name, x: 80, y: top + row / 2)
      } else {
        drawing.text(scale.name, x: left, y: top + 6, size: 11, isBold: true)
      }
      for tick in [extent.lowerBound, extent.upperBound] {
        drawing.line(left, value.position(tick), right, value.position(tick), .line(Palette.grid, width: 0.7))
        drawing.text(
          tickText(tick), x: left - 6, y: value.position(tick) + 4, anchor: .end, size: 10,
          color: Palette.muted)
      }
      drawing.group(scale.rawValue) { drawing in
        let rows = scores.filter { $0.scale == scale }.sorted { $0.date < $1.date }
        let points = rows.map { (x: days.position(Double($0.date.dayNumber)), y: value.position($0.score)) }
        drawing.polyline(points, .line(Palette.grey, width: 1.2))
        let labelled = SymptomChart.labelled(points.map(\.x))
        for (index, (row, point)) in zip(rows, points).enumerated() {
          drawing.circle(
            point.x, point.y, radius: 4, .fill(Palette.blue),
            tip: "\(scale.name) \(row.date): \(tickText(row.score))")
          if labelled.contains(index) {
            drawing.text(
              tickText(row.score), x: point.x, y: point.y - 7, anchor: .middle, size: 11)
          }
        }
      }
    }
    let bottom = 10 + row * Double(scales.count)
    let shownStart = start.flatMap { (first - 2...last + 2).contains($0.dayNumber) ? $0 : nil }
    if let start = shownStart {
      let x = days.position(Double(start.dayNumber))
      drawing.line(x, 10, x, bottom, .line(Palette.vermillion, width: 1.4, dash: "5 3"))
      drawing.text(start.description, x: x, y: bottom + 14, anchor: .middle, size: 10)
    }
    for day in Set([first, last]).sorted() {
      let x = days.position(Double(day))
      if let start = shownStart, abs(days.position(Double(start.dayNumber)) - x) < 62 { continue }
      drawing.text(
        CalendarDate(dayNumber: day).description, x: x, y: bottom + 14,
        anchor: .middle, size: 10, color: Palette.muted)
    }
    return drawing
  }

  /// The points with room for their number: the first, the last, and those in between that are far enough
  /// apart.
  private static func labelled(_ places: [Double]) -> Set<Int> {
    guard let last = places.last else { return [] }
    var chosen: Set<Int> = [places.count - 1]
    var end = -Double.infinity
    for (index, place) in places.enumerated() where place >= end + 20 && (index == 0 || place <= last - 20) {
      chosen.insert(index)
      end = place
    }
    return chosen
  }

  /// The part of the scale that the scores need: on the whole scale a relevant change would hardly be
  /// visible.
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
