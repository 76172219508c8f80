import NightResults

/// The number of nights by index under one rule set, in steps of 5/h.
struct IndexHistogram {
  let rules: String
  let indices: [Double]

  private static let step = 5.0

  /// Nil without a night that has an index.
  func drawing() -> Drawing? {
    guard let highest = indices.max() else { return nil }
    let count = max(4, Int((highest / IndexHistogram.step).rounded(.down)) + 1)
    let area = PlotArea(left: 44, top: 34, right: 384, bottom: 150)
    let bins = Dictionary(grouping: indices) { Int(($0 / IndexHistogram.step).rounded(.down)) }
      .mapValues(\.count)
    let scale = LinearScale(
      0...Double(count) * IndexHistogram.step, from: area.left, to: area.right, ticks: 6)
    let most = LinearScale.fromZero(
      to: Double(bins.values.max() ?? 1), from: area.bottom, to: area.top, ticks: 3)
    var drawing = Drawing(
      name: "histogram-\(safeName(rules))", width: 400, height: 196,
      title: OverviewWords.histogramTitle(rules),
      description: OverviewWords.histogramDescription(indices))
    drawing.text(OverviewWords.histogramTitle(rules), x: area.left, y: 16, size: 13, isBold: true)
    drawing.verticalAxis(most, in: area)
    drawing.horizontalAxis(scale, in: area, title: StudyWords.indexAxis)
    drawing.group("histogram") { drawing in
      for (bin, count) in bins.sorted(by: { $0.key < $1.key }) {
        let from = scale.position(Double(bin) * IndexHistogram.step)
        let to = scale.position(Double(bin + 1) * IndexHistogram.step)
        let y = most.position(Double(count))
        drawing.rectangle(
          x: from + 1, y: y, width: to - from - 2, height: area.bottom - y, .fill(Palette.blue),
          tip: "\(count)")
      }
    }
    if ReportWords.hasLine(rules), Double(count) * IndexHistogram.step >= 15 {
      let x = scale.position(15)
      drawing.line(x, area.top - 6, x, area.bottom, .line(Palette.vermillion, width: 1.6, dash: "5 3"))
      drawing.text("15/h", x: x + 4, y: area.top, size: 10)
    }
    return drawing
  }
}
