import SleepEvents
import StudyComparison
import StudyTables

/// All nights of a patient from top to bottom: the timeline at phone width. Dose changes are marked by bars.
struct NarrowTimeline {
  let study: StoredStudy
  let patient: PatientComparison

  /// Beyond this number nights are drawn closer together, without their dates.
  private static let dated = 60
  /// With more dose steps than this, only the colours show them.
  private static let mostSteps = 8

  private enum Row {
    case night(StoredStudy.Night, index: Double)
    case step(String, isOn: Bool)
  }

  /// Nil for a patient without a night that has an index.
  func drawing() -> Drawing? {
    let nights = study.nights(of: patient.patientID).filter { $0.index != nil }
    guard !nights.isEmpty else { return nil }
    let hasDates = nights.count <= NarrowTimeline.dated
    let step = hasDates ? 20.0 : 1200 / Double(nights.count)
    let rows = rows(nights)
    let bars = rows.count - nights.count
    let area = PlotArea(
      left: hasDates ? 84 : 12, top: 24, right: 346,
      bottom: 30 + step * Double(nights.count) + 20 * Double(bars))
    let highest = nights.map { max($0.index ?? 0, $0.range?.high ?? 0) }.max() ?? 1
    let scale = LinearScale.fromZero(to: highest * 1.05, from: area.left, to: area.right, ticks: 4)
    var drawing = Drawing(
      name: "column-\(safeName(patient.patientID))", width: 360, height: area.bottom + 44,
      title: StudyWords.timelineTitle(patient.patientID),
      description: StudyWords.timelineDescription(
        before: (patient.primary?.before.nights ?? 0, patient.primary?.before.index),
        after: (patient.primary?.after.nights ?? 0, patient.primary?.after.index), drug: study.drug))
    drawing.horizontalAxis(
      scale, in: area, title: "\(StudyWords.indexAxis), \(ReportWords.ruleName(study.rules))", lines: true)
    means(&drawing, scale, area)
    var y = area.top
    drawing.group("column") { drawing in
      for row in rows {
        switch row {
        case .step(let words, let isOn):
          bar(words, isOn: isOn, top: y, &drawing, area)
          y += 20
        case .night(let night, let index):
          dot(
            night, index, y: y + step / 2, radius: min(5, step / 2), hasDate: hasDates, &drawing, scale, area)
          y += step
        }
      }
    }
    return drawing
  }

  /// The nights, with a row for a change of dose before the first night at the new dose.
  private func rows(_ nights: [StoredStudy.Night]) -> [Row] {
    let steps = study.timeline(of: patient.patientID).steps
    let tellsSteps = steps.count <= NarrowTimeline.mostSteps
    var rows: [Row] = []
    var told: Int?
    for night in nights {
      let current = steps.lastIndex { $0.from <= night.date }
      if tellsSteps, let current, current != told {
        let words =
          steps[current].isOn
          ? "\(study.drug) \(StudyWords.dose(steps[current].milligrams))" : StudyWords.phase(.washout)
        rows.append(.step("\(words), \(steps[current].from)", isOn: steps[current].isOn))
        told = current
      }
      rows.append(.night(night, index: night.index ?? 0))
    }
    return rows
  }

  private func bar(_ words: String, isOn: Bool, top: Double, _ drawing: inout Drawing, _ area: PlotArea) {
    drawing.rectangle(
      x: 0, y: top + 2, width: area.right, height: 16, .fill(isOn ? Palette.orange : Palette.band))
    drawing.text(words, x: 6, y: top + 14, size: 11, color: isOn ? Palette.onOrange : Palette.ink)
  }

  private func dot(
    _ night: StoredStudy.Night, _ index: Double, y: Double, radius: Double, hasDate: Bool,
    _ drawing: inout Drawing, _ scale: LinearScale, _ area: PlotArea
  ) {
    if hasDate {
      drawing.text(
        night.date.description, x: area.left - 8, y: y + 4, anchor: .end, size: 11, color: Palette.muted)
    }
    if let range = night.range {
      drawing.line(scale.position(range.low), y, scale.position(range.high), y, .line(Palette.ink))
    }
    let side = patient.primary?.nights.first { $0.nightID == night.row.nightID }?.side
    let color = side == .off ? Palette.blue : side == .on ? Palette.vermillion : nil
    drawing.circle(
      scale.position(index), y, radius: radius,
      color.map { .fill($0) } ?? Paint(fill: Palette.paper, stroke: Palette.grey, width: 1.5),
      tip: "\(night.row.nightID), \(night.date): \(ReportWords.number(index))")
  }

  /// The mean index of each side as a vertical line in the colour of its nights.
  private func means(_ drawing: inout Drawing, _ scale: LinearScale, _ area: PlotArea) {
    guard let primary = patient.primary, primary.outcome == .plms else { return }
    let isStopped = primary.kind == .duringStopped
    let sides = [
      (primary.before.index, isStopped ? Palette.vermillion : Palette.blue),
      (primary.after.index, isStopped ? Palette.blue : Palette.vermillion),
    ]
    let means = sides.compactMap { index, color in
      index.map { (x: scale.position($0), words: ReportWords.number($0), color: color) }
    }.sorted { $0.x < $1.x }
    // Two numbers that would overlap are placed on opposite sides of their lines.
    let areClose = means.count == 2 && means[1].x - means[0].x < 40
    for (number, mean) in means.enumerated() {
      drawing.line(mean.x, area.top, mean.x, area.bottom, .line(mean.color, width: 1.6, dash: "5 3"))
      drawing.text(
        mean.words, x: areClose ? mean.x + (number == 0 ? -2 : 2) : mean.x, y: area.top - 6,
        anchor: areClose ? (number == 0 ? .end : .start) : .middle, size: 12, isBold: true)
    }
  }
}
