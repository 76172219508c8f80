import SleepEvents

/// Why a night could not be analyzed.
package enum NightError: ReportableError, Equatable {
  case unusableChannel(file: String, channel: String, problem: String, advice: String)
  /// A leg channel whose unit is not a known voltage.
  case notAVoltage(file: String, channel: String, unit: String)
  /// The scoring does not overlap the recording in time.
  case noOverlap(scoring: String, recording: String, scored: String, recorded: String)
  case legRefused(file: String, reason: String)
  case bothLegsRequired(file: String, reason: String)
  case nothingScored(file: String, found: String)
  /// Events too far apart for one night.
  case spanTooLong(file: String, days: Int, limit: Int)
  /// A rule parameter below what detection can deliver, so that changing it would have no effect.
  case ruleBelowDetection(rules: String, parameter: String, limitSeconds: Double, askedSeconds: Double)
  case badOption(option: String, expected: String, found: String)
  case notAResult(file: String, problem: String)
  /// The corrections name a different night.
  case correctionsOfAnotherNight(file: String, expected: String, found: String)
  /// The corrections name no night, and few of their movements match this one.
  case correctionsDisagree(file: String, agreeing: Int, of: Int)
  /// None of a leg's data could be read.
  case unreadableLeg(file: String, leg: Leg)
  /// An input changed while it was being read.
  case inputChanged(file: String, how: String)

  package var code: String {
    switch self {
    case .unusableChannel, .notAVoltage: "unusable_channel"
    case .noOverlap: "no_overlap"
    case .legRefused: "leg_refused"
    case .bothLegsRequired: "both_legs_required"
    case .nothingScored: "nothing_scored"
    case .spanTooLong: "span_too_long"
    case .ruleBelowDetection: "rule_below_detection"
    case .badOption: "bad_option"
    case .notAResult: "not_a_result"
    case .correctionsOfAnotherNight: "corrections_of_another_night"
    case .correctionsDisagree: "corrections_disagree"
    case .inputChanged: "input_changed"
    case .unreadableLeg: "unreadable_leg"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .badOption, .ruleBelowDetection: .wrongUsage
    case .inputChanged, .unreadableLeg: .inputOutputFailure
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .unusableChannel(let file, _, _, _), .notAVoltage(let file, _, _), .legRefused(let file, _),
      .bothLegsRequired(let file, _),
      .nothingScored(let file, _), .notAResult(let file, _), .inputChanged(let file, _),
      .unreadableLeg(let file, _), .spanTooLong(let file, _, _),
      .correctionsOfAnotherNight(let file, _, _), .correctionsDisagree(let file, _, _):
      file
    case .noOverlap(let scoring, _, _, _): scoring
    case .badOption, .ruleBelowDetection: nil
    }
  }

  package var location: String? {
    switch self {
    case .unusableChannel(_, let channel, _, _), .notAVoltage(_, let channel, _): "channel \(channel)"
    default: nil
    }
  }

  package var sentence: String {
    switch self {
    case .unusableChannel(let file, let channel, let problem, let advice):
      "\(file), channel '\(channel)': \(problem); \(advice)"
    case .notAVoltage(let file, let channel, let unit):
      "\(file), channel '\(channel)': expected a voltage, found the unit '\(unit)'; say what it is"
    case .noOverlap(let scoring, let recording, let scored, let recorded):
      "\(scoring): expected events within the recording \(recording) (\(recorded)), found them at \(scored); "
        + "is it the scoring of another night?"
    case .legRefused(let file, let reason): "\(file): \(reason)"
    case .bothLegsRequired(let file, let reason):
      "\(file): both legs were required and one cannot be scored: \(reason)"
    case .nothingScored(let file, let found):
      "\(file): expected sleep stages or leg movements, found \(found); check that it is a scoring"
    case .spanTooLong(let file, let days, let limit):
      "\(file): expected one night, at most \(limit) days from its first event to its last, found more than \(days); "
        + "correct the times"
    case .ruleBelowDetection(let rules, let parameter, let limit, let asked):
      "\(rules), \(parameter): expected at least \(limit) s for a recording, found \(asked) s; the detection delivers no "
        + "shorter movement and no narrower gap, so it would have no effect: leave it, or score marked events instead"
    case .badOption(let option, let expected, let found):
      "\(option): expected \(expected), found '\(found)'"
    case .notAResult(let file, let problem): "\(file): expected a result of this program, found \(problem)"
    case .correctionsOfAnotherNight(let file, let expected, let found):
      "\(file), line 1: expected corrections of night \(expected), found those of \(found); name the night they were made on"
    case .correctionsDisagree(let file, let agreeing, let of):
      "\(file): expected corrections of this night, found that only \(agreeing) of \(of) movements agree; is it another "
        + "night's file?"
    case .unreadableLeg(let file, let leg):
      "\(file): none of the \(leg.name) leg could be read from the disk; copy the recording again"
    case .inputChanged(let file, let how):
      "\(file): expected an unchanging file, found that it \(how) while it was being read; run again when "
        + "nothing is writing to it"
    }
  }
}
