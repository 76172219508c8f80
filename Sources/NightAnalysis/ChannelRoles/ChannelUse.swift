import SleepEvents

/// The purpose for which a channel is requested.
package enum ChannelUse: String, Sendable, Hashable, CaseIterable {
  case left, leftReference, right, rightReference
  /// One channel for each leg, where the sides cannot be distinguished.
  case legs
  case ecg, chin
  /// A table of the channel's samples.
  case table

  init(_ leg: Leg) { self = leg == .left ? .left : .right }

  /// The electrode that is subtracted from that of a leg.
  var reference: ChannelUse { self == .right ? .rightReference : .leftReference }

  var isReference: Bool { self == .leftReference || self == .rightReference }

  package var words: String {
    switch self {
    case .left: "the left leg"
    case .leftReference: "the left leg's reference"
    case .right: "the right leg"
    case .rightReference: "the right leg's reference"
    case .legs: "each leg"
    case .ecg: "the ECG"
    case .chin: "the chin"
    case .table: "the table"
    }
  }
}
