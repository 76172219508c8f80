import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents

/// What somebody said was looked at, or was not; it goes over what the events show.
package struct StatedCategories: Hashable, Sendable {
  package private(set) var states: [ScoredCategory: Bool] = [:]

  package init() {}

  /// The words that a user may say.
  package static let words = ["stages", "legs", "respiratory", "arousals", "lights"]

  /// - Returns: false where a word is none of `words`.
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

  /// Takes over what a result says was stated.
  mutating func record(_ category: ScoredCategory, _ isScored: Bool) { states[category] = isScored }

  fileprivate func state(_ category: ScoredCategory, hasEvents: Bool) -> CategoryState {
    if let said = states[category] { return CategoryState(said ? .yes : .no, by: .stated) }
    return hasEvents ? CategoryState(.yes, by: .events) : .unknown
  }

  /// For a hash of the options.
  var text: String {
    ScoredCategory.allCases.compactMap { category in
      states[category].map { "\(category.rawValue)=\($0)" }
    }.joined(separator: ",")
  }
}

extension ScoredCategories {
  /// What a scoring and a user say of everything but the legs' signal.
  init(_ annotations: NightAnnotations, stated: StatedCategories) {
    self.init()
    self[.stages] = stated.state(.stages, hasEvents: annotations.hypnogram != nil)
    self[.respiratory] = stated.state(.respiratory, hasEvents: !annotations.respiratoryEvents.isEmpty)
    self[.arousals] = stated.state(.arousals, hasEvents: !annotations.arousals.isEmpty)
    self[.lights] = stated.state(
      .lights, hasEvents: annotations.lightsOff != nil || annotations.lightsOn != nil)
  }

  /// The legs of a night whose movements somebody marked. A mark that names no leg speaks for both.
  mutating func addMarkedLegs(_ annotations: NightAnnotations, stated: StatedCategories) {
    let marks = annotations.events.filter { $0.kind == .legMovement }
    for leg in Leg.allCases {
      let hasEvents = marks.contains { $0.side == nil || $0.side?.legs.contains(leg) == true }
      self[leg.category] = stated.state(leg.category, hasEvents: hasEvents)
    }
  }

  /// The legs of a night whose signal was read. Which legs the recording has not is unknown.
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

  /// Where no leg that is left shows muscle, nothing was looked at.
  mutating func leaveOutLegsWithoutMuscle(_ doubts: [ImplausibleLeg]) {
    let legs = Leg.allCases.filter { self[$0.category].isKnown }
    let hidden = Set(doubts.filter(\.hidesMovements).compactMap(\.leg))
    guard hidden.isSuperset(of: legs) else { return }
    for leg in legs { self[leg.category] = CategoryState(.no, by: .signal) }
  }

  /// Takes over what is unknown here, and how the legs stood by their signal.
  mutating func complete(with known: ScoredCategories) {
    for category in ScoredCategory.allCases
    where self[category] == .unknown || (known[category].basis == .signal && self[category].basis != .stated)
    {
      self[category] = known[category]
    }
  }

  /// Takes what nobody looked at out of the input, so that no number can be formed from it.
  func applied(to input: ScoringInput) -> ScoringInput {
    var known = input
    known.scoredLegs = Leg.allCases.filter { self[$0.category].isKnown }
    known.legsCannotBeBelieved = legsCannotBeBelieved
    known.respiratoryEvents = self[.respiratory].isKnown ? input.respiratoryEvents ?? [] : nil
    known.arousals = self[.arousals].isKnown ? input.arousals ?? [] : nil
    if self[.stages].state == .no { known.hypnogram = nil }
    return known
  }

  /// A warning for each category that was not looked at.
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
      add(.arousalsNotScored, "no arousals were scored: movements with arousal cannot be counted")
    }
    if !knowsMovements {
      add(
        .legsNotScored,
        legsCannotBeBelieved
          ? "no leg could be looked at: no number of movements can be given"
          : "nobody looked for leg movements: no number of them can be given")
    }
    return warnings
  }
}

extension Leg {
  package var category: ScoredCategory { self == .left ? .leftLeg : .rightLeg }
}
