import SleepEvents

/// One annotation of a recording.
public struct EDFAnnotation: Hashable, Sendable {
  /// Since the start of the recording.
  public var onset: Instant
  /// Nil if the file gives no duration.
  public var duration: TimeSpan?
  /// Without its `@@channel` suffix.
  public var text: String
  /// The label after `@@`, which ties the annotation to a channel.
  public var channel: String?

  /// - Parameter channel: the label of the channel it belongs to; nil for the whole recording.
  public init(onset: Instant, duration: TimeSpan? = nil, text: String, channel: String? = nil) {
    self.onset = onset
    self.duration = duration
    self.text = text
    self.channel = channel
  }

  /// Splits `Limb movement@@EMG LAT` at its last `@@`.
  init(onset: Instant, duration: TimeSpan?, written: String) {
    self.init(onset: onset, duration: duration, text: written)
    guard written.utf8.contains(UInt8(ascii: "@")), let mark = written.lastRange(of: "@@") else { return }
    text = String(written[..<mark.lowerBound])
    channel = String(written[mark.upperBound...])
  }

  /// The text with its `@@channel`, as written in a file.
  var written: String { channel.map { text + "@@" + $0 } ?? text }
}

extension String {
  fileprivate func lastRange(of mark: String) -> Range<String.Index>? {
    ranges(of: mark).last
  }
}

/// The contents of the annotation channels.
public struct EDFAnnotations: Sendable {
  /// By onset; annotations of equal onset in the order of the file.
  public let all: [EDFAnnotation]
  /// Annotations that could not be read; the others are unaffected.
  public let skipped: Int
  /// What was malformed in the annotation channels.
  public let warnings: [Warning]
}
