import EDF
import Foundation
import LegEMG
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyReports
import Synchronization

/// The data that the viewer on a night's page draws: short parts of both legs, and every movement and near
/// miss with the deciding values.
package struct MovementViewer {
  /// Bytes of signal, before base64, allowed in a page: 1,000 movements then fit into less than 3 MB in all.
  private static let budget = 1_700_000
  private static let reach = 10.0

  private let night: ReportedNight
  private let legs: [(leg: Leg, trace: LegTrace)]
  private let companions: [CompanionTrace]
  private let windows: LegTrace.Windows

  /// Reads the two legs from the recording on which the night is based.
  ///
  /// - Parameter also: labels of up to four channels to draw in addition to the legs.
  /// - Throws: `ReportError.anotherRecording` if its legs are not those of the result; `EDFError` if the
  ///   recording cannot be read.
  package init(night: ReportedNight, recording path: String, also: [String] = []) throws {
    precondition(also.count <= CompanionTrace.most)
    self.night = night
    let file = try EDFFile(path: path)
    try RecordingCheck.belongs(file, to: night.document)
    let length = file.segments.map(\.range.end.seconds).max() ?? 0
    let moments =
      night.movements.map { $0.range } + night.nearMisses.map(\.burst.range)
    windows = LegTrace.Windows(
      moments: moments.map { $0.start.seconds...$0.end.seconds }, reach: MovementViewer.reach, limit: length,
      budget: MovementViewer.budget, channels: 2 + also.count)
    let assumed = night.document.parameters.assumedUnit.flatMap {
      file.signals.first?.assuming(unit: $0)?.microvoltsPerUnit
    }
    var sources: [(leg: Leg, source: Derivation, band: ClosedRange<Double>)] = []
    for leg in Leg.allCases {
      guard let figures = night.document.quality[leg] else { continue }
      guard let signals = Derivation.signals(named: figures.channel, of: file), let first = signals.first
      else {
        throw ReportError.anotherRecording(
          file: path, expected: "with channel '\(figures.channel)'", found: "none of that name")
      }
      let source = try Derivation(
        file: file, signal: first, reference: signals.count > 1 ? signals[1] : nil,
        assumedMicrovoltsPerUnit: assumed)
      sources.append((leg, source, figures.band ?? 10...90))
    }
    let windows = windows
    let jobs = sources
    let others = try CompanionTrace.sources(also, of: file)
    let traces = try ConcurrentTraces.make(jobs.count + others.count) { index in
      let isLeg = index < jobs.count
      return try LegTrace(
        isLeg ? jobs[index].source : others[index - jobs.count].source, band: isLeg ? jobs[index].band : nil,
        windows: windows, seconds: Int(length.rounded(.up)))
    }
    companions = zip(others, traces.dropFirst(jobs.count)).map {
      CompanionTrace(name: $0.name, unit: $0.unit, trace: $1)
    }
    legs = zip(sources, traces).map { ($0.leg, $1) }
  }

  /// The viewer as part of the night's page.
  package var page: PageViewer {
    PageViewer(markup: ViewerMarkup.markup, data: json, code: ViewerMarkup.script)
  }

  /// The data for the page's script.
  var json: JSONValue {
    let full = max(20, legs.map { max($0.trace.detail.reach, $0.trace.overview.reach) }.max() ?? 20)
    let data: JSONValue = [
      "words": ViewerWords.json, "key": JSONValue(night.document.key),
      "key_line": .string(CorrectionKey.prefix), "file": .string(downloadName),
      "clock": JSONValue(night.clockStart),
      "duration": .number(night.extent.upperBound), "full": .number(Double(full)),
      "onset_uv": .number(night.document.parameters.detectionParameters.onsetMicrovolts),
      "rules": .array(night.rules.map { .string(ReportWords.ruleName($0.name)) }),
      "rate": .integer(windows.rate),
      "windows": .array(
        windows.ranges.map { .array([.integer($0.lowerBound), .integer($0.count)]) }),
      "legs": .array(
        legs.map { leg, trace in
          [
            "leg": .string(leg.rawValue), "name": .string(ReportWords.leg(leg)),
            "levels": .array(levels(leg)),
            "overview": .string(encoded(trace.overview, full: full)),
            "detail": .string(encoded(trace.detail, full: full)),
          ]
        }),
      "stages": .array(
        night.hypnogram.spans.map { span in
          .array([
            .number(span.range.start.seconds), .number(span.range.end.seconds), .string(span.stage.rawValue),
          ])
        }), "events": .array(events), "rows": .array(rows),
    ]
    guard !companions.isEmpty, let members = data.members else { return data }
    return .object(members + [.init("also", .array(companions.map(\.json)))])
  }

  /// Arousals and respiratory events: start, end and kind of each.
  private var events: [JSONValue] {
    night.events.filter { $0.kind == .arousal || $0.kind.isRespiratory }.map { kind, row in
      .array([
        .number(row.onset.seconds), .number(row.range.end.seconds), .string(ViewerWords.event(kind)),
      ])
    }
  }

  /// Resting level and offset threshold for each valid minute of a leg.
  private func levels(_ leg: Leg) -> [JSONValue] {
    night.minutes.filter { $0.leg == leg && $0.isValid }.compactMap { minute in
      minute.restingMicrovolts.map { resting in
        let offset = MovementViewer.offsetThreshold(resting: resting, leg: leg, document: night.document)
        return .array([.number(minute.onset.seconds), .number(resting), .number(offset)])
      }
    }
  }

  /// Name of the corrections file, which identifies the night.
  private var downloadName: String {
    // A name typed for the page may contain characters that are not allowed in file names.
    let name = String(
      (night.identity?.night ?? "night").map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" })
    return "corrections_\(name)" + (night.document.key.map { "_" + $0 } ?? "") + ".tsv"
  }

  /// One row of the viewer: a movement or a near miss.
  private struct Row {
    var movement: LegMovementRow
    var miss: NearMissRow?
  }

  /// Leg, onset, duration, resting level, peak and stage, then for each rule set its decision and whether the
  /// movement is periodic; for a near miss its criterion, the required value, the value found, and their
  /// unit.
  private var rows: [JSONValue] {
    let places = night.rules.map { table in
      night.document.ruleSets.keys.firstIndex(of: table.name) ?? 0
    }
    let combined = night.rules.map { table in
      Dictionary(table.rows.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let all =
      (night.movements.map { Row(movement: $0) }
      + night.nearMisses.map { Row(movement: $0.burst, miss: $0) })
      .sorted { ($0.movement.onset, $0.movement.leg) < ($1.movement.onset, $1.movement.leg) }
    return all.map { item in
      let row = item.movement
      let fates = zip(places, combined).map { place, table -> JSONValue in
        switch row.fate(place) {
        case .counted(let number):
          guard let movement = table[number] else {
            return .array([.string(""), .bool(false), .bool(false)])
          }
          return .array([
            .string("\(number): \(ReportWords.reason(movement.reason))"), .bool(true),
            .bool(movement.isPeriodic),
          ])
        case .dropped(let reason):
          return .array([.string(ReportWords.reason(reason)), .bool(false), .bool(false)])
        case nil: return .array([.string(""), .bool(false), .bool(false)])
        }
      }
      return [
        "leg": .string(row.leg.rawValue), "onset": .number(row.onset.seconds),
        "duration": .number(row.duration.seconds), "resting": JSONValue(row.restingMicrovolts),
        "offset": JSONValue(
          row.restingMicrovolts.map {
            MovementViewer.offsetThreshold(resting: $0, leg: row.leg, document: night.document)
          }), "peak": JSONValue(row.peakMicrovolts),
        "stage": .string(row.stage.rawValue), "fates": .array(fates),
        "miss": item.miss.map { miss in
          .array([
            .string(MarkupText.shortened(ViewerWords.criterion(miss.criterion), to: 60)),
            JSONValue(miss.required),
            JSONValue(miss.found),
            JSONValue(miss.criterion.flatMap(ViewerWords.unit)),
          ])
        } ?? .null,
      ]
    }
  }

  /// The level at which quiet begins for a given resting level: the offset above it, or the upper edge of its
  /// scatter where that is higher.
  ///
  /// - Parameter document: supplies the detection parameters and the band of the leg.
  static func offsetThreshold(resting: Double, leg: Leg, document: NightDocument) -> Double {
    let detection = document.parameters.detectionParameters
    guard document.parameters.detection != nil, let band = document.quality[leg]?.band,
      detection.envelopeSeconds > 0
    else { return resting + detection.offsetMicrovolts }
    let scatter = DetectionParameters.relativeScatter(
      bandwidth: band.upperBound - band.lowerBound, seconds: detection.envelopeSeconds)
    let margin = max(detection.offsetMicrovolts, detection.scatterDeviations * scatter * resting)
    return ((resting + margin) * 1000).rounded() / 1000
  }

  /// An inverse hyperbolic sine scale, which resolves both the microvolts of rest and the hundreds of a
  /// movement.
  private func encoded(_ extremes: LegTrace.Extremes, full: Float) -> String {
    let scale = 127 / asinh(full)
    return extremes.encoded { asinh(max(-full, min(full, $0))) * scale }
  }
}

/// Reads all traces concurrently.
private enum ConcurrentTraces {
  static func make(_ count: Int, _ make: @Sendable (Int) throws -> LegTrace) throws -> [LegTrace] {
    let results = Mutex<[Int: Result<LegTrace, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try make(index) }
      results.withLock { $0[index] = result }
    }
    let made = results.withLock { $0 }
    return try (0..<count).compactMap { try made[$0]?.get() }
  }
}
