import SleepEvents

/// What a channel is wanted for.
package enum ChannelUse: String, Sendable, Hashable, CaseIterable {
  case left, leftReference, right, rightReference
  /// One channel for each leg, where nothing tells which is which.
  case legs
  case ecg, chin
  /// A table of its samples.
  case table

  init(_ leg: Leg) { self = leg == .left ? .left : .right }

  /// The electrode that is subtracted from a leg's.
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
