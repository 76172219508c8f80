import EDF
import SleepEvents

/// Where the EMG of a leg comes from.
public struct LegChannel: Sendable, Hashable {
  /// Index of the channel.
  public let signal: Int
  /// Index of the second electrode, to be subtracted; nil if the channel is whole by itself.
  public let reference: Int?
  /// True if one channel carries both legs: it is scored as one leg.
  public let isCombined: Bool

  public init(signal: Int, reference: Int? = nil, isCombined: Bool = false) {
    self.signal = signal
    self.reference = reference
    self.isCombined = isCombined
  }
}

/// The channels that an analysis uses.
public struct LegChannels: Sendable, Hashable {
  /// The left leg, or the one channel of both legs.
  public let left: LegChannel?
  public let right: LegChannel?
  public let ecg: Int?
  /// `one_leg`, `legs_combined`, `single_electrode`.
  public let warnings: [Warning]

  /// Every channel index in use, the legs' first.
  public var signals: [Int] { legSignals + [ecg].compactMap(\.self) }

  /// The channels of the legs, references included: left, then right.
  public var legSignals: [Int] {
    [left?.signal, left?.reference, right?.signal, right?.reference].compactMap(\.self)
  }
}

/// What the user says about channels; nil where the labels decide. A channel is named `#INDEX`, or by its
/// label, exactly or with case, blanks and punctuation ignored.
public struct ChannelRequest: Sendable {
  public var left: String?
  public var leftReference: String?
  public var right: String?
  public var rightReference: String?
  public var ecg: String?
  public var map: ChannelMap?

  public init(
    left: String? = nil, leftReference: String? = nil, right: String? = nil, rightReference: String? = nil,
    ecg: String? = nil, map: ChannelMap? = nil
  ) {
    self.left = left
    self.leftReference = leftReference
    self.right = right
    self.rightReference = rightReference
    self.ecg = ecg
    self.map = map
  }
}
