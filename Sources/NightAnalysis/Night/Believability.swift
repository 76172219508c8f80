import Foundation
import LegEMG
import LimbMovementScoring
import SleepEvents
import StructuredText

/// Which legs of a night cannot be believed, and which were lost, with the numbers that say so.
public struct Believability: Sendable, Hashable {
  /// A leg that was recorded and could not be used for half of the time or more.
  public struct LostLeg: Sendable, Hashable {
    public var leg: Leg
    /// Share of its time that could not be scored, 0-1.
    public var share: Double
  }

  public var doubts: [ImplausibleLeg]
  public var lost: [LostLeg]

  public init(doubts: [ImplausibleLeg] = [], lost: [LostLeg] = []) {
    self.doubts = doubts
    self.lost = lost
  }

  /// Codes of `quality_flags`, each once.
  public var codes: [String] {
    var codes: [String] = []
    for code in lost.map(\.code) + doubts.map(\.code) where !codes.contains(code) { codes.append(code) }
    return codes
  }

  var warnings: [Warning] { lost.map(\.warning) + doubts.map(\.warning) }

  /// More periodic movements an hour than legs were ever seen to make; breathing-locked tone gives 180.
  static let mostPerHour = 150.0

  static func indexDoubts(_ nights: [ScoredNight]) -> [ImplausibleLeg] {
    let highest = nights.compactMap { NightIndices($0).periodicInSleepPerHour }.max() ?? 0
    guard highest > mostPerHour else { return [] }
    return [ImplausibleLeg(cause: .index, leg: nil, found: highest, limit: mostPerHour)]
  }

  /// A low-pass below the band's upper edge in a channel's header.
  static func headerDoubts(_ derivations: [Derivation], leg legs: [Leg]) -> [ImplausibleLeg] {
    zip(derivations, legs).compactMap { derivation, leg in
      guard let hertz = derivation.prefilters.compactMap(lowPassHertz).min(), hertz < 100 else { return nil }
      return ImplausibleLeg(cause: .narrow, leg: leg, found: hertz, limit: 100)
    }
  }

  /// The low-pass that a prefilter text states, hertz; nil for none. EDF's form is `LP:75Hz`.
  static func lowPassHertz(_ prefilter: String) -> Double? {
    let text = prefilter.lowercased()
    guard
      let match = text.firstMatch(
        of: /\b(?:lp|low[ -]?pass|hf|tp)\s*[:=]?\s*([0-9]+(?:[.,][0-9]+)?)\s*(k?)(?:hz)?/),
      let value = Double(match.1.replacing(",", with: ".")), value > 0
    else { return nil }
    return match.2.isEmpty ? value : value * 1000
  }

  static func lostLegs(asked legs: [Leg], quality: [LegQuality]) -> [LostLeg] {
    legs.compactMap { leg in
      guard let found = quality.first(where: { $0.leg == leg }) else { return LostLeg(leg: leg, share: 1) }
      guard found.recordedHours > 0 else { return nil }
      let share = 1 - found.scoredHours / found.recordedHours
      return share >= 0.5 ? LostLeg(leg: leg, share: share) : nil
    }
  }
}

extension Believability.LostLeg {
  var code: String { "leg_lost:\(leg == .left ? "left" : "right")" }

  var warning: Warning {
    Warning(
      code: code,
      message: "the \(leg == .left ? "left" : "right") leg could not be used for "
        + "\(Delimited.fixed(100 * share, 0) ?? "") % of the time: its movements are missing, so the index is too low"
    )
  }
}

extension ImplausibleLeg {
  var code: String { "implausible_leg:\(cause.rawValue)" }

  var warning: Warning {
    let side = leg.map { $0 == .left ? "left leg: " : "right leg: " } ?? ""
    return Warning(code: code, message: side + reason)
  }

  private var reason: String {
    let value = Delimited.fixed(found, found < 10 ? 2 : 0) ?? ""
    let bound = Delimited.fixed(limit, limit < 10 ? 2 : 0) ?? ""
    return switch cause {
    case .quiet:
      "the resting level of \(value) microvolts is below the \(bound) that an electrode on skin gives"
    case .hum: "a line of \(value) microvolts, over the \(bound) that an electrode on skin lets in"
    case .saturated: "the converter is at its limit for a share of \(value) of the time, over \(bound)"
    case .same:
      "both legs hold one signal: their levels differ by a share of \(value) only, two muscles by over \(bound)"
    case .unequal:
      "rest or bursts of the legs differ \(value)-fold, over \(bound): one of the scales may be wrong"
    case .narrow:
      limit == 100
        ? "the header states a low-pass of \(value) Hz, below the \(bound) that the thresholds are meant for"
        : "a share of \(value) of the power lies above 40 Hz, under the \(bound) that muscle has there"
    case .slow:
      "\(value) samples a second carry less than the 10-100 Hz that the thresholds are meant for; use \(bound) or more"
    case .notEMG: "a share of \(value) of the bursts is no EMG, over \(bound); they stand in the near misses"
    case .open:
      "broadband noise that never rests (its level wanders by \(value), a muscle's by under \(bound)): the electrode may be off"
    case .index:
      "\(value) periodic movements an hour are over the \(bound) that legs were seen to make: breathing or an artifact may be counted"
    }
  }
}
