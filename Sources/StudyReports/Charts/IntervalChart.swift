import Foundation
import LimbMovementScoring
import SleepEvents
import StructuredText

/// Onset-to-onset intervals between movements in sleep, on a logarithmic axis, with the bounds for intervals
/// within a series.
struct IntervalChart {
  let night: ReportedNight
  let rules: ReportedNight.RuleTable

  private static let domain = 1.0...300.0
  /// Eighteen bins from 10 to 90 s, so that both bounds are bin edges.
  private static let width = log(9.0) / 18

  /// True if no intervals are known.
  var isEmpty: Bool { intervals.isEmpty }

  private var intervals: [Double] {
    rules.rows.filter(\.stage.isSleep).compactMap(\.interval?.seconds).filter { $0 > 0 }
  }

  /// Nil if no intervals are known.
  func drawing(for picture: PictureWidth = .wide) -> Drawing? {
    let intervals = intervals
    guard !intervals.isEmpty else { return nil }
    let bounds = bounds
    let isWide = picture == .wide
    let area = PlotArea(
      left: isWide ? 56 : 38, top: 44, right: picture.points - (isWide ? 16 : 10), bottom: 200)
    var drawing = Drawing(
      name: "intervals" + picture.suffix, width: picture.points, height: isWide ? 250 : 266,
      title: ReportWords.intervalsTitle(rules.name),
      description: ReportWords.intervalsDescription(
        count: intervals.count, inside: intervals.count { $0 >= bounds.low && $0 <= bounds.high },
        low: bounds.low, high: bounds.high,
        median: rules.result.intervals?.medianSeconds))
    let time = LogarithmicScale(
      IntervalChart.domain, from: area.left, to: area.right,
      ticks: isWide ? [1, 2, 5, 10, 20, 40, 60, 90, 200, 300] : [1, 3, 10, 30, 90, 300])
    let shown = intervals.filter { IntervalChart.domain.contains($0) }
    let bins = Dictionary(grouping: shown) { value in
      Int((log(value / 10) / IntervalChart.width + 1e-9).rounded(.down))
    }
    let count = LinearScale.fromZero(
      to: Double(bins.values.map(\.count).max() ?? 1), from: area.bottom, to: area.top, ticks: 4)
    drawing.text(
      ReportWords.intervalsHeading, x: isWide ? area.left : 4, y: 20, size: isWide ? 13 : 12, isBold: true)
    drawing.verticalAxis(count, in: area, title: ReportWords.intervalsCount)
    let beyond = ReportWords.intervalsBeyond(intervals.count - shown.count)
    let title = ReportWords.intervalsAxis
    drawing.horizontalAxis(
      time, in: area, title: isWide ? ([title] + beyond).joined(separator: "; ") : title)
    if !isWide {
      for words in beyond {
        drawing.text(
          words, x: (area.left + area.right) / 2, y: area.bottom + 49, anchor: .middle, size: 11,
          color: Palette.muted)
      }
    }
    drawing.group("intervals") { drawing in
      for (bin, values) in bins.sorted(by: { $0.key < $1.key }) {
        let from = 10 * exp(Double(bin) * IntervalChart.width)
        let to = from * exp(IntervalChart.width)
        let isInside = from >= bounds.low * 0.999 && to <= bounds.high * 1.001
        let y = count.position(Double(values.count))
        drawing.rectangle(
          x: time.position(from), y: y, width: time.position(min(to, 300)) - time.position(from),
          height: area.bottom - y,
          Paint(fill: isInside ? Palette.blue : "#d0d0d0", stroke: Palette.paper, width: 0.8),
          tip: ReportWords.bin(from, to, values.count))
      }
    }
    drawing.group("bounds") { drawing in
      for bound in [bounds.low, bounds.high] {
        let x = time.position(bound)
        drawing.line(x, area.top - 12, x, area.bottom, .line(Palette.vermillion, width: 1.4, dash: "5 3"))
        drawing.text(
          "\(tickText(bound)) s", x: x + (bound == bounds.low ? -4 : 4), y: area.top - 4,
          anchor: bound == bounds.low ? .end : .start, size: 11, color: Palette.ink)
      }
    }
    return drawing
  }

  private var bounds: (low: Double, high: Double) {
    let values = night.document.parameters.ruleSets.value(for: rules.name)
    func seconds(_ path: KeyPath<RuleSet, TimeSpan>, _ parameter: RuleParameter) -> Double {
      values?.value(for: parameter.key).flatMap { Double($0) } ?? RuleSet.wasm2016[keyPath: path].seconds
    }
    return (
      seconds(\.minimumInterval, .minimumInterval), seconds(\.maximumInterval, .maximumInterval)
    )
  }
}
