import EDF
import LegEMG
import SleepEvents

/// Takes the legs and the ECG of a night through the recording together, so that what lies side by side in the file
/// is read at once.
struct NightScan {
  struct Source {
    var leg: SleepEvents.Leg
    var derivation: Derivation
  }

  struct Leg {
    var record: LegRecord
    var source: Derivation
  }

  var legs: [Leg]
  /// Nil without an ECG.
  var rhythm: CardiacRhythm?
  /// The ECG could not be read; never a reason to fail.
  var ecgFailed = false

  /// - Parameter threads: the result is the same for any number.
  /// - Throws: `EDFError` where a leg cannot be read, `LegEMGError` where it cannot be scored.
  static func run(
    _ sources: [Source], ecg: Derivation?, file: EDFFile, analyzer: LegAnalyzer, threads: Int
  ) throws -> NightScan {
    let window = RecordWindow(
      file: file, signals: sources.flatMap(\.derivation.signals) + (ecg?.signals ?? []))
    let scans = try sources.map { source in
      try LegScan(
        analyzer, source: source.derivation.reading(through: window), leg: source.leg,
        channel: source.derivation.name)
    }
    var heart = ecg.map { CardiacScan($0.reading(through: window)) }
    var ecgFailed = false
    while let next = step(scans, sources) {
      try load(next.records, into: window, threads: threads)
      do {
        try heart?.advance(toSeconds: next.seconds)
      } catch {
        heart = nil
        ecgFailed = true
      }
      let beats = heart?.beats
      let outcomes = concurrentMap(next.scans, threads: threads) { scan in
        Result { try scan.advance(beats: beats) }
      }
      for outcome in outcomes { try outcome.get() }
    }
    if heart != nil {
      do {
        try heart?.advance(toSeconds: .infinity)
      } catch {
        heart = nil
        ecgFailed = true
      }
    }
    return NightScan(
      legs: zip(scans, sources).map { Leg(record: $0.record(), source: $1.derivation) },
      rhythm: heart.map { CardiacRhythm(beats: $0.beats) }, ecgFailed: ecgFailed)
  }

  /// Legs whose next chunks lie in the same records.
  private struct Step {
    var scans: [LegScan]
    var records: Range<Int>
    /// Recorded time up to the end of the chunks, gaps left out.
    var seconds: Double
  }

  /// The step that lies first in the recording; nil when all legs are done.
  private static func step(_ scans: [LegScan], _ sources: [Source]) -> Step? {
    var steps: [Step] = []
    for (scan, source) in zip(scans, sources) {
      guard let samples = scan.upcoming else { continue }
      let records = source.derivation.records(of: samples)
      let seconds = Double(samples.upperBound) / source.derivation.samplingRate.hertz
      if let same = steps.firstIndex(where: { $0.records == records }) {
        steps[same].scans.append(scan)
        steps[same].seconds = max(steps[same].seconds, seconds)
      } else {
        steps.append(Step(scans: [scan], records: records, seconds: seconds))
      }
    }
    return steps.min { $0.records.upperBound < $1.records.upperBound }
  }

  /// Reads a stretch of records on all threads; a stretch that is too long is left for the legs to read.
  private static func load(_ records: Range<Int>, into window: RecordWindow, threads: Int) throws {
    guard window.prepare(records) else { return }
    let parts = max(1, threads)
    let outcomes = concurrentMap(Array(0..<parts), threads: threads) { part in
      Result { try window.load(part: part, of: parts) }
    }
    for outcome in outcomes { try outcome.get() }
  }
}
