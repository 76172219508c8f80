import EDF
import SleepEvents

/// What a reader needs to know of the recording that a scoring belongs to.
public struct ReadingContext: Sendable {
  public var vocabulary: EventVocabulary
  /// The side that a channel's label stands for; readers tie `Limb movement@@EMG LAT` to a leg with it.
  public var sideOfChannel: @Sendable (String) -> Side?
  /// Start of the recording, to which clock times are resolved.
  public var recordingStart: RecordingStart?
  /// Length of an epoch where the format does not say.
  public var epoch: Span

  public init(
    vocabulary: EventVocabulary = .standard,
    sideOfChannel: @escaping @Sendable (String) -> Side? = { _ in nil },
    recordingStart: RecordingStart? = nil, epoch: Span = .seconds(30)
  ) {
    self.vocabulary = vocabulary
    self.sideOfChannel = sideOfChannel
    self.recordingStart = recordingStart
    self.epoch = epoch
  }
}
