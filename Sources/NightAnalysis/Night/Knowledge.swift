import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents

/// What the user stated was or was not scored; this takes precedence over the events.
package struct StatedCategories: Hashable, Sendable {
  package private(set) var states: [ScoredCategory: Bool] = [:]

  package init() {}

  /// The categories that a user can name.
  package static let words = ["stages", "legs", "respiratory", "arousals", "lights"]

  /// - Returns: false if `word` is not one of `words`.
  package mutating func say(_ word: String, isScored: Bool) -> Bool {
    switch word {
    case "stages": states[.stages] = isScored
    case "legs":
      states[.leftLeg] = isScored
      states[.rightLeg] = isScored
    case "respiratory": states[.respiratory] = isScored
    case "arousals": states[.arousals] = isScored
    case "lights": states[.lights] = isScored
    default: return false
    }
    return true
  }

  package var isEmpty: Bool { states.isEmpty }

  /// Restores a statement recorded in a result.
  mutating func record(_ category: ScoredCategory, _ isScored: Bool) { states[category] = isScored }

  fileprivate func state(_ category: ScoredCategory, hasEvents: Bool) -> CategoryState {
    if let said = states[category] { return CategoryState(said ? .yes : .no, by: .stated) }
    return hasEvents ? CategoryState(.yes, by: .events) : .unknown
  }

  /// For hashing the options.
  var text: String {
    ScoredCategory.allCases.compactMap { category in
      states[category].map { "\(category.rawValue)=\($0)" }
    }.joined(separator: ",")
  }
}

extension ScoredCategories {
  /// What a scoring and the user tell about everything except the legs.
  init(_ annotations: NightAnnotations, stated: StatedCategories) {
    self.init()
    self[.stages] = stated.state(.stages, hasEvents: annotations.hypnogram != nil)
    self[.respiratory] = stated.state(.respiratory, hasEvents: !annotations.respiratoryEvents.isEmpty)
    self[.arousals] = stated.state(.arousals, hasEvents: !annotations.arousals.isEmpty)
    self[.lights] = stated.state(
      .lights, hasEvents: annotations.lightsOff != nil || annotations.lightsOn != nil)
  }

  /// Legs whose movements were marked by a scorer. A mark without a leg counts for both.
  mutating func addMarkedLegs(_ annotations: NightAnnotations, stated: StatedCategories) {
    let marks = annotations.events.filter { $0.kind == .legMovement }
    for leg in Leg.allCases {
      let hasEvents = marks.contains { $0.side == nil || $0.side?.legs.contains(leg) == true }
      self[leg.category] = stated.state(leg.category, hasEvents: hasEvents)
    }
  }

  /// Legs whose signal was analyzed. The state of a leg that was not recorded stays unknown.
  ///
  /// - Parameters:
  ///   - legs: how much of each analyzed leg could be scored.
  ///   - refused: legs that were recorded and could not be analyzed at all.
  mutating func addDetectedLegs(_ legs: [LegQuality], refused: [Leg]) {
    for leg in legs {
      self[leg.leg.category] = CategoryState(leg.isLost ? .no : .yes, by: .signal)
    }
    for leg in refused { self[leg.category] = CategoryState(.no, by: .signal) }
  }

  /// If none of the remaining legs shows muscle activity, no leg counts as scored.
  mutating func leaveOutLegsWithoutMuscle(_ doubts: [ImplausibleLeg]) {
    let legs = Leg.allCases.filter { self[$0.category].isKnown }
    let hidden = Set(doubts.filter(\.hidesMovements).compactMap(\.leg))
    guard hidden.isSuperset(of: legs) else { return }
    for leg in legs { self[leg.category] = CategoryState(.no, by: .signal) }
  }

  /// Fills in what is unknown here, and restores states that were based on the signal.
  mutating func complete(with known: ScoredCategories) {
    for category in ScoredCategory.allCases
    where self[category] == .unknown || (known[category].basis == .signal && self[category].basis != .stated)
    {
      self[category] = known[category]
    }
  }

  /// Removes unscored categories from the input, so that no number can be derived from them.
  func applied(to input: ScoringInput) -> ScoringInput {
    var known = input
    known.scoredLegs = Leg.allCases.filter { self[$0.category].isKnown }
    known.legsCannotBeBelieved = legsCannotBeBelieved
    known.respiratoryEvents = self[.respiratory].isKnown ? input.respiratoryEvents ?? [] : nil
    known.arousals = self[.arousals].isKnown ? input.arousals ?? [] : nil
    if self[.stages].state == .no { known.hypnogram = nil }
    if self[.lights].state == .no { (known.lightsOff, known.lightsOn) = (nil, nil) }
    return known
  }

  /// A warning for each category that was not scored.
  var warnings: [Warning] {
    var warnings: [Warning] = []
    func add(_ flag: NightFlag, _ message: String) {
      warnings.append(Warning(code: flag.rawValue, message: message, quotesInput: false))
    }
    if !self[.respiratory].isKnown {
      add(
        .respiratoryNotScored,
        "no respiratory events were scored: movements of breathing could not be left out or told apart")
    }
    if !self[.arousals].isKnown {
      add(.arousalsNotScored, "no arousals were scored: movements with an arousal cannot be counted")
    }
    if !knowsMovements {
      add(
        .legsNotScored,
        legsCannotBeBelieved
          ? "no leg was usable: the number of movements is unknown"
          : "leg movements were not scored: their number is unknown")
    }
    let known = Leg.allCases.filter { self[$0.category].isKnown }
    let unseen = Leg.allCases.filter { self[$0.category] == .unknown }
    if let leg = known.first, !unseen.isEmpty {
      add(.oneLeg, "only the \(leg.name) leg was scored: the number of movements is that of one leg")
    }
    return warnings
  }
}

extension Leg {
  package var category: ScoredCategory { self == .left ? .leftLeg : .rightLeg }
}
