import SleepEvents
import StudyTables

/// Exposures recorded in the nights table itself: how a night was spent, recorded and scored.
enum NightExposures {
  /// - Parameter otherTrazodone: true if trazodone is not the requested drug and its dose is given only with
  ///   the nights.
  static func find(
    in nights: ContrastNights, otherTrazodone: Bool, outcome: Outcome, rules: String
  ) -> [Exposure] {
    var exposures = scoring(outcome: outcome, rules: rules).compactMap { item -> Exposure? in
      let exposure = Exposure(
        code: item.reason == .legsDiffer ? "mixed_legs" : "scoring_changed", name: item.name,
        label: item.label, role: .scoring, barring: item.reason,
        before: nights.before.map { item.state($0.night.row) },
        after: nights.after.map { item.state($0.night.row) }, dates: dates(of: item.state, in: nights))
      return exposure.differs || exposure.isUnknownOnOneSide ? exposure : nil
    }
    var listed: [(code: String, name: String, label: String, state: (NightRow) -> String?)] = [
      ("cpap_changed", "cpap", "CPAP", { $0.airwayPressure?.rawValue }),
      (
        "drug_changed:caffeine_alcohol", "caffeine_alcohol", "alcohol in the evening",
        { $0.alcoholUnits.map { $0 > 0 ? "some" : "none" } }
      ),
      (
        "drug_changed:caffeine_alcohol", "caffeine_alcohol", "caffeine after noon",
        { $0.caffeineMilligramsAfterNoon.map { $0 > 0 ? "some" : "none" } }
      ),
    ]
    if otherTrazodone {
      listed.append(
        (
          "drug_changed:trazodone", "trazodone", "trazodone",
          { $0.trazodoneMilligrams.map { $0 > 0 ? "\($0) mg" : "none" } }
        ))
    }
    let rate: (code: String, name: String, label: String, state: (NightRow) -> String?) = (
      "sampling_changed", "sampling_rate", "the sampling rate of the leg channels",
      { $0.samplingRateHertz.map { "\($0)" } }
    )
    for (role, group) in [(Exposure.Role.listed, listed), (.background, [rate])] {
      for item in group {
        let exposure = Exposure(
          code: item.code, name: item.name, label: item.label, role: role,
          before: nights.before.map { item.state($0.night.row) },
          after: nights.after.map { item.state($0.night.row) }, dates: dates(of: item.state, in: nights))
        let isOpen = role == .listed && exposure.isUnknownOnOneSide
        if exposure.differs || isOpen { exposures.append(exposure) }
      }
    }
    return exposures
  }

  private typealias Scoring = (
    reason: VerdictReason, name: String, label: String, state: (NightRow) -> String?
  )

  /// The properties in which nights must agree for their indices to be the same quantity.
  private static func scoring(outcome: Outcome, rules: String) -> [Scoring] {
    var items: [Scoring] = [
      (.scoringRulesDiffer, "scoring_rules", "the rule set", \.scoringRules),
      (.respiratoryOptionDiffers, "respiratory_option", "the respiratory option", \.respiratoryOption),
      (.softwareDiffers, "software", "the software or its parameters", \.softwareVersion),
      (.sensorDiffers, "sensor", "the sensor (EMG or actigraphy)", { $0.sensor?.rawValue }),
      (
        .legsDiffer, "legs", "the legs or electrodes",
        { row in
          row.legChannels.map(canonicalLegs) ?? (row.qualityFlags.contains("one_leg") ? "one leg" : nil)
        }
      ),
    ]
    // The AASM rules leave out respiratory movements, which is impossible if respiratory events were not
    // scored.
    if rules.hasPrefix("aasm"), outcome.isCount {
      items.append(
        (
          .categoryKnownOnSomeNights, "respiratory_scored", "whether respiratory events were scored",
          { row in
            row.softwareVersion == nil
              ? nil : row.qualityFlags.contains("respiratory_not_scored") ? "no" : "yes"
          }
        ))
    }
    return items
  }

  /// The evenings on which the state differs from that of the previous used night.
  private static func dates(
    of state: (NightRow) -> String?, in nights: ContrastNights
  ) -> [CalendarDate] {
    var last: String?
    var dates: [CalendarDate] = []
    for used in nights.used.sorted(by: { $0.night.date < $1.night.date }) {
      guard let present = state(used.night.row) else { continue }
      if let last, last != present { dates.append(used.night.date) }
      last = present
    }
    return dates
  }

  /// `right;left` and `left; right` are the same legs.
  private static func canonicalLegs(_ text: String) -> String {
    text.split(whereSeparator: { ";+,".contains($0) })
      .map { $0.lowercased().filter { !$0.isWhitespace } }.sorted().joined(separator: ";")
  }
}
