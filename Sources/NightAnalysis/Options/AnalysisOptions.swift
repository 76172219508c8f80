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
  public var scoringFormat: ScoringFormat?
  public var channels = ChannelRequest()
  public var rules: [RuleSet] = RuleSelection.standard
  public var detection = DetectionParameters()
  /// What a channel without a known unit is taken for, such as `uV`.
  public var assumedUnit: String?
  public var backend = EDFBackend.tibialis
  public var recordingProtocol = RecordingProtocol.night
  /// Whether the night is also scored under other thresholds and rule readings.
  public var computesSensitivity = true
  public var requiresBothLegs = false
  /// Whether the date of the recording may appear in the result.
  public var includesIdentifiers = false
  /// What a study's table says of the night's start; the table wins over the recording's header, with a warning.
  public var tableStart: TableStart?
  /// The chin's channel, by label or `#INDEX`; nil where the labels decide.
  public var chin: String?
  /// Whether the tone of the chin is measured where there is one.
  public var measuresTone = true
  /// What is left out of the second atonia index.
  public var toneWithout: [ToneExclusion] = []
  /// What somebody says was looked for, or was not.
  public var stated = StatedCategories()
  /// Whose night it is, as the user wants it printed.
  public var patientID: String?
  public var nightID: String?
  public var title: String?
  /// A moment whose decision is to be explained. Changes nothing in the result.
  public var explained: Instant?
  /// A laboratory's own labels.
  public var labels = LabelMap()
  public var vocabulary: EventVocabulary { labels.entries.isEmpty ? .standard : labels.vocabulary }
  /// Threads for one night: each leg can have its own.
  public var threads = 2

  public init() {}
}

/// Evening and clock time of a night as a study's table has them.
public struct TableStart: Sendable, Hashable {
  /// Days since 1970-01-01 of the evening on which the night began.
  public var dayNumber: Int?
  /// Seconds of the day of lights off.
  public var secondOfDay: Int?

  public init(dayNumber: Int?, secondOfDay: Int?) {
    self.dayNumber = dayNumber
    self.secondOfDay = secondOfDay
  }
}

/// Which reader the samples come from.
public enum EDFBackend: String, Sendable, CaseIterable {
  case tibialis
  case libedf
  /// Ours, and every digital sample of the channels used compared with libedf's.
  case both
}

/// What may be left out of an atonia index.
public enum ToneExclusion: String, Sendable, CaseIterable {
  case arousals
  case respiratory
  case movements
}
