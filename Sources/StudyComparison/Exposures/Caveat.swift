import SleepEvents
import StudyTables

/// Something that readers of a contrast need to know, with its code, its dates and one sentence.
package struct Caveat: Hashable, Sendable {
  /// A code of the column `caveats`, such as `cpap_changed` or `aliased:iron`.
  package var code: String
  package var dates: [CalendarDate]
  package var sentence: String

  package init(_ code: String, dates: [CalendarDate] = [], _ sentence: String) {
    self.code = code
    self.dates = dates
    self.sentence = sentence
  }
}

/// Something other than the drug that may have changed the index, with its state on every used night.
struct Exposure: Sendable {
  enum Role: Sendable {
    /// The nights were not scored in the same way if it differs at all.
    case scoring
    /// Cannot be separated from the drug if it separates the sides.
    case listed
    /// Never more than a caveat.
    case background
  }

  /// The code of the caveat if it changed.
  var code: String
  /// The name after `aliased:`.
  var name: String
  /// Its name in sentences, such as "SSRI (sertraline)".
  var label: String
  var role: Role
  /// The reason of the verdict if this prevents one.
  var barring = VerdictReason.inseparableExposure
  /// Nil where a night does not give it.
  var before: [String?]
  var after: [String?]
  /// When it changed, as far as known.
  var dates: [CalendarDate] = []
  /// What happened, such as "started 2026-03-24"; empty if only the dates are known.
  var events: [String] = []
  /// Whether each event names its own drug, since the label names several.
  var namesInEvents = false
  /// What has been published about it, such as "this class usually raises PLMS (Yang 2005)"; nil without a
  /// source.
  var knowledge: String?
  /// True if it changed within the window although no used night shows it.
  var changedBetweenNights = false

  private var statesBefore: Set<String> { Set(before.compactMap(\.self)) }
  private var statesAfter: Set<String> { Set(after.compactMap(\.self)) }

  var differs: Bool { statesBefore.union(statesAfter).count > 1 }

  /// True if every night of one side leaves it open, and some night of the other does not: no one can tell whether it
  /// changed.
  var isUnknownOnOneSide: Bool { statesBefore.isEmpty != statesAfter.isEmpty }
  /// The side that leaves it open, if it is unknown on one side.
  var unknownSide: ContrastKind.Side { statesBefore.isEmpty ? .before : .after }

  /// True if the nights cannot separate it from the drug, whether it began on the same date or later: no
  /// state occurs on both sides, or fewer than two nights on a side have the usual state of the other.
  var separatesTheSides: Bool {
    guard !statesBefore.isEmpty, !statesAfter.isEmpty else { return false }
    if statesBefore.isDisjoint(with: statesAfter) { return true }
    guard let usualBefore, let usualAfter, usualBefore != usualAfter else { return false }
    return after.count { $0 == usualBefore } < 2 && before.count { $0 == usualAfter } < 2
  }

  /// The state of more than half of the nights on a side for which it is known.
  var usualBefore: String? { Exposure.usual(before) }
  var usualAfter: String? { Exposure.usual(after) }

  private static func usual(_ states: [String?]) -> String? {
    let known = states.compactMap(\.self)
    return Dictionary(grouping: known) { $0 }.first { 2 * $0.value.count > known.count }?.key
  }

  var changed: Bool { differs || changedBetweenNights }
}
