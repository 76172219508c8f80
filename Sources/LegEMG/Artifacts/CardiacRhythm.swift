import SleepEvents

/// The times of the heartbeats, from an ECG channel.
///
/// The ECG is decimated to about 128 Hz and its slow waves are removed by subtracting a running mean. Each
/// excursion of the dominant polarity above half the usual peak is a beat; no two lie within 0.3 s of each
/// other.
package struct CardiacRhythm: Sendable {
  /// Times of the R waves, in order.
  package let beats: [Instant]

  /// - Throws: whatever the source throws.
  package init(_ source: any SampleSource) throws {
    var scan = CardiacScan(source)
    for window in scan.takeWindows(toSeconds: .infinity) { scan.add(try scan.listener.beats(in: window)) }
    beats = scan.beats
  }

  package init(beats: [Instant]) { self.beats = beats.sorted() }
}
