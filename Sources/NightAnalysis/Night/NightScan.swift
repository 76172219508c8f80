import EDF
import LegEMG
import SleepEvents

/// Processes the legs, the chin and the ECG of a night together, so that adjacent data in the file are read
/// in one go.
struct NightScan {
  struct Source {
    var leg: SleepEvents.Leg
    var derivation: Derivation
    /// Samples of it that could not be read.
    let losses = UnreadableSamples()
  }

  struct Leg: Sendable {
    var record: LegRecord
    var source: Derivation
    /// Time ranges that could not be read.
    var lost: [TimeRange] = []
  }

  var legs: [Leg]
  /// Nil without a chin channel or if it could not be read.
  var tone: [ToneScan.Segment]?
  /// True if the chin could not be read; this never fails the night.
  var chinFailed = false
  /// Nil without an ECG.
  var rhythm: CardiacRhythm?
  /// True if the ECG could not be read; this never fails the night.
  var ecgFailed = false

  /// - Parameter threads: the result is the same for any number.
  /// - Throws: `EDFError` if a leg cannot be read, `LegEMGError` if it cannot be scored.
  static func run(
    _ sources: [Source], ecg: Derivation?, chin: Derivation?, file: EDFFile, analyzer: LegAnalyzer,
    threads: Int
  ) throws -> NightScan {
    let window = RecordWindow(
      file: file,
      signals: sources.flatMap(\.derivation.signals) + (ecg?.signals ?? []) + (chin?.signals ?? []))
    let scans = try sources.map { source in
      try LegScan(
        analyzer, source: source.derivation.reading(through: window).noting(source.losses), leg: source.leg,
        channel: source.derivation.name)
    }
    let tone = chin.map { ToneScan(source: $0.reading(through: window)) }
    var chinFailed = false
    var channels: [Channel] = zip(scans, sources).map { Channel(scan: $0, derivation: $1.derivation) }
    if let tone, let chin { channels.append(Channel(scan: tone, derivation: chin)) }
    var heart = ecg.map { CardiacScan($0.reading(through: window)) }
    var ecgFailed = false
    while let next = step(channels) {
      load(next.records, into: window, threads: threads)
      listen(&heart, toSeconds: next.seconds, threads: threads, failed: &ecgFailed)
      let beats = heart?.beats
      let outcomes = concurrentMap(next.scans, threads: threads) { scan in
        Result { try scan.advance(beats: beats) }
      }
      for (scan, outcome) in zip(next.scans, outcomes) {
        do { try outcome.get() } catch {
          // An unreadable chin must not fail the night.
          guard scan is ToneScan else { throw error }
          chinFailed = true
          channels.removeAll { $0.scan is ToneScan }
        }
      }
    }
    listen(&heart, toSeconds: .infinity, threads: threads, failed: &ecgFailed)
    return NightScan(
      legs: zip(scans, sources).map {
        Leg(record: $0.record(), source: $1.derivation, lost: $1.losses.ranges(of: $1.derivation))
      },
      tone: chinFailed ? nil : tone?.segments, chinFailed: chinFailed,
      rhythm: heart.map { CardiacRhythm(beats: $0.beats) }, ecgFailed: ecgFailed)
  }

  /// Finds the beats up to a moment; an ECG that cannot be read is abandoned.
  private static func listen(
    _ heart: inout CardiacScan?, toSeconds seconds: Double, threads: Int, failed: inout Bool
  ) {
    guard let windows = heart?.takeWindows(toSeconds: seconds), let listener = heart?.listener else { return }
    let shares = parts(of: windows.count, threads: threads).map { Array(windows[$0]) }
    let outcomes = concurrentMap(shares, threads: threads) { share in
      Result { try share.map(listener.beats(in:)) }
    }
    do {
      for outcome in outcomes { for beats in try outcome.get() { heart?.add(beats) } }
    } catch {
      heart = nil
      failed = true
    }
  }

  /// Divides `count` items among at most `threads` parts, none of them empty.
  private static func parts(of count: Int, threads: Int) -> [Range<Int>] {
    let parts = max(1, min(count, threads))
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// A leg or the chin.
  private struct Channel {
    var scan: any ChunkScan
    var derivation: Derivation
  }

  /// Channels whose next chunks lie in the same records.
  private struct Step {
    var scans: [any ChunkScan]
    var records: Range<Int>
    /// Recorded time up to the end of the chunks, gaps excluded.
    var seconds: Double
  }

  /// The first step in the recording; nil when all channels are done.
  private static func step(_ channels: [Channel]) -> Step? {
    var steps: [Step] = []
    for channel in channels {
      let (scan, derivation) = (channel.scan, channel.derivation)
      guard let samples = scan.upcoming else { continue }
      let records = derivation.records(of: samples)
      let seconds = Double(samples.upperBound) / derivation.samplingRate.hertz
      if let same = steps.firstIndex(where: { $0.records == records }) {
        steps[same].scans.append(scan)
        steps[same].seconds = max(steps[same].seconds, seconds)
      } else {
        steps.append(Step(scans: [scan], records: records, seconds: seconds))
      }
    }
    return steps.min { $0.records.upperBound < $1.records.upperBound }
  }

  /// Reads a range of records on all threads; a range that is too long is left to the individual readers.
  private static func load(_ records: Range<Int>, into window: RecordWindow, threads: Int) {
    guard window.prepare(records) else { return }
    let outcomes = concurrentMap(parts(of: records.count, threads: threads), threads: threads) { part in
      Result { try window.load(part) }
    }
    // The unreadable bytes may belong to another channel, so let each read for itself and find out what it
    // lacks.
    if outcomes.contains(where: { if case .failure = $0 { true } else { false } }) { window.forget() }
  }
}
