import Foundation
import LegEMG
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// Which legs of a night are implausible or were lost, with the deciding numbers.
package struct Believability: Sendable, Hashable {
  /// A leg that was recorded but unusable for half of the time or more.
  package struct LostLeg: Sendable, Hashable {
    package var leg: Leg
    /// Share of its time that could not be scored, 0-1.
    package var share: Double
  }

  /// A leg whose bursts or resting level fall by half over the night: an electrode that dries out or comes
  /// loose.
  package struct FadingLeg: Sendable, Hashable {
    package enum Quantity: String, Sendable {
      case bursts, rest
    }
    package var leg: Leg
    package var quantity: Quantity
    /// Ratio of the end of the night to its start, 0-1.
    package var ratio: Double
    /// The hours since the start of the recording over which it falls.
    package var hours: ClosedRange<Double>
  }

  package var doubts: [ImplausibleLeg]
  package var lost: [LostLeg]
  package var fading: [FadingLeg]
  /// True if less than ten minutes, and less than half, of the sleep could be scored.
  package var scoredTooLittle: Bool

  package init(
    doubts: [ImplausibleLeg] = [], lost: [LostLeg] = [], fading: [FadingLeg] = [],
    scoredTooLittle: Bool = false
  ) {
    self.doubts = doubts
    self.lost = lost
    self.fading = fading
    self.scoredTooLittle = scoredTooLittle
  }

  /// True if no leg was lost or is implausible.
  package var isWithoutDoubt: Bool { doubts.isEmpty && lost.isEmpty }

  var warnings: [Warning] {
    lost.map(\.warning) + doubts.map(\.warning) + fading.map(\.warning) + tooLittle
  }

  private var tooLittle: [Warning] {
    guard scoredTooLittle else { return [] }
    return [
      Warning(
        code: NightFlag.tooLittleScoredTime.rawValue,
        message: "under 10 minutes and under half of the sleep could be scored: there is no index",
        quotesInput: false)
    ]
  }

  /// More periodic movements per hour than legs have been seen to make; tone that follows breathing gives
  /// 180.
  static let mostPerHour = 150.0

  static func indexDoubts(_ nights: [ScoredNight]) -> [ImplausibleLeg] {
    let highest = nights.compactMap { NightIndices($0).periodicInSleepPerHour }.max() ?? 0
    guard highest > mostPerHour else { return [] }
    return [ImplausibleLeg(cause: .index, leg: nil, found: highest, limit: mostPerHour)]
  }

  /// Finds low-pass filters below the upper edge of the band in the channel headers.
  static func headerDoubts(_ derivations: [Derivation], leg legs: [Leg]) -> [ImplausibleLeg] {
    zip(derivations, legs).compactMap { derivation, leg in
      guard let hertz = derivation.prefilters.compactMap(lowPassHertz).min(), hertz < 100 else { return nil }
      return ImplausibleLeg(cause: .statedLowPass, leg: leg, found: hertz, limit: 100)
    }
  }

  /// The low-pass frequency that a prefilter text states, hertz; nil if none. EDF's form is `LP:75Hz`.
  static func lowPassHertz(_ prefilter: String) -> Double? {
    let text = prefilter.lowercased()
    guard
      let match = text.firstMatch(
        of: /\b(?:lp|low[ -]?pass|hf|tp)\s*[:=]?\s*([0-9]+(?:[.,][0-9]+)?)\s*(k?)(?:hz)?/),
      let value = Double(match.1.replacing(",", with: ".")), value > 0
    else { return nil }
    return match.2.isEmpty ? value : value * 1000
  }

  static func lostLegs(asked legs: Set<Leg>, quality: [LegQuality]) -> [LostLeg] {
    Leg.allCases.filter(legs.contains).compactMap { leg in
      guard let found = quality.first(where: { $0.leg == leg }) else { return LostLeg(leg: leg, share: 1) }
      guard found.recordedHours > 0 else { return nil }
      let share = 1 - found.scoredHours / found.recordedHours
      return share >= 0.5 ? LostLeg(leg: leg, share: share) : nil
    }
  }
}

extension Believability.FadingLeg {
  var code: String { NightFlag.fadingLeg(leg).rawValue }

  var warning: Warning {
    Warning(
      code: code,
      message:
        "\(leg.name) leg: \(quantity == .bursts ? "the size of its bursts" : "its resting level") "
        + "falls to \(Delimited.fixed(100 * ratio, 0) ?? "") % between hours \(Delimited.fixed(hours.lowerBound, 1) ?? "") "
        + "and \(Delimited.fixed(hours.upperBound, 1) ?? ""): the electrode may be drying", quotesInput: false
    )
  }
}

extension Believability.LostLeg {
  var code: String { NightFlag.legLost(leg).rawValue }

  var warning: Warning {
    Warning(
      code: code,
      message: "the \(leg.name) leg could not be used for "
        + "\(Delimited.fixed(100 * share, 0) ?? "") % of the time: its movements are missing, so the index is too low",
      quotesInput: false)
  }
}

extension ImplausibleLeg {
  var code: String { "implausible_leg:\(cause.code)" }

  var warning: Warning {
    let side = leg.map { $0 == .left ? "left leg: " : "right leg: " } ?? ""
    return Warning(code: code, message: side + reason, quotesInput: false)
  }

  private var reason: String {
    let value = Delimited.fixed(found, found < 10 ? 2 : 0) ?? ""
    let bound = Delimited.fixed(limit, limit < 10 ? 2 : 0) ?? ""
    return switch cause {
    case .quiet:
      "the resting level of \(value) microvolts is below the \(bound) that an electrode on skin gives"
    case .hum: "a line of \(value) microvolts, over the \(bound) that an electrode on skin lets in"
    case .saturated: "the converter is at its limit for a share of \(value) of the time, more than \(bound)"
    case .same:
      "both legs have the same signal: their levels differ by only \(value), those of two muscles by over \(bound)"
    case .unequal:
      "the resting levels or bursts of the legs differ by a factor of \(value), over \(bound): one scale may be wrong"
    case .noHighFrequencies, .fewHighFrequencies:
      "a share of \(value) of the power lies above 40 Hz, under the \(bound) that muscle has there"
    case .lowPass:
      "the signal ends at about \(value) Hz, below the \(bound) that the thresholds need: it was filtered before recording"
    case .statedLowPass:
      "the header states a low-pass of \(value) Hz, below the \(bound) for which the thresholds are meant"
    case .slow:
      "\(value) samples per second do not cover the 10-100 Hz for which the thresholds are meant; use \(bound) or more"
    case .notEMG:
      "a share of \(value) of the bursts is not EMG, more than \(bound); they are listed as near misses"
    case .open:
      "broadband noise that never rests (its level wanders by \(value), a muscle's by under \(bound)): the electrode may be off"
    case .index:
      "\(value) periodic movements per hour exceed the \(bound) that legs are known to make: breathing or an artifact may be counted"
    }
  }
}
