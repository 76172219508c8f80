/// A few words for each caveat code, where there is no room for its sentence.
enum CaveatNames {
  private static let names: [String: String] = [
    "one_night_phase": "only one night on a side", "missing_tst": "nights without a sleep time",
    "rtm_selected_baseline": "a baseline night chosen for being high",
    "first_night": "a first night in the laboratory",
    "short_night": "nights of under 2 h of sleep",
    "index_differs": "an index that is not its count over its hours",
    "same_date": "two nights with one date", "season_changed": "another season",
    "trend_before": "a trend before the start", "count_from_index": "counts made from indices",
    "start_date_assumed": "a start that was assumed", "dose_differs": "doses that differ between two tables",
    "dose_left_out": "missed doses", "dose_unknown": "unknown doses",
    "order_record_altered": "an altered record of the order",
    "order_made_after_the_start": "an order drawn after the first night",
    "order_not_followed": "a drawn order that was not followed",
    "half_life_unknown": "an unknown half-life",
    "carry_over_possible": "some of the drug left the next evening",
    "breathing_changed": "breathing that changed",
    "stages_shifted": "sleep stages that shifted", "sleep_time_changed": "sleep time that changed",
    "within_washout": "nights soon after the stop", "tst_source_mixed": "sleep times of two kinds",
    "dates_outside_study": "dates far from every night", "scoring_changed": "scoring that changed",
    "mixed_legs": "different legs", "sampling_changed": "a sampling rate that changed",
    "methods_disagree": "methods that disagree", "ferritin_low": "low ferritin",
    "ferritin_changed": "ferritin that changed", "tsat_low": "low transferrin saturation",
    "bad_row": "tables that contradict themselves", "unassigned_rows": "rows without a readable patient",
    "cpap_changed": "CPAP that changed", "iron_changed": "iron that changed",
    "drug_changed:unlisted": "a drug that is not listed and changed",
  ]

  static func name(of code: String) -> String {
    if let name = names[code] { return name }
    let parts = code.split(separator: ":", maxSplits: 1).map { $0.replacing("_", with: " ") }
    return switch (parts.first, parts.last) {
    case ("drug changed"?, let what?) where parts.count == 2: "\(what) that changed"
    case ("unknown on one side"?, let what?) where parts.count == 2: "\(what) not stated on one side"
    case ("aliased"?, let what?) where parts.count == 2: "\(what) that changed together with the drug"
    default: parts.joined(separator: ": ")
    }
  }
}
