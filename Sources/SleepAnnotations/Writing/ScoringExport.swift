import EDF
import Foundation
import SleepEvents
import StructuredText

/// Formats in which a night goes to other programs. Each is read back by our own readers to the same score.
public enum ExportFormat: String, Sendable, CaseIterable {
  case edf
  case annot
  case nsrr
  case bids
  case edfbrowser
  case stages
}

/// Writes a night's stages, movements and events for another program.
public struct ScoringExport: Sendable {
  let night: NightAnnotations
  let channel: @Sendable (Leg) -> String
  /// Time of day of time 0, for formats that have clock times only.
  let startClock: Span

  /// - Parameters:
  ///   - channel: the label of a leg's channel, which viewers draw a movement on.
  ///   - startClock: midnight where it is not known.
  public init(
    night: NightAnnotations, startClock: Span = .zero, channel: @escaping @Sendable (Leg) -> String
  ) {
    self.night = night
    self.channel = channel
    self.startClock = startClock
  }

  /// The files of an export to `path`, the main one first.
  ///
  /// - Throws: `EDFError` where something does not fit the format.
  public func files(_ format: ExportFormat, path: String) throws -> [(path: String, contents: Data)] {
    switch format {
    case .edf: [(path, try EDFAnnotationWriter.data(edfAnnotations, name: path))]
    case .annot: [(path, Data(lunaText.utf8))]
    case .nsrr: [(path, Data(nsrrText.utf8))]
    case .bids: [(path, Data(night.eventsTable.utf8)), (sidecar(of: path), Data(bidsSidecar.utf8))]
    case .edfbrowser: [(path, Data(edfBrowserText.utf8))]
    case .stages: [(path, Data(stagesText.utf8))]
    }
  }

  /// One thing to write: a stage of at most an epoch, a movement of one leg, or an event.
  struct Item {
    enum Content {
      case stage(SleepStage)
      case movement(Leg)
      case event(EventKind)
    }
    var content: Content
    var range: TimeRange
    var hasDuration: Bool
  }

  /// Everything in order of onset; stages in pieces of 30 s, since other programs count epochs.
  var items: [Item] {
    var items: [Item] = []
    for span in night.hypnogram?.spans ?? [] {
      var from = span.range.start
      while from < span.range.end {
        let to = min(from + .seconds(30), span.range.end)
        items.append(
          Item(content: .stage(span.stage), range: TimeRange(start: from, end: to), hasDuration: true))
        from = to
      }
    }
    for event in night.events where event.kind != .legMovement {
      items.append(Item(content: .event(event.kind), range: event.range, hasDuration: event.hasDuration))
    }
    items += night.legMovements.map { Item(content: .movement($0.leg), range: $0.range, hasDuration: true) }
    return items.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }
    .map(\.element)
  }

  /// Nine decimals hold a tick, so that what is read back is the same instant.
  func seconds(_ value: Double) -> String { Delimited.fixed(value, 9) ?? "0" }
}

/// The standard texts of EDF+ (edfplus.info), as far as there are any.
enum EDFPlusText {
  static func stage(_ stage: SleepStage) -> String { "Sleep stage \(stage.rawValue)" }

  static func event(_ kind: EventKind) -> String {
    switch kind {
    case .legMovement: "Limb movement"
    case .obstructiveApnea: "Obstructive apnea"
    case .centralApnea: "Central apnea"
    case .mixedApnea: "Mixed apnea"
    case .apnea: "Apnea"
    case .hypopnea: "Hypopnea"
    case .rera: "RERA"
    case .arousal: "EEG arousal"
    case .lightsOff: "Lights off"
    case .lightsOn: "Lights on"
    case .recordingGap: "Recording gap"
    }
  }
}
