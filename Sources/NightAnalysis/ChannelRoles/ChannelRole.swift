import EDF
import SleepEvents

/// The purpose of a channel. Raw values are the `role` values of `inspect --json`.
package enum ChannelRole: String, Sendable, CaseIterable {
  case leftLeg = "left_leg"
  case rightLeg = "right_leg"
  case legsCombined = "legs_combined"
  case chin
  case ecg
  case annotations
  case other

  /// The roles of a recording's channels by their labels, in channel order. Both electrodes of a leg have the
  /// leg's role; a label that could be either leg is `other`.
  ///
  /// - Parameter map: a laboratory's own names, which take precedence.
  package static func roles(of signals: [EDFSignal], map: ChannelMap? = nil) -> [ChannelRole] {
    let meanings = LabelMeanings(signals)
    return signals.map { signal in
      if signal.isAnnotations { return .annotations }
      if let mapped = map?.role(of: signal) { return mapped.channelRole }
      return switch meanings[signal] {
      case .leg(.left), .electrode(.left): .leftLeg
      case .leg(.right), .electrode(.right): .rightLeg
      case .combined: .legsCombined
      case .ambiguous: .other
      case .other: isECG(signal) ? .ecg : ChinChannel.isChin(signal) ? .chin : .other
      }
    }
  }

  /// Matches `ECG`, `EKG II` and `ECG1-ECG2`, but not the heart rate that a device derives.
  static func isECG(_ signal: EDFSignal) -> Bool {
    let folded = LabelFolding.folded(signal.label)
    guard folded.hasPrefix("ecg") || folded.hasPrefix("ekg"), signal.isVoltageOrUnknown else { return false }
    let rest = folded.dropFirst(3)
    return !["rate", "hr", "imp", "quality", "bpm", "freq"].contains { rest.contains($0) }
  }
}

/// The meanings of all labels of one recording, since some can only be understood in context.
struct LabelMeanings {
  private let byIndex: [LegLabel]
  /// What the labels of channels in other units than volts would mean.
  private let otherUnits: [LegLabel]

  init(_ signals: [EDFSignal]) {
    let hasTAD = signals.contains { LabelFolding.folded($0.label) == "tad" }
    let isElectrical = signals.map { !$0.isAnnotations && !$0.label.isEmpty && $0.isVoltageOrUnknown }
    let labels = signals.map(\.label)
    let alone = zip(labels, isElectrical).map { $1 ? LegLabel($0, hasFrenchPair: hasTAD) : .other }
    let electrical = zip(labels, isElectrical).map { $1 ? $0 : "" }
    byIndex = LegPairs.completing(alone, labels: electrical)
    otherUnits = zip(labels, isElectrical).map { $1 ? .other : LegLabel($0, hasFrenchPair: hasTAD) }
  }

  /// Whether a channel may be this leg's and cannot be taken as such: its label leaves open which leg it is, or names
  /// the leg beside a unit that is no voltage.
  func mayBe(_ leg: Leg, _ signal: EDFSignal) -> Bool {
    byIndex[signal.index] == .ambiguous || [.leg(leg), .electrode(leg)].contains(otherUnits[signal.index])
  }

  subscript(_ signal: EDFSignal) -> LegLabel { byIndex[signal.index] }
}

extension EDFSignal {
  /// False for impedances, accelerations and the like, which devices export along with the electrodes.
  var isVoltageOrUnknown: Bool {
    guard microvoltsPerUnit == nil else { return true }
    let unit = unitText.lowercased()
    return !["ohm", "kohm", "ω", "kω", "bpm", "%", "g", "g/s", "hz", "lx"].contains(unit)
  }
}
