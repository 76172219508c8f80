import SleepEvents
import StudyTables

/// A questionnaire or a rating of the morning before and after the start of the drug.
public struct SymptomChange: Hashable, Sendable {
  public var scale: SymptomScale
  /// The last score before the start, or the mean of the mornings after the nights before it.
  public var before: Double?
  /// The last score on the drug, or the mean of the mornings after the nights on it.
  public var after: Double?
  public var mornings: Int

  /// How much of a change matters: IRLS about 3 (from memory), ESS 2 (Crook 2019), KSS 1, VAS 10.
  public var smallestThatMatters: Double? {
    switch scale {
    case .irls: 3
    case .ess: 2
    case .kss: 1
    case .visualAnalogueSleepiness: 10
    case .isi, .psqi, .clinicalGlobalImprovement: nil
    }
  }

  public var isWorse: Bool {
    guard let before, let after, let smallestThatMatters else { return false }
    return after - before >= smallestThatMatters
  }

  /// True for the scales of sleepiness, whether over weeks or of one morning.
  public var isOfSleepiness: Bool { scale.isOfOneMorning || scale == .ess }

  /// The band of a score; nil for scales without bands.
  public static func band(_ score: Double, of scale: SymptomScale) -> String? {
    switch scale {
    case .irls:
      score <= 0
        ? "none" : score <= 10 ? "mild" : score <= 20 ? "moderate" : score <= 30 ? "severe" : "very severe"
    case .ess: score <= 10 ? "normal" : score <= 12 ? "mild" : score <= 15 ? "moderate" : "severe"
    default: nil
    }
  }

  /// What the scales table says about a patient; empty without a start of the drug.
  ///
  /// A rating of the morning belongs to the night before it. Of a questionnaire the last score before the start
  /// counts, and the last one on the drug past the transition.
  static func find(in patient: PatientNights) -> [SymptomChange] {
    guard let start = patient.timeline.start else { return [] }
    let steady = start + patient.timeline.transitionNights
    let stop = patient.timeline.stop
    return SymptomScale.allCases.compactMap { scale -> SymptomChange? in
      let scores = patient.scales.filter { $0.scale == scale }.sorted {
        ($0.date, $0.line) < ($1.date, $1.line)
      }
      guard !scores.isEmpty else { return nil }
      func evening(_ score: ScaleScore) -> CalendarDate { scale.isOfOneMorning ? score.date - 1 : score.date }
      let before = scores.filter { scale.isOfOneMorning ? evening($0) < start : $0.date <= start }
      let after = scores.filter { evening($0) >= steady && evening($0) < (stop ?? .distantFuture) }
      guard scale.isOfOneMorning else {
        return SymptomChange(
          scale: scale, before: before.last?.score, after: after.last?.score, mornings: 0)
      }
      func mean(_ scores: [ScaleScore]) -> Double? {
        scores.isEmpty ? nil : scores.reduce(0) { $0 + $1.score } / Double(scores.count)
      }
      return SymptomChange(
        scale: scale, before: mean(before), after: mean(after), mornings: before.count + after.count)
    }
  }
}
