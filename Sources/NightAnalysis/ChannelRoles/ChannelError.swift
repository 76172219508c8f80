import EDF
import SleepEvents

/// Why the leg channels of a recording cannot be determined. All of these are unusable input (65), to be
/// resolved by the user.
package enum ChannelError: ReportableError, Equatable {
  case noLegs(file: String, channels: [String])
  case ambiguousLeg(file: String, use: ChannelUse, candidates: [String])
  case noSuchChannel(file: String, use: ChannelUse, asked: String, channels: [String])
  case ambiguousLabel(file: String, use: ChannelUse, asked: String, candidates: [String])
  case usedTwice(file: String, use: ChannelUse, channel: String)
  case annotationChannel(file: String, use: ChannelUse, channel: String)
  case referenceWithoutLeg(file: String, use: ChannelUse)
  case differentRates(file: String, channel: String, reference: String)
  case movementSensor(file: String, channel: String, transducer: String)

  package var code: String {
    switch self {
    case .noLegs: "no_leg_channel"
    case .ambiguousLeg: "ambiguous_leg_channel"
    case .noSuchChannel: "no_such_channel"
    case .ambiguousLabel: "ambiguous_label"
    case .usedTwice: "channel_used_twice"
    case .annotationChannel: "annotation_channel"
    case .referenceWithoutLeg: "reference_without_leg"
    case .differentRates: "different_sampling_rates"
    case .movementSensor: "movement_sensor"
    }
  }

  package var exitStatus: ExitStatus { .unusableInput }

  package var file: String? {
    switch self {
    case .noLegs(let file, _), .ambiguousLeg(let file, _, _), .noSuchChannel(let file, _, _, _),
      .ambiguousLabel(let file, _, _, _), .usedTwice(let file, _, _), .annotationChannel(let file, _, _),
      .referenceWithoutLeg(let file, _), .differentRates(let file, _, _), .movementSensor(let file, _, _):
      file
    }
  }

  package var location: String? {
    switch self {
    case .noLegs: "channels"
    case .ambiguousLeg(_, _, let candidates), .ambiguousLabel(_, _, _, let candidates):
      "channels " + candidates.joined(separator: ", ")
    case .noSuchChannel(_, _, let asked, _): "channel \(asked)"
    case .usedTwice(_, _, let channel), .annotationChannel(_, _, let channel),
      .differentRates(_, let channel, _),
      .movementSensor(_, let channel, _):
      "channel \(channel)"
    case .referenceWithoutLeg: nil
    }
  }

  package var sentence: String {
    let name = file ?? "recording"
    switch self {
    case .noLegs(_, let channels):
      return "\(name): expected leg EMG channels, found none among the labels; "
        + "the channels are \(Self.list(channels))"
    case .ambiguousLeg(_, let use, let candidates):
      return "\(name): expected one channel for \(use.words), found \(candidates.count) that it could be: "
        + Self.list(candidates)
    case .noSuchChannel(_, let use, let asked, let channels):
      return "\(name): expected a channel for \(use.words), found none called '\(asked)'; "
        + "the channels are \(Self.list(channels))"
    case .ambiguousLabel(_, let use, let asked, let candidates):
      return "\(name): expected one channel for \(use.words), found \(candidates.count) called '\(asked)': "
        + Self.list(candidates)
    case .usedTwice(_, let use, let channel):
      return
        "\(name): expected a channel of its own for \(use.words), found \(channel), which is used already"
    case .annotationChannel(_, let use, let channel):
      return "\(name): expected a signal for \(use.words), found the annotation channel \(channel)"
    case .referenceWithoutLeg(_, let use):
      return "\(name): expected a channel for \(use.words) in addition to its reference, found none"
    case .differentRates(_, let channel, let reference):
      return
        "\(name): expected one sampling rate to subtract channel \(reference) from \(channel), found two"
    case .movementSensor(_, let channel, let transducer):
      return
        "\(name), channel \(channel): expected the EMG of a leg, found a movement sensor ('\(transducer)'), "
        + "which has no microvolts"
    }
  }

  /// Enough names to choose from, without filling a page.
  private static func list(_ channels: [String]) -> String {
    let shown = channels.prefix(40).joined(separator: ", ")
    return channels.count > 40 ? "\(shown) and \(channels.count - 40) more" : shown
  }
}
