import StudyTables

/// The quantity that is compared between two sides of nights.
package enum Outcome: String, Sendable, CaseIterable {
  case plms
  case plmsArousal = "plms_arousal"
  case plmw
  case plmsWithoutRespiratory = "plms_nr"
  case plmsNREM = "plms_nrem"
  case plmsN1 = "plms_n1"
  case plmsN2 = "plms_n2"
  case plmsN3 = "plms_n3"
  case plmsREM = "plms_rem"
  case periodicityIndex = "pi_interval_sleep"
  case meanLogInterval = "mean_ln_imi_sleep"
  /// Atonia index of the chin in REM sleep, 0...1.
  case atoniaIndex = "atonia_index"
  /// Trains of alternating leg muscle activation per hour of sleep.
  case alternatingActivation = "alma_per_h"
  /// Karolinska sleepiness scale on the morning after, 1...9.
  case karolinskaSleepiness = "kss"
  /// Visual analogue scale of sleepiness on the morning after, 0...100.
  case visualAnalogueSleepiness = "vas_sleepy"

  /// The outcomes reported along with the primary one, in this order.
  package static let secondary: [Outcome] = Outcome.allCases

  /// True for a number of movements in a number of hours; false for a score without a denominator.
  package var isCount: Bool {
    switch self {
    case .periodicityIndex, .meanLogInterval, .atoniaIndex, .alternatingActivation: false
    case .karolinskaSleepiness, .visualAnalogueSleepiness: false
    default: true
    }
  }

  /// True for a rating on the morning after a night.
  package var isOfTheMorning: Bool { morningScale != nil }

  var morningScale: SymptomScale? {
    switch self {
    case .karolinskaSleepiness: .kss
    case .visualAnalogueSleepiness: .visualAnalogueSleepiness
    default: nil
    }
  }

  /// Movements and the hours in which they were counted; nil if the night does not give them.
  func count(of night: NightRow) -> (count: Int, hours: Double)? {
    func stage(_ count: Int?, _ percent: Double?) -> (Int, Double)? {
      guard let count, let percent, let hours = night.totalSleepHours else { return nil }
      return (count, hours * percent / 100)
    }
    func perSleepHour(_ count: Int?, _ index: Double?) -> (Int, Double)? {
      guard let hours = night.totalSleepHours else { return nil }
      if let count { return (count, hours) }
      return index.map { (Int(($0 * hours).rounded()), hours) }
    }
    switch self {
    case .plms: return perSleepHour(night.plmsCount, night.plmsIndex)
    case .plmsArousal: return perSleepHour(night.plmsArousalCount, night.plmsArousalIndex)
    case .plmsWithoutRespiratory:
      return perSleepHour(night.plmsWithoutRespiratoryCount, night.plmsWithoutRespiratoryIndex)
    case .plmw:
      let inBed = night.timeInBedHours.flatMap { bed in night.totalSleepHours.map { bed - $0 } }
      guard let hours = night.wakeHours ?? inBed else { return nil }
      if let count = night.plmwCount { return (count, hours) }
      return night.plmwIndex.map { (Int(($0 * hours).rounded()), hours) }
    case .plmsN1: return stage(night.plmsN1Count, night.n1Percent)
    case .plmsN2: return stage(night.plmsN2Count, night.n2Percent)
    case .plmsN3: return stage(night.plmsN3Count, night.n3Percent)
    case .plmsREM:
      if let known = stage(night.plmsREMCount, night.remPercent) { return known }
      guard let index = night.plmsREMIndex, let hours = night.totalSleepHours, let share = night.remPercent
      else { return nil }
      return (Int((index * hours * share / 100).rounded()), hours * share / 100)
    case .plmsNREM:
      guard let n1 = night.n1Percent, let n2 = night.n2Percent, let n3 = night.n3Percent,
        let asleep = night.totalSleepHours
      else { return nil }
      let hours = asleep * (n1 + n2 + n3) / 100
      if let a = night.plmsN1Count, let b = night.plmsN2Count, let c = night.plmsN3Count {
        return (a + b + c, hours)
      }
      return night.plmsNREMIndex.map { (Int(($0 * hours).rounded()), hours) }
    case .periodicityIndex, .meanLogInterval, .atoniaIndex, .alternatingActivation, .karolinskaSleepiness,
      .visualAnalogueSleepiness:
      return nil
    }
  }

  /// The score of a night, or of the morning after it, for outcomes that are not counts.
  func score(of night: PlacedNight) -> Double? {
    switch self {
    case .periodicityIndex: night.row.periodicityIndexByIntervals
    case .meanLogInterval: night.row.meanLogInterval
    case .atoniaIndex: night.row.atoniaIndex
    case .alternatingActivation: night.row.alternatingPerHour
    default: morningScale.flatMap { night.mornings[$0] }
    }
  }
}
