import EDF
import Foundation
import LegEMG
import NightAnalysis
import SleepEvents
import StructuredText
import Synchronization

/// What the viewer of a night's page draws: both legs in short stretches, and every movement and near miss with what
/// decided.
public struct MovementViewer {
  /// Bytes of signal, before base64, that a page may carry: 1,000 movements fit under 3 MB in all.
  private static let budget = 1_700_000
  private static let reach = 10.0

  private let night: StoredNight
  private let legs: [(leg: Leg, trace: LegTrace)]
  private let windows: LegTrace.Windows

  /// Reads the two legs of the recording that the night was made from.
  ///
  /// - Throws: `ReportError.anotherRecording` where channels or length differ from the result's; `EDFError` where the
  ///   recording cannot be read.
  public init(night: StoredNight, recording path: String) throws {
    self.night = night
    let file = try EDFFile(path: path)
    let length = file.segments.map(\.range.end.seconds).max() ?? 0
    if let expected = night.result["recording"]?["duration_s"]?.doubleValue, abs(expected - length) > 1 {
      throw ReportError.anotherRecording(
        file: path, expected: "\(JSONValue.numberText(expected)) s long",
        found: "one of \(JSONValue.numberText(length)) s")
    }
    let rows = night.movements + night.nearMisses
    windows = LegTrace.Windows(
      moments: rows.map { $0.onset...$0.end }, reach: MovementViewer.reach, limit: length,
      budget: MovementViewer.budget)
    var sources: [(leg: Leg, source: Derivation, band: ClosedRange<Double>)] = []
    for (leg, key) in [(Leg.left, "left"), (.right, "right")] {
      guard let quality = night.result["quality"]?[key], let channel = quality["channel"]?.stringValue else {
        continue
      }
      let band = (quality["band_hz"]?.arrayValue ?? []).compactMap(\.doubleValue)
      let range = band.count == 2 && band[0] > 0 && band[0] < band[1] ? band[0]...band[1] : 10...90
      sources.append((leg, try MovementViewer.derivation(channel, of: file, path: path, night: night), range))
    }
    let windows = windows
    let jobs = sources
    let traces = try ConcurrentTraces.make(jobs.count) { index in
      try LegTrace(
        jobs[index].source, band: jobs[index].band, windows: windows, seconds: Int(length.rounded(.up)))
    }
    legs = zip(sources, traces).map { ($0.leg, $1) }
  }

  /// The channel of that name, or the two whose names make it up.
  private static func derivation(
    _ name: String, of file: EDFFile, path: String, night: StoredNight
  ) throws -> Derivation {
    let signals = file.signals.filter { !$0.isAnnotations }
    let unit = night.result["parameters"]?["detection"]?["assumed_unit"]?.stringValue
    let assumed = unit.flatMap { signals.first?.assuming(unit: $0)?.microvoltsPerUnit }
    if let signal = signals.first(where: { $0.label == name }) {
      return try Derivation(file: file, signal: signal.index, assumedMicrovoltsPerUnit: assumed)
    }
    for signal in signals {
      if let other = signals.first(where: { signal.label + "-" + $0.label == name }) {
        return try Derivation(
          file: file, signal: signal.index, reference: other.index, assumedMicrovoltsPerUnit: assumed)
      }
    }
    throw ReportError.anotherRecording(
      file: path, expected: "with channel '\(name)'", found: "none of that name")
  }

  /// The data that the page's script reads.
  public var json: JSONValue {
    let full = max(20, legs.map { max($0.trace.detail.reach, $0.trace.overview.reach) }.max() ?? 20)
    let detection = night.result["parameters"]?["detection"]
    return [
      "words": ViewerWords.json, "clock": JSONValue(night.clockStart),
      "duration": .number(night.extent.upperBound), "full": .number(Double(full)),
      "onset_uv": JSONValue(detection?["onset_uv"]?.doubleValue ?? 8),
      "rules": .array(night.rules.map { .string(ReportWords.ruleName($0.name)) }),
      "rate": .integer(windows.rate),
      "windows": .array(
        windows.ranges.map { .array([.integer($0.lowerBound), .integer($0.count)]) }),
      "legs": .array(
        legs.map { leg, trace in
          [
            "leg": .string(leg.rawValue), "name": .string(ReportWords.leg(leg)),
            "overview": .string(encoded(trace.overview, full: full)),
            "detail": .string(encoded(trace.detail, full: full)),
          ]
        }),
      "stages": .array(
        night.hypnogram.spans.map { span in
          .array([
            .number(span.range.start.seconds), .number(span.range.end.seconds), .string(span.stage.rawValue),
          ])
        }), "rows": .array(rows),
    ]
  }

  /// Leg, onset, duration, resting level, peak, stage, then for each rule set what became of it and whether it is
  /// periodic there; for a near miss its criterion, what was asked and what was found.
  private var rows: [JSONValue] {
    let combined = night.rules.map { table in
      Dictionary(table.rows.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let all =
      (night.movements.map { ($0, false) } + night.nearMisses.map { ($0, true) })
      .sorted { ($0.0.onset, $0.0.leg) < ($1.0.onset, $1.0.leg) }
    return all.map { row, isMiss in
      let fates = zip(row.fates, combined).map { fate, table -> JSONValue in
        guard let number = Int(fate), let movement = table[number] else {
          return .array([.string(fate), .bool(false), .bool(false)])
        }
        return .array([
          .string("\(number): \(movement.reason)"), .bool(true), .bool(movement.isPeriodic),
        ])
      }
      return [
        "leg": .string(row.leg.rawValue), "onset": .number(row.onset), "duration": .number(row.duration),
        "resting": JSONValue(row.restingMicrovolts),
        "offset": JSONValue(
          row.restingMicrovolts.map {
            MovementViewer.offsetThreshold(resting: $0, leg: row.leg, result: night.result)
          }), "peak": JSONValue(row.peakMicrovolts),
        "stage": .string(row.stage), "fates": .array(fates),
        "miss": isMiss
          ? .array([
            .string(MarkupText.shortened(row.criterion ?? "?", to: 60)), JSONValue(row.required),
            JSONValue(row.found),
          ]) : .null,
      ]
    }
  }

  /// Where the detector's quiet begins over a resting level: the offset above it, or the edge of the level's own scatter
  /// where that is higher.
  ///
  /// - Parameters:
  ///   - result: `result.json`, with the parameters of the detection and the band of the leg.
  static func offsetThreshold(resting: Double, leg: Leg, result: JSONValue) -> Double {
    let detection = result["parameters"]?["detection"]
    let edges = result["quality"]?[leg == .left ? "left" : "right"]?["band_hz"]?.arrayValue ?? []
    let band = edges.compactMap(\.doubleValue)
    let offset = detection?["offset_uv"]?.doubleValue ?? 2
    guard band.count == 2, band[1] > band[0], let deviations = detection?["scatter_deviations"]?.doubleValue,
      let seconds = detection?["envelope_s"]?.doubleValue, seconds > 0
    else { return resting + offset }
    let scatter = DetectionParameters.relativeScatter(bandwidth: band[1] - band[0], seconds: seconds)
    return ((resting + max(offset, deviations * scatter * resting)) * 1000).rounded() / 1000
  }

  /// Low and high of each stretch as signed bytes on an inverse hyperbolic sine, which keeps the microvolts of rest
  /// and the hundreds of a movement apart alike; low above high is no signal.
  private func encoded(_ extremes: LegTrace.Extremes, full: Float) -> String {
    let scale = 127 / asinh(full)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * extremes.low.count)
    for (low, high) in zip(extremes.low, extremes.high) {
      if low > high {
        bytes += [1, 0]
      } else {
        for value in [low, high] {
          let level = (asinh(max(-full, min(full, value))) * scale).rounded()
          bytes.append(UInt8(bitPattern: Int8(level)))
        }
      }
    }
    return Data(bytes).base64EncodedString()
  }
}

/// Both legs at once.
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
