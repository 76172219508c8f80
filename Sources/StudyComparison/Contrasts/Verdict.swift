/// The conclusion of a contrast: the first rule that applies (article <doc:HowAComparisonIsMade>).
package enum Verdict: String, Sendable, CaseIterable {
  case lower
  case higher
  case noMaterialChange = "no_material_change"
  case notEnoughNights = "not_enough_nights"
  /// Only over several patients.
  case notEnoughPatients = "not_enough_patients"
  case notComparable = "not_comparable"

  /// False if no conclusion is possible.
  package var isDecided: Bool {
    switch self {
    case .lower, .higher, .noMaterialChange: true
    case .notEnoughNights, .notEnoughPatients, .notComparable: false
    }
  }
}

/// Why there is no conclusion.
package enum VerdictReason: String, Hashable, Sendable, CaseIterable {
  // The nights cannot be compared.
  case scoringRulesDiffer = "scoring_rules_differ"
  case respiratoryOptionDiffers = "respiratory_option_differs"
  case categoryKnownOnSomeNights = "category_known_on_some_nights"
  case softwareDiffers = "software_differs"
  case sensorDiffers = "sensor_differs"
  case legsDiffer = "legs_differ"
  case inseparableExposure = "inseparable_exposure"
  case nightsChosen = "nights_chosen"
  case driftBeforeStart = "drift_before_start"
  case interleavedTooSlow = "interleaved_too_slow"

  // There are too few of them.
  case noContrast = "no_contrast"
  case notEstimable = "not_estimable"
  case noMovementOnAnyNight = "no_movement_on_any_night"
  case fewerThanTwoNightsOnASide = "fewer_than_two_nights_on_a_side"
  case fewerThanFourNights = "fewer_than_four_nights"
  case sideWithoutMovement = "side_without_movement"
  case orderTest = "order_test"
  /// The patient's tables contradict each other.
  case badRow = "bad_row"
}

/// A qualification that must accompany a verdict.
package enum VerdictClause: String, Hashable, Sendable, CaseIterable {
  case driftExplainsAsWell = "drift_explains_as_well"
  case sideWithoutMovement = "side_without_movement"
  case dependsOnLikeness = "depends_on_likeness_of_nights"
}
