import SleepEvents

/// Synthesizes the chin EMG: electrode noise, and whole seconds of REM sleep with muscle activity.
struct ChinSynthesis {
  private let active: Set<Int>
  private let rate: Int
  private var noise: BandNoise

  /// Microvolts RMS.
  private static let resting = 0.6
  private static let activity = 10.0

  init(night: SimulatedNight, rate: Int) {
    active = night.activeChinSeconds
    self.rate = rate
    var random = SimulatorRandom(seed: night.seed, stream: 31)
    let hertz = Double(rate)
    noise = BandNoise(low: 20, high: min(100, 0.45 * hertz), rate: hertz, seed: random.bits())
  }

  /// Samples of one second, microvolts.
  mutating func second(_ second: Int) -> [Double] {
    let size = active.contains(second) ? ChinSynthesis.activity : ChinSynthesis.resting
    return (0..<rate).map { _ in size * noise.next() }
  }
}
