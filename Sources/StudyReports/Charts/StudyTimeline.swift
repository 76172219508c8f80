import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

/// All nights of a patient on a time axis, with the drug, other drugs, iron and CPAP below them.
struct StudyTimeline {
  let study: StoredStudy
  let patient: PatientComparison
  private let nights: [StoredStudy.Night]
  private let timeline: DrugTimeline
  private let medications: (drug: [MedicationInterval], others: [MedicationInterval])
  private let labs: [LabValue]
  private let area = PlotArea(left: 112, top: 40, right: 944, bottom: 250)
  private let days: LinearScale
  private let span: ClosedRange<Int>

  /// Nil for a patient without a dated night that has an index.
  init?(_ study: StoredStudy, _ patient: PatientComparison) {
    self.study = study
    self.patient = patient
    nights = study.nights(of: patient.patientID)
    guard let first = nights.first?.date, let last = nights.last?.date,
      nights.contains(where: { $0.index != nil })
    else { return nil }
    timeline = study.timeline(of: patient.patientID)
    medications = study.medications(of: patient.patientID)
    span = first.dayNumber - 2...max(last.dayNumber, first.dayNumber) + 2
    let window = (first - 60)...(last + 60)
    labs = study.tables.labs.filter { $0.patientID == patient.patientID && window.contains($0.date) }
    days = LinearScale(
      Double(span.lowerBound)...Double(span.upperBound), from: area.left, to: area.right)
  }

  func drawing() -> Drawing {
    let others = Dictionary(grouping: medications.others) { $0.drugName.lowercased() }
      .sorted { $0.key < $1.key }.map(\.value)
    let lanes = 4 + max(0, others.count - 1)
    let primary = patient.primary
    var drawing = Drawing(
      name: "study-\(safeName(patient.patientID))", width: 960, height: area.bottom + 66 + 24 * Double(lanes),
      title: StudyWords.timelineTitle(patient.patientID),
      description: StudyWords.timelineDescription(
        before: (primary?.before.nights ?? 0, primary?.before.index),
        after: (primary?.after.nights ?? 0, primary?.after.index), drug: study.drug))
    let highest = nights.map { max($0.index ?? 0, $0.range?.high ?? 0) }.max() ?? 1
    let rate = LinearScale.fromZero(to: highest * 1.05, from: area.bottom, to: area.top)
    shading(&drawing)
    drawing.verticalAxis(rate, in: area)
    drawing.text(
      "\(StudyWords.indexAxis), \(ReportWords.ruleName(study.rules))", x: 8, y: 14, size: 11,
      color: Palette.muted)
    levels(&drawing, rate)
    dots(&drawing, rate)
    var y = area.bottom + 30
    dateAxis(&drawing)
    y = lane(&drawing, study.drug, "drug", top: y) { drugBars(&$0, top: $1) }
    if others.isEmpty {
      y = lane(&drawing, StudyWords.otherDrugs, "other-drugs", top: y) { drawing, top in
        drawing.text(StudyWords.none, x: area.left + 4, y: top + 14, size: 10, color: Palette.muted)
      }
    }
    for intervals in others {
      y = lane(&drawing, intervals.first?.drugName ?? "", "other-drugs", top: y) { drawing, top in
        for interval in intervals {
          bar(
            &drawing, from: interval.start.dayNumber, to: interval.stop.map { $0.dayNumber + 1 },
            text: StudyWords.dose(interval.milligramsPerDay), top: top, color: "#d0d0d0")
        }
      }
    }
    y = lane(&drawing, StudyWords.ferritin, "iron", top: y) { values(&$0, .ferritin, top: $1) }
    y = lane(&drawing, StudyWords.saturation, "iron", top: y) {
      values(&$0, .transferrinSaturation, top: $1)
    }
    _ = lane(&drawing, StudyWords.airwayPressure, "cpap", top: y) { airwayPressure(&$0, top: $1) }
    return drawing
  }

  private func x(_ day: Int) -> Double { days.position(Double(day)) }

  /// Before the drug in pale blue, the transition hatched, on the drug in pale orange.
  private func shading(_ drawing: inout Drawing) {
    func band(_ phase: StudyPhase, _ from: Int, _ to: Int) {
      let low = max(from, span.lowerBound)
      let high = min(to, span.upperBound)
      guard high > low else { return }
      let fill =
        switch phase {
        case .before: "#eaf3fa"
        case .transition: Palette.paper
        case .after: "#fdf1dc"
        case .washout, .other: "#f4f4f4"
        }
      let width = x(high) - x(low)
      if phase == .transition {
        drawing.hatched(
          x: x(low), y: area.top, width: width, height: area.height, .fill(fill),
          lines: .line("#d0d0d0", width: 1.6))
      } else {
        drawing.rectangle(x: x(low), y: area.top, width: width, height: area.height, .fill(fill))
      }
      if x(high) - x(low) > 60 || phase != .transition {
        drawing.text(
          StudyWords.phase(phase), x: (x(low) + x(high)) / 2, y: area.top - 6, anchor: .middle, size: 11)
      }
    }
    guard let start = timeline.start else { return band(.before, span.lowerBound, span.upperBound) }
    band(.before, span.lowerBound, start.dayNumber)
    for (index, step) in timeline.steps.enumerated() {
      let from = step.from.dayNumber
      let next = index + 1 < timeline.steps.count ? timeline.steps[index + 1].from.dayNumber : span.upperBound
      let transitionEnd = min(next, from + timeline.transitionNights)
      band(.transition, from, transitionEnd)
      band(step.isOn ? .after : .washout, transitionEnd, next)
    }
  }

  /// The index of each side of the primary contrast as a horizontal line over its nights; one line per dose
  /// if the drug was taken at several.
  private func levels(_ drawing: inout Drawing, _ rate: LinearScale) {
    guard let primary = patient.primary, primary.outcome == .plms else { return }
    drawing.group("levels") { drawing in
      for (phase, side) in [(StudyPhase.before, primary.before), (.after, primary.after)] {
        let inside = nights.filter { self.phase(of: $0) == phase }
        let steps = doseSteps(of: inside)
        if steps.count > 1 {
          for step in steps { level(StudyTimeline.index(of: step), over: step, &drawing, rate) }
        } else {
          level(side.index, over: inside, &drawing, rate)
        }
      }
    }
  }

  private func level(
    _ index: Double?, over nights: [StoredStudy.Night], _ drawing: inout Drawing, _ rate: LinearScale
  ) {
    guard let index, let first = nights.first, let last = nights.last else { return }
    let y = rate.position(index)
    drawing.line(
      x(first.date.dayNumber) - 8, y, x(last.date.dayNumber) + 8, y, .line(Palette.ink, width: 2))
    let left = min(x(last.date.dayNumber) + 12, area.right - 28)
    // Below the line if the number would cover a dot.
    let isTaken = self.nights.contains { night in
      guard let index = night.index else { return false }
      let (dot, height) = (x(night.date.dayNumber), rate.position(index))
      return dot > left - 8 && dot < left + 36 && height > y - 20 && height < y + 4
    }
    drawing.text(
      ReportWords.number(index), x: left, y: isTaken ? y + 15 : y - 4, size: 12, isBold: true)
  }

  /// The nights on the drug by dose, in time order; nights off the drug belong to no step.
  private func doseSteps(of nights: [StoredStudy.Night]) -> [[StoredStudy.Night]] {
    timeline.steps.indices.compactMap { index in
      let step = timeline.steps[index]
      let next = index + 1 < timeline.steps.count ? timeline.steps[index + 1].from : .distantFuture
      let taken = nights.filter { step.isOn && $0.date >= step.from && $0.date < next }
      return taken.isEmpty ? nil : taken
    }
  }

  /// PLMS of the nights divided by their hours of sleep, as for the sides; nil if a night has no count.
  private static func index(of nights: [StoredStudy.Night]) -> Double? {
    var (count, hours) = (0.0, 0.0)
    for night in nights {
      guard let sleep = night.row.totalSleepHours, sleep > 0, let index = night.index else { return nil }
      count += night.row.plmsCount.map(Double.init) ?? index * sleep
      hours += sleep
    }
    return hours > 0 ? count / hours : nil
  }

  /// The phase in which the compared contrast places a night.
  private func phase(of night: StoredStudy.Night) -> StudyPhase {
    guard let placed = patient.primary?.nights.first(where: { $0.nightID == night.row.nightID }) else {
      return .other
    }
    let stopped = patient.primary?.kind == .duringStopped
    return switch placed.side {
    case .off: stopped ? .after : .before
    case .on: stopped ? .before : .after
    case .settling, .carryOver: .transition
    case .missed, .unknown, .excluded: .other
    }
  }

  private func dots(_ drawing: inout Drawing, _ rate: LinearScale) {
    drawing.group("nights") { drawing in
      for night in nights {
        guard let index = night.index else { continue }
        let phase = phase(of: night)
        let (x, y) = (x(night.date.dayNumber), rate.position(index))
        if let range = night.range {
          drawing.line(
            x, rate.position(range.low), x, rate.position(range.high), .line(Palette.ink, width: 1))
        }
        let counted = phase == .before || phase == .after
        let color = phase == .before ? Palette.blue : phase == .after ? Palette.vermillion : Palette.grey
        drawing.circle(
          x, y, radius: 5,
          counted ? .fill(color) : Paint(fill: Palette.paper, stroke: Palette.grey, width: 1.5),
          tip: StudyWords.night(night.row.nightID, night.date, index, phase))
      }
    }
  }

  private func dateAxis(_ drawing: inout Drawing) {
    let days = span.upperBound - span.lowerBound
    let step = [1, 2, 7, 14, 28, 91, 182, 364].first { days / $0 <= 8 } ?? 364 * max(1, days / 2912)
    drawing.group("axis") { drawing in
      drawing.line(area.left, area.bottom, area.right, area.bottom, .line(Palette.muted))
      for day in stride(from: span.lowerBound + 2, through: span.upperBound - 1, by: step) {
        drawing.line(x(day), area.bottom, x(day), area.bottom + 4, .line(Palette.muted))
        drawing.text(
          CalendarDate(dayNumber: day).description, x: x(day), y: area.bottom + 17, anchor: .middle, size: 10,
          color: Palette.muted)
      }
    }
  }

  private func lane(
    _ drawing: inout Drawing, _ label: String, _ name: String, top: Double,
    _ draw: (inout Drawing, Double) -> Void
  ) -> Double {
    drawing.rowLabel(MarkupText.shortened(label, to: 18), x: area.left - 8, y: top + 15)
    drawing.line(area.left, top + 22, area.right, top + 22, .line(Palette.grid, width: 0.7))
    drawing.group(name) { draw(&$0, top) }
    return top + 24
  }

  /// Whether a transition after a start, a stop or a new dose is visible.
  var hasTransition: Bool {
    timeline.transitionNights > 0
      && timeline.steps.contains { (span.lowerBound..<span.upperBound).contains($0.from.dayNumber) }
  }

  private func drugBars(_ drawing: inout Drawing, top: Double) {
    if !timeline.steps.contains(where: { $0.isOn && $0.from.dayNumber < span.upperBound }) {
      drawing.text(
        StudyWords.noneInTheseNights, x: area.left + 4, y: top + 14, size: 10, color: Palette.muted)
    }
    for (index, step) in timeline.steps.enumerated() where step.isOn {
      let next = index + 1 < timeline.steps.count ? timeline.steps[index + 1].from.dayNumber : nil
      bar(
        &drawing, from: step.from.dayNumber, to: next, text: StudyWords.dose(step.milligrams), top: top,
        color: Palette.orange)
    }
  }

  private func bar(
    _ drawing: inout Drawing, from: Int, to: Int?, text: String, top: Double, color: String
  ) {
    let low = max(from, span.lowerBound)
    let high = min(to ?? span.upperBound, span.upperBound)
    guard high > low else { return }
    drawing.rectangle(
      x: x(low), y: top + 4, width: x(high) - x(low), height: 15,
      Paint(fill: color, stroke: Palette.ink, width: 0.6), tip: text)
    if x(high) - x(low) > 7 * Double(text.count) {
      drawing.text(
        text, x: x(low) + 5, y: top + 15, size: 10,
        color: color == Palette.orange ? Palette.onOrange : Palette.ink)
    }
  }

  /// Values at their dates; those before the first night are drawn at the left edge.
  private func values(_ drawing: inout Drawing, _ analyte: Analyte, top: Double) {
    let rows = labs.filter { $0.analyte == analyte }.sorted { $0.date < $1.date }
    if rows.isEmpty {
      drawing.text(StudyWords.none, x: area.left + 4, y: top + 14, size: 10, color: Palette.muted)
    }
    for row in rows {
      let day = min(max(row.date.dayNumber, span.lowerBound), span.upperBound)
      drawing.line(x(day), top + 4, x(day), top + 20, .line(Palette.green, width: 2))
      let atEnd = x(day) > area.right - 60
      drawing.text(
        JSONValue.numberText(row.value), x: x(day) + (atEnd ? -5 : 5), y: top + 15,
        anchor: atEnd ? .end : .start, size: 11)
    }
  }

  private func airwayPressure(_ drawing: inout Drawing, top: Double) {
    if nights.allSatisfy({ $0.row.airwayPressure == nil }) {
      drawing.text(StudyWords.none, x: area.left + 4, y: top + 14, size: 10, color: Palette.muted)
    }
    for night in nights {
      guard let state = night.row.airwayPressure else { continue }
      let isOff = state.rawValue == "off"
      drawing.rectangle(
        x: x(night.date.dayNumber) - 4, y: top + 7, width: 8, height: 8,
        isOff
          ? Paint(fill: Palette.paper, stroke: Palette.muted, width: 1) : .fill(Palette.green),
        tip: "\(StudyWords.airwayPressure) \(state.rawValue)")
    }
  }
}
