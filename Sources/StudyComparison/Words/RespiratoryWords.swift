import StudyTables

/// Describes which respiratory movements an index counts, for the column `respiratory_option`.
enum RespiratoryWords {
  /// As given with the nights, otherwise the default of the rule set; nil for unstated rules.
  static func option(_ nights: ContrastNights, outcome: Outcome, rules: String) -> String? {
    let stated = Set(nights.used.compactMap(\.night.row.respiratoryOption))
    if let only = stated.first, stated.count == 1 { return only }
    if rules.hasPrefix("wasm") {
      return outcome == .plmsWithoutRespiratory
        ? "without respiratory movements (-2.0 to +10.25 s of the event's end)" : "with respiratory movements"
    }
    return rules.hasPrefix("aasm") ? "without respiratory movements (-0.5 s to +0.5 s of the event)" : nil
  }
}
