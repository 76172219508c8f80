import EDF
import SleepEvents

/// Why the leg channels of a recording cannot be told. All are unusable input (65): the user says which.
package enum ChannelError: ReportableError, Equatable {
  case noLegs(file: String, channels: [String])
  case ambiguousLeg(file: String, option: String, candidates: [String])
  case noSuchChannel(file: String, option: String, asked: String, channels: [String])
  case ambiguousLabel(file: String, option: String, asked: String, candidates: [String])
  case usedTwice(file: String, option: String, channel: String)
  case annotationChannel(file: String, option: String, channel: String)
  case referenceWithoutLeg(file: String, option: String)
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
      return "\(name): expected leg EMG channels, found none among the labels; name them with --left and "
        + "--right (or --channel-map), the channels are \(Self.list(channels))"
    case .ambiguousLeg(_, let option, let candidates):
      return "\(name): expected one channel for \(option), found \(candidates.count) that it could be: "
        + "\(Self.list(candidates)); choose with \(option), such as \(Self.firstOption(option)) "
        + "'#\(Self.index(candidates))'" + Self.pairAdvice(option, candidates)
    case .noSuchChannel(_, let option, let asked, let channels):
      return "\(name): expected a channel for \(option), found none called '\(asked)'; "
        + "the channels are \(Self.list(channels))"
    case .ambiguousLabel(_, let option, let asked, let candidates):
      return "\(name): expected one channel for \(option), found \(candidates.count) called '\(asked)': "
        + "\(Self.list(candidates)); name it by its index, such as \(option) '#\(Self.index(candidates))'"
    case .usedTwice(_, let option, let channel):
      return "\(name): expected a channel of its own for \(option), found \(channel), which is used already; "
        + "name another channel"
    case .annotationChannel(_, let option, let channel):
      return "\(name): expected a signal for \(option), found the annotation channel \(channel); "
        + "name another channel"
    case .referenceWithoutLeg(_, let option):
      return "\(name): expected a leg channel beside \(option)-reference, found none; give \(option) too"
    case .differentRates(_, let channel, let reference):
      return
        "\(name): expected one sampling rate to subtract channel \(reference) from \(channel), found two; "
        + "name another reference"
    case .movementSensor(_, let channel, let transducer):
      return
        "\(name), channel \(channel): expected the EMG of a leg, found a movement sensor ('\(transducer)'), "
        + "which has no microvolts; name an EMG channel with --left and --right"
    }
  }

  /// All that is needed to choose, and not a page of it.
  private static func list(_ channels: [String]) -> String {
    let shown = channels.prefix(40).joined(separator: ", ")
    return channels.count > 40 ? "\(shown) and \(channels.count - 40) more" : shown
  }

  /// How to say that channels are the two electrodes of one leg.
  private static func pairAdvice(_ option: String, _ candidates: [String]) -> String {
    guard candidates.count >= 2, candidates.count <= 4 else { return "" }
    let first = firstOption(option)
    return
      "; if two of them are the electrodes of one leg, subtract them with \(first) '#\(index(candidates))' "
      + "\(first)-reference '#\(index(Array(candidates.dropFirst())))'"
  }

  private static func firstOption(_ option: String) -> String {
    option.split(separator: " ").first.map(String.init) ?? option
  }

  private static func index(_ candidates: [String]) -> String {
    candidates.first.map { String($0.dropFirst().prefix(while: \.isNumber)) } ?? "0"
  }
}
