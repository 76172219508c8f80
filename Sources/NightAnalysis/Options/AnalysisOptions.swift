import EDF
import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents

/// The options for analyzing a night. Equal options give the same result for the same files.
public struct AnalysisOptions: Sendable {
  /// Scorings that replace the recording's own annotations category by category.
  public var scorings: [String] = []
  package var scoringFormat: ScoringFormat?
  /// Epoch length in scorings that do not state it; nil for 30 s, checked against the recording.
  public var epochSeconds: Double?
  /// Which of several scorers in one file to use, from 1; nil prefers a person to a program.
  package var scorer: Int?
  package var channels = ChannelRequest()
  /// The rule sets to score by, in parallel.
  public var rules: [RuleSet] = RuleSelection.standard
  package var detection = DetectionParameters()
  /// The unit assumed for a channel without a known one, such as `uV`.
  package var assumedUnit: String?
  package var backend = EDFBackend.tibialis
  package var recordingProtocol = RecordingProtocol.night
  /// Whether the night is also scored under other thresholds and readings of the rules.
  public var computesSensitivity = true
  /// Whether a night with only one usable leg fails instead of being scored by that leg.
  public var requiresBothLegs = false
  /// Whether the date of the recording may appear in the result.
  package var includesIdentifiers = false
  /// Whether the result includes the SHA-256 of the whole recording, for citation.
  package var hashesRecording = false
  /// The start of the night in a study's table, which takes precedence over the recording's header, with a
  /// warning.
  package var tableStart: TableStart?
  /// The chin channel, by label or `#INDEX`; nil where the labels decide.
  package var chin: String?
  /// Whether the muscle tone of the chin is measured if it was recorded.
  public var measuresTone = true
  /// What the second atonia index leaves out.
  package var toneWithout: [ToneExclusion] = []
  /// What the user states was or was not scored.
  package var stated = StatedCategories()
  /// Identification of the night as it is to be printed.
  package var patientID: String?
  package var nightID: String?
  package var title: String?
  /// A moment for which the decision is to be explained. Does not affect the result.
  package var explained: Instant?
  /// A laboratory's own event labels.
  package var labels = LabelMap()
  package var vocabulary: EventVocabulary { labels.entries.isEmpty ? .standard : labels.vocabulary }
  /// Threads per night; each leg can use its own.
  public var threads = 2

  /// The published defaults.
  public init() {}
}

extension AnalysisOptions {
  /// - Throws: `NightError.ruleBelowDetection` for a rule parameter that detection makes ineffective.
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

/// The evening and the clock time of a night in a study's table.
package struct TableStart: Sendable, Hashable {
  /// Days since 1970-01-01 of the evening on which the night began.
  package var dayNumber: Int?
  /// Lights off, in seconds of the day.
  package var secondOfDay: Int?

  package init(dayNumber: Int?, secondOfDay: Int?) {
    self.dayNumber = dayNumber
    self.secondOfDay = secondOfDay
  }
}

/// The reader that supplies the samples.
package enum EDFBackend: String, Sendable, CaseIterable {
  case tibialis
  case libedf
  /// Ours, with every digital sample of the channels in use compared with libedf's.
  case both
}

/// What can be left out of an atonia index.
package enum ToneExclusion: String, Sendable, CaseIterable {
  case arousals
  case respiratory
  case movements
}
