import SleepEvents

/// What a reader needs to know of the recording that a scoring belongs to.
package struct ReadingContext: Sendable {
  package var vocabulary: EventVocabulary
  /// The side that a channel's label stands for; readers tie `Limb movement@@EMG LAT` to a leg with it.
  package var sideOfChannel: @Sendable (String) -> Side?
  /// Start of the recording, or of the night's first scoring, to which clock times are resolved.
  package var start: ClockStart?
  /// Length of the recording, where there is one.
  package var recordingLength: TimeSpan?
  /// Length of an epoch where the format does not say.
  package var epoch: TimeSpan
  /// Whether somebody said that length; otherwise a list is checked against the recording's.
  package var epochIsStated = false
  /// Which of several scorers of one file is to be used, from 1 in the order of the file. Nil: a person before a
  /// program, the first of them.
  package var scorer: Int?

  package init(
    vocabulary: EventVocabulary = .standard,
    sideOfChannel: @escaping @Sendable (String) -> Side? = { _ in nil },
    start: ClockStart? = nil, recordingLength: TimeSpan? = nil, epoch: TimeSpan = .seconds(30)
  ) {
    self.vocabulary = vocabulary
    self.sideOfChannel = sideOfChannel
    self.start = start
    self.recordingLength = recordingLength
    self.epoch = epoch
  }
}
