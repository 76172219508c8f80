import SleepEvents

/// When the heart beats, from an ECG channel.
///
/// The ECG is thinned to about 128 Hz, freed of its slow waves by subtracting a running mean, and each
/// excursion of the dominant polarity above half the usual peak is a beat; no two within 0.3 s.
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
