import EDF
import Foundation
import SleepEvents
import StructuredText

/// Formats for exporting a night to other programs. Our own readers read each of them back to the same score.
package enum ExportFormat: String, Sendable, CaseIterable {
  case edf
  case annot
  case nsrr
  case bids
  case edfbrowser
  case stages
}

/// Writes a night's stages, movements and events for another program.
package struct ScoringExport: Sendable {
  let night: NightAnnotations
  let channel: @Sendable (Leg) -> String
  /// Time of day of time 0, for formats that only have clock times.
  let startClock: TimeSpan
  /// The rule set's classification of each movement; empty to write only the movements.
  let scores: [LegMovement: MovementScore]
  /// Whether the BIDS sidecar has tags of the HED library SCORE. A validator refuses them unless the data set
  /// states `HEDVersion`.
  package var tagsHED = false

  /// - Parameters:
  ///   - channel: the label of a leg's channel, on which viewers draw its movements.
  ///   - startClock: midnight if unknown.
  ///   - scores: keyed by the movement without its amplitude.
  package init(
    night: NightAnnotations, startClock: TimeSpan = .zero, scores: [LegMovement: MovementScore] = [:],
    channel: @escaping @Sendable (Leg) -> String
  ) {
    self.night = night
    self.scores = scores
    self.channel = channel
    self.startClock = startClock
  }

  /// The files of an export to `path`, the main one first.
  ///
  /// - Parameter recording: the header of the recording beside which EDF+ annotations are to be shown;
  ///   viewers align files by it.
  /// - Throws: `EDFError` if something does not fit the format, `ExportError` if the format cannot represent
  ///   the night.
  package func files(
    _ format: ExportFormat, path: String, recording: EDFHeader? = nil
  ) throws -> [(path: String, contents: Data)] {
    switch format {
    case .edf:
      let identification = recording.map { EDFIdentification(startOf: $0) } ?? EDFIdentification()
      return [
        (path, try EDFAnnotationWriter.data(edfAnnotations, identification: identification, name: path))
      ]
    case .annot: return [(path, Data(lunaText.utf8))]
    case .nsrr: return [(path, Data(nsrrText.utf8))]
    case .bids: return [(path, Data(bidsText.utf8)), (sidecar(of: path), Data(bidsSidecar.utf8))]
    case .edfbrowser: return [(path, Data(edfBrowserText.utf8))]
    case .stages:
      if let extent = night.extent, extent.duration >= CalendarDay.length {
        throw ExportError.clockWithoutDate(format: format.rawValue, hours: extent.duration.hours)
      }
      return [(path, Data(stagesText.utf8))]
    }
  }

  /// One entry to be written: a stage of at most one epoch, a movement of one leg, or an event.
  struct Item {
    enum Content {
      case stage(SleepStage)
      case movement(Leg)
      /// The same movement again, marked as one of a series.
      case periodic(Leg)
      case event(EventKind)
    }
    var content: Content
    var range: TimeRange
    var hasDuration: Bool
  }

  /// All entries in order of onset; stages are split into 30 s pieces, since other programs count epochs.
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
    for movement in night.legMovements {
      items.append(Item(content: .movement(movement.leg), range: movement.range, hasDuration: true))
      if scores[movement]?.isPeriodic == true {
        items.append(Item(content: .periodic(movement.leg), range: movement.range, hasDuration: true))
      }
    }
    return items.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }
    .map(\.element)
  }

  /// Nine decimals resolve a tick, so that reading gives the same instant.
  func seconds(_ value: Double) -> String { Delimited.fixed(value, 9) ?? "0" }
}

/// The standard texts of EDF+ (edfplus.info), as far as they exist.
enum EDFPlusText {
  /// Not an EDF+ standard text, but read as periodic everywhere.
  static let periodic = "PLM"

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
