import SleepEvents

/// What a reader needs to know of the recording that a scoring belongs to.
public struct ReadingContext: Sendable {
  public var vocabulary: EventVocabulary
  /// The side that a channel's label stands for; readers tie `Limb movement@@EMG LAT` to a leg with it.
  public var sideOfChannel: @Sendable (String) -> Side?
  /// Start of the recording, or of the night's first scoring, to which clock times are resolved.
  public var start: ClockStart?
  /// Length of the recording, where there is one.
  public var recordingLength: Span?
  /// Length of an epoch where the format does not say.
  public var epoch: Span
  /// Whether somebody said that length; otherwise a list is checked against the recording's.
  public var epochIsStated = false
  /// Which of several scorers of one file is to be used, from 1 in the order of the file. Nil: a person before a
  /// program, the first of them.
  public var scorer: Int?

  public init(
    vocabulary: EventVocabulary = .standard,
    sideOfChannel: @escaping @Sendable (String) -> Side? = { _ in nil },
    start: ClockStart? = nil, recordingLength: Span? = nil, epoch: Span = .seconds(30)
  ) {
    self.vocabulary = vocabulary
    self.sideOfChannel = sideOfChannel
    self.start = start
    self.recordingLength = recordingLength
    self.epoch = epoch
  }
}
