import StudyComparison
import StudyTables

/// All nights of a patient under each other, the first at the top: the timeline for the width of a phone.
struct NarrowTimeline {
  let study: StoredStudy
  let patient: PatientComparison

  /// More nights than that are drawn closer together, without their dates.
  private static let dated = 60

  /// Nil for a patient without a night that has an index.
  func drawing() -> Drawing? {
    let nights = study.nights(of: patient.patientID).filter { $0.index != nil }
    guard !nights.isEmpty else { return nil }
    let hasDates = nights.count <= NarrowTimeline.dated
    let step = hasDates ? 20.0 : 1200 / Double(nights.count)
    let area = PlotArea(
      left: hasDates ? 84 : 12, top: 24, right: 346, bottom: 30 + step * Double(nights.count))
    let sides = Dictionary(
      (patient.primary?.nights ?? []).map { ($0.nightID, $0) }, uniquingKeysWith: { first, _ in first })
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
    drawing.group("column") { drawing in
      for (number, night) in nights.enumerated() {
        guard let index = night.index else { continue }
        let y = area.top + step * (Double(number) + 0.5)
        if hasDates {
          drawing.text(
            night.date.description, x: area.left - 8, y: y + 4, anchor: .end, size: 11, color: Palette.muted)
        }
        if let range = night.range {
          drawing.line(scale.position(range.low), y, scale.position(range.high), y, .line(Palette.ink))
        }
        let side = sides[night.row.nightID]?.side
        let color = side == .off ? Palette.blue : side == .on ? Palette.vermillion : nil
        drawing.circle(
          scale.position(index), y, radius: min(5, step / 2),
          color.map { .fill($0) } ?? Paint(fill: Palette.paper, stroke: Palette.grey, width: 1.5),
          tip: "\(night.row.nightID), \(night.date): \(ReportWords.number(index))")
      }
    }
    return drawing
  }

  /// The index of each side as an upright line in the colour of its nights.
  private func means(_ drawing: inout Drawing, _ scale: LinearScale, _ area: PlotArea) {
    guard let primary = patient.primary, primary.outcome == .plms else { return }
    let isStopped = primary.kind == .duringStopped
    for (side, color) in [
      (primary.before, isStopped ? Palette.vermillion : Palette.blue),
      (primary.after, isStopped ? Palette.blue : Palette.vermillion),
    ] {
      guard let index = side.index else { continue }
      let x = scale.position(index)
      drawing.line(x, area.top, x, area.bottom, .line(color, width: 1.6, dash: "5 3"))
      drawing.text(ReportWords.number(index), x: x, y: area.top - 6, anchor: .middle, size: 12, isBold: true)
    }
  }
}
