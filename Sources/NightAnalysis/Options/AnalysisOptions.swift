import EDF
import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents

/// What a user can choose for a night. Two equal values give the same result on the same files.
public struct AnalysisOptions: Sendable {
  /// Scorings that replace the recording's own annotations category by category.
  public var scorings: [String] = []
  package var scoringFormat: ScoringFormat?
  /// Length of an epoch in scorings that do not say it; nil for 30 s, checked against the recording.
  public var epochSeconds: Double?
  /// Which of several scorers in one file, from 1; nil for a person before a program.
  package var scorer: Int?
  package var channels = ChannelRequest()
  /// The rule sets to score by, side by side.
  public var rules: [RuleSet] = RuleSelection.standard
  package var detection = DetectionParameters()
  /// What a channel without a known unit is taken for, such as `uV`.
  package var assumedUnit: String?
  package var backend = EDFBackend.tibialis
  package var recordingProtocol = RecordingProtocol.night
  /// Whether the night is also scored under other thresholds and rule readings.
  public var computesSensitivity = true
  /// Whether a night with one leg fails instead of being scored by that leg.
  public var requiresBothLegs = false
  /// Whether the date of the recording may appear in the result.
  package var includesIdentifiers = false
  /// Whether the result has the SHA-256 of the whole recording, for those who cite it.
  package var hashesRecording = false
  /// What a study's table says of the night's start; the table wins over the recording's header, with a warning.
  package var tableStart: TableStart?
  /// The chin's channel, by label or `#INDEX`; nil where the labels decide.
  package var chin: String?
  /// Whether the tone of the chin is measured where there is one.
  public var measuresTone = true
  /// What is left out of the second atonia index.
  package var toneWithout: [ToneExclusion] = []
  /// What somebody says was looked for, or was not.
  package var stated = StatedCategories()
  /// Whose night it is, as the user wants it printed.
  package var patientID: String?
  package var nightID: String?
  package var title: String?
  /// A moment whose decision is to be explained. Changes nothing in the result.
  package var explained: Instant?
  /// A laboratory's own labels.
  package var labels = LabelMap()
  package var vocabulary: EventVocabulary { labels.entries.isEmpty ? .standard : labels.vocabulary }
  /// Threads for one night: each leg can have its own.
  public var threads = 2

  /// The published defaults.
  public init() {}
}

extension AnalysisOptions {
  /// - Throws: `NightError.ruleBelowDetection` for a rule whose change the detection has made void.
  func requireDetectableRules() throws(NightError) {
    for set in rules {
      let asked = [
        (RuleParameter.minimumDuration, set.minimumDuration, detection.minimumSeconds),
        (RuleParameter.sameLegJoinGap, set.sameLegJoinGap, detection.quietSeconds),
      ]
      for (parameter, value, limit) in asked where value.seconds < limit {
        throw .ruleBelowDetection(
          rules: set.name, parameter: parameter.key, limitSeconds: limit, askedSeconds: value.seconds)
      }
    }
  }
}

/// Evening and clock time of a night as a study's table has them.
package struct TableStart: Sendable, Hashable {
  /// Days since 1970-01-01 of the evening on which the night began.
  package var dayNumber: Int?
  /// Seconds of the day of lights off.
  package var secondOfDay: Int?

  package init(dayNumber: Int?, secondOfDay: Int?) {
    self.dayNumber = dayNumber
    self.secondOfDay = secondOfDay
  }
}

/// Which reader the samples come from.
package enum EDFBackend: String, Sendable, CaseIterable {
  case tibialis
  case libedf
  /// Ours, and every digital sample of the channels used compared with libedf's.
  case both
}

/// What may be left out of an atonia index.
package enum ToneExclusion: String, Sendable, CaseIterable {
  case arousals
  case respiratory
  case movements
}
