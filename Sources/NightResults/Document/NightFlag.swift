import SleepEvents
import StructuredText

/// Why a leg is implausible.
package enum Implausibility: String, Sendable, CaseIterable {
  case quiet
  case hum
  case saturated
  case same
  case unequal
  case narrow
  case slow
  case notEMG = "not_emg"
  case open
  case index
}

/// A code of `quality_flags`: what readers of the index need to know.
package enum NightFlag: Hashable, Sendable {
  case shortNight
  case noHypnogram
  case oneLeg
  case highNoise
  case unitAssumed
  case countFromIndex
  case mixedVersions
  case respiratoryNotScored
  case arousalsNotScored
  case legsNotScored
  case legLost(Leg)
  case overlappingStages
  case severalScorers
  case clockGoesBack
  case coarseClock
  case epochListLength
  case stageCodeAssumed
  case unknownStages
  case unknownLabels
  case truncatedRecording
  case duplicateRecording
  case tooLittleScoredTime
  case implausibleLeg(Implausibility)
  case fadingLeg(Leg)
  case recordingGap
  case ecgUnreadable
  case firstEdition
  /// A code from a table written by another program or a later version.
  case other(String)
}

// Not `RawRepresentable`: its `==` compares raw values, which are looked up by equality here.
extension NightFlag {
  private static let plain: [(NightFlag, String)] = [
    (.shortNight, "short_night<2h"), (.noHypnogram, "no_hypnogram"), (.oneLeg, "one_leg"),
    (.highNoise, "high_noise"), (.unitAssumed, "scaled_units_unknown"), (.countFromIndex, "count_from_index"),
    (.mixedVersions, "mixed_versions"), (.respiratoryNotScored, "respiratory_not_scored"),
    (.arousalsNotScored, "arousals_not_scored"), (.legsNotScored, "legs_not_scored"),
    (.legLost(.left), "leg_lost:left"), (.legLost(.right), "leg_lost:right"),
    (.overlappingStages, "overlapping_stages"), (.severalScorers, "several_scorers"),
    (.clockGoesBack, "clock_goes_back"), (.coarseClock, "coarse_clock"),
    (.epochListLength, "epoch_list_length"), (.stageCodeAssumed, "stage_code_assumed"),
    (.unknownStages, "unknown_stages"),
    (.unknownLabels, "unknown_labels"), (.truncatedRecording, "truncated_recording"),
    (.duplicateRecording, "duplicate_recording"), (.tooLittleScoredTime, "too_little_scored_time"),
    (.fadingLeg(.left), "fading_leg:left"), (.fadingLeg(.right), "fading_leg:right"),
    (.recordingGap, "recording_gap"),
    (.ecgUnreadable, "ecg_unreadable"), (.firstEdition, "first_edition"),
  ]
  private static let implausible = "implausible_leg:"

  package init(rawValue: String) {
    if let known = NightFlag.plain.first(where: { $0.1 == rawValue }) {
      self = known.0
    } else if rawValue.hasPrefix(NightFlag.implausible),
      let cause = Implausibility(rawValue: String(rawValue.dropFirst(NightFlag.implausible.count)))
    {
      self = .implausibleLeg(cause)
    } else {
      self = .other(rawValue)
    }
  }

  package var rawValue: String {
    switch self {
    case .implausibleLeg(let cause): NightFlag.implausible + cause.rawValue
    case .other(let code): code
    default: NightFlag.plain.first { $0.0 == self }?.1 ?? ""
    }
  }

  /// All codes that this version can set.
  package static let allKnown: [NightFlag] =
    plain.map(\.0) + Implausibility.allCases.map { .implausibleLeg($0) }

  /// The flag for a warning whose code is also a flag of the night, so that the table of nights shows it.
  package init?(warning code: String) {
    switch NightFlag(rawValue: code) {
    case .other, .oneLeg, .highNoise, .unitAssumed, .mixedVersions, .firstEdition: return nil
    case let flag: self = flag
    }
  }
}

extension NightFlag: JSONRepresentable {
  package var json: JSONValue { .string(rawValue) }
  package init(json: JSONValue) throws(JSONMismatch) { self.init(rawValue: try String(json: json)) }
  package static var jsonSchema: JSONValue { ["type": "string"] }
}
