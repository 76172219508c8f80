import EDF
import SleepEvents

/// The source of a leg's EMG.
package struct LegChannel: Sendable, Hashable {
  /// Index of the channel.
  package let signal: Int
  /// Index of the second electrode, to be subtracted; nil if the channel is complete by itself.
  package let reference: Int?
  /// True if one channel carries both legs, which are then scored as one leg.
  package let isCombined: Bool

  package init(signal: Int, reference: Int? = nil, isCombined: Bool = false) {
    self.signal = signal
    self.reference = reference
    self.isCombined = isCombined
  }
}

/// The channels that an analysis uses.
package struct LegChannels: Sendable, Hashable {
  /// The left leg, or the single channel of both legs.
  package let left: LegChannel?
  package let right: LegChannel?
  package let ecg: Int?
  /// `one_leg`, `legs_combined`, `single_electrode`.
  package let warnings: [Warning]

  /// Every channel index in use, those of the legs first.
  package var signals: [Int] { legSignals + [ecg].compactMap(\.self) }

  /// The channels of the legs, references included: left, then right.
  package var legSignals: [Int] {
    [left?.signal, left?.reference, right?.signal, right?.reference].compactMap(\.self)
  }
}

/// The user's choice of channels; nil where the labels decide. A channel is named by `#INDEX` or by its
/// label, either exactly or ignoring case, blanks and punctuation.
package struct ChannelRequest: Sendable {
  package var left: String?
  package var leftReference: String?
  package var right: String?
  package var rightReference: String?
  package var ecg: String?
  package var map: ChannelMap?

  package init(
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
