import SleepEvents

/// What readers need to know about the recording to which a scoring belongs.
package struct ReadingContext: Sendable {
  package var vocabulary: EventVocabulary
  /// The side that a channel label refers to; used to assign `Limb movement@@EMG LAT` to a leg.
  package var sideOfChannel: @Sendable (String) -> Side?
  /// Start of the recording, or of the night's first scoring, relative to which clock times are resolved.
  package var start: ClockStart?
  /// Length of the recording, if there is one.
  package var recordingLength: TimeSpan?
  /// Epoch length for formats that do not state it.
  package var epoch: TimeSpan
  /// Whether the user stated that length; otherwise lists are checked against the recording's length.
  package var epochIsStated = false
  /// Which of several scorers in one file to use, from 1 in file order. Nil prefers a person to a program,
  /// and the first among these.
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
