import EDF
import SleepEvents

/// The leg that a channel label stands for, for annotations tied to a channel.
enum ChannelSide {
  static func side(of label: String, map: ChannelMap?) -> Side? {
    if let entry = map?.entries.first(where: { LabelFolding.folded($0.label) == LabelFolding.folded(label) })
    {
      switch entry.role {
      case .leftLeg, .leftLegReference: return .left
      case .rightLeg, .rightLegReference: return .right
      case .legsCombined, .ecg, .ignore: return nil
      }
    }
    return switch LegLabel(label, hasFrenchPair: true) {
    case .leg(let leg), .electrode(let leg): Side(leg)
    case .combined, .ambiguous, .other: nil
    }
  }
}
