import SleepEvents
import StudyTables

/// A questionnaire, or a rating on the morning after, before and after the start of the drug.
package struct SymptomChange: Hashable, Sendable {
  package var scale: SymptomScale
  /// The last score before the start, or the mean of the mornings after the nights before it.
  package var before: Double?
  /// The last score on the drug, or the mean of the mornings after the nights on it.
  package var after: Double?
  package var mornings: Int

  /// The smallest relevant change by a published criterion: IRLS 3 (Allen 2013, Sleep Med 14:1229), ESS 2
  /// (Crook 2019); nil for scales without one.
  package var smallestThatMatters: Double? {
    switch scale {
    case .irls: 3
    case .ess: 2
    default: nil
    }
  }

  /// The source of that criterion, and of the bands of a scale if they have one of their own.
  package var source: String? {
    switch scale {
    case .irls: "Allen 2013, Sleep Med 14:1229"
    case .ess: "Crook 2019"
    default: nil
    }
  }

  /// True if the score rose by a relevant amount, or, for a morning rating, by one step of the KSS or a tenth
  /// of the analogue scale, which is our own choice.
  package var isWorse: Bool { rise.map { $0 >= (smallestThatMatters ?? told ?? .infinity) } ?? false }
  /// True if a score with a published criterion fell by a relevant amount.
  package var isBetter: Bool { rise.map { -$0 >= (smallestThatMatters ?? .infinity) } ?? false }

  /// The absolute change of the score in points.
  package var points: Double? { rise.map(abs) }

  private var rise: Double? { before.flatMap { before in after.map { $0 - before } } }
  private var told: Double? { scale == .kss ? 1 : scale == .visualAnalogueSleepiness ? 10 : nil }

  /// True for sleepiness scales, whether over weeks or on one morning.
  package var isOfSleepiness: Bool { scale.isOfOneMorning || scale == .ess }

  /// The band of a score; nil for scales without bands.
  package static func band(_ score: Double, of scale: SymptomScale) -> String? {
    switch scale {
    case .irls:
      score <= 0
        ? "none" : score <= 10 ? "mild" : score <= 20 ? "moderate" : score <= 30 ? "severe" : "very severe"
    case .ess: score <= 10 ? "normal" : score <= 12 ? "mild" : score <= 15 ? "moderate" : "severe"
    default: nil
    }
  }

  /// The entries for a patient in the scales table; empty without a start of the drug.
  ///
  /// For morning ratings, the mornings after the compared nights count. For questionnaires, the last score
  /// before the start and the last one on the drug after the transition count.
  static func find(in patient: PatientNights, nights: ContrastNights, kind: ContrastKind) -> [SymptomChange] {
    guard let courses = patient.courses, let start = courses.own.start else { return [] }
    let steady = start + courses.own.rules.settlingNights
    let course = courses.own.stretches.filter { $0.run == 1 && $0.isOn }
    let goesOn = courses.own.stretches.last?.run == 1
    let end = goesOn ? nil : course.last?.until
    return SymptomScale.allCases.compactMap { scale -> SymptomChange? in
      if scale.isOfOneMorning {
        func scores(_ side: [ContrastNights.Used]) -> [Double] {
          side.compactMap { $0.night.mornings[scale] }
        }
        var sides = (scores(nights.before), scores(nights.after))
        if kind == .duringStopped { sides = (sides.1, sides.0) }
        guard !sides.0.isEmpty || !sides.1.isEmpty else { return nil }
        return SymptomChange(
          scale: scale, before: mean(sides.0), after: mean(sides.1), mornings: sides.0.count + sides.1.count)
      }
      let scores = patient.scales.filter { $0.scale == scale }
        .sorted { ($0.date, $0.line) < ($1.date, $1.line) }
      guard !scores.isEmpty else { return nil }
      let before = scores.last { $0.date <= start }
      let after = scores.last { $0.date >= steady && $0.date <= (end ?? .distantFuture) }
      return SymptomChange(scale: scale, before: before?.score, after: after?.score, mornings: 0)
    }
  }

  private static func mean(_ scores: [Double]) -> Double? {
    scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }
}
