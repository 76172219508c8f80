import SleepEvents
import StructuredText

/// Periodic movements per hour of sleep, hour by hour after sleep onset, each bar divided by the stages in
/// which they occur; next to it the rate in each stage.
struct HourChart {
  let rules: ReportedNight.RuleTable

  private struct Hour {
    var sleep: Double
    var index: Double
    var byStage: [(stage: SleepStage, count: Int)]
  }

  private static let stages: [SleepStage] = [.n1, .n2, .n3, .rem]

  /// True if there are no sleep stages, or no periodic movements in them.
  var isEmpty: Bool { stageRates().isEmpty || !hours().contains { $0.index > 0 } }

  /// Nil if empty. On a phone the stages are below the hours.
  func drawing(for picture: PictureWidth = .wide) -> Drawing? {
    guard !isEmpty else { return nil }
    let hours = hours()
    let stages = stageRates()
    let highest = max(hours.map(\.index).max() ?? 0, stages.map(\.rate).max() ?? 0)
    let isWide = picture == .wide
    let left = PlotArea(
      left: isWide ? 56 : 40, top: 44, right: isWide ? 560 : 354, bottom: isWide ? 220 : 190)
    let right =
      isWide
      ? PlotArea(left: 660, top: 44, right: 944, bottom: 220)
      : PlotArea(left: 40, top: 304, right: 354, bottom: 450)
    let scale = LinearScale.fromZero(to: highest, from: left.bottom, to: left.top)
    let stageScale = LinearScale.fromZero(to: highest, from: right.bottom, to: right.top)
    var drawing = Drawing(
      name: "hours" + picture.suffix, width: picture.points, height: isWide ? 290 : 490,
      title: ReportWords.hoursTitle(rules.name),
      description: ReportWords.hoursDescription(
        hours.map { ($0.sleep, $0.index) }, stages.map { (ReportWords.stage($0.stage), $0.rate) }))
    func bar(
      _ stage: SleepStage, x: Double, y: Double, width: Double, height: Double, tip: String?,
      _ drawing: inout Drawing
    ) {
      let paint = Paint(fill: Palette.stage(stage), stroke: Palette.ink, width: 0.6)
      if stage == .rem {
        drawing.hatched(
          x: x, y: y, width: width, height: height, paint, lines: .line(Palette.paper, width: 1.6), tip: tip)
      } else {
        drawing.rectangle(x: x, y: y, width: width, height: height, paint, tip: tip)
      }
    }

    drawing.text(ReportWords.byHour, x: left.left, y: 20, size: 13, isBold: true)
    drawing.verticalAxis(scale, in: left, title: ReportWords.perHourOfSleep)
    drawing.group("hours") { drawing in
      let slot = left.width / Double(hours.count)
      for (number, hour) in hours.enumerated() {
        let x = left.left + slot * (Double(number) + 0.15)
        let total = hour.byStage.reduce(0) { $0 + $1.count }
        var bottom = left.bottom
        for part in hour.byStage where part.count > 0 {
          let share = hour.index * Double(part.count) / Double(max(1, total))
          let height = left.bottom - scale.position(share)
          bar(
            part.stage, x: x, y: bottom - height, width: slot * 0.7, height: height,
            tip: "\(ReportWords.stage(part.stage)): \(part.count)", &drawing)
          bottom -= height
        }
        let middle = x + slot * 0.35
        drawing.text(
          Delimited.fixed(hour.index, 1) ?? "", x: middle, y: bottom - 4, anchor: .middle, size: 10)
        drawing.text(
          "\(number + 1)", x: middle, y: left.bottom + 15, anchor: .middle, size: 11, color: Palette.muted)
        drawing.text(
          ReportWords.hoursSlept(hour.sleep), x: middle, y: left.bottom + 28, anchor: .middle, size: 9,
          color: Palette.muted)
      }
    }
    drawing.text(
      ReportWords.hourAxis, x: (left.left + left.right) / 2, y: left.bottom + 48, anchor: .middle, size: 11,
      color: Palette.muted)

    drawing.text(ReportWords.byStage, x: right.left, y: right.top - 24, size: 13, isBold: true)
    drawing.verticalAxis(stageScale, in: right, title: ReportWords.perHourOfStage)
    drawing.group("stages") { drawing in
      let slot = right.width / Double(stages.count)
      for (number, part) in stages.enumerated() {
        let x = right.left + slot * (Double(number) + 0.15)
        let y = stageScale.position(part.rate)
        bar(part.stage, x: x, y: y, width: slot * 0.7, height: right.bottom - y, tip: nil, &drawing)
        let middle = x + slot * 0.35
        drawing.text(Delimited.fixed(part.rate, 1) ?? "", x: middle, y: y - 4, anchor: .middle, size: 10)
        drawing.text(
          ReportWords.stage(part.stage), x: middle, y: right.bottom + 15, anchor: .middle, size: 11,
          color: Palette.muted)
        drawing.text(
          "\(Delimited.fixed(part.hours, 1) ?? "") h", x: middle, y: right.bottom + 28, anchor: .middle,
          size: 9,
          color: Palette.muted)
      }
    }
    return drawing
  }

  private func hours() -> [Hour] {
    (rules.result.hours ?? []).map { bin in
      let end = bin.start + .seconds(3600)
      let inside = rules.rows.filter { $0.isPeriodic && $0.onset >= bin.start && $0.onset < end }
      let byStage = HourChart.stages.map { stage in (stage, inside.count { $0.stage == stage }) }
      return Hour(sleep: bin.sleepHours, index: bin.periodicInSleepPerHour ?? 0, byStage: byStage)
    }
  }

  private func stageRates() -> [(stage: SleepStage, hours: Double, rate: Double)] {
    guard let stages = rules.result.stages else { return [] }
    return HourChart.stages.map { stage in
      (stage, stages[stage].hours, stages[stage].periodicPerHour ?? 0)
    }
  }
}
