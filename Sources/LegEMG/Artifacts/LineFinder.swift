import Foundation

/// Finds the narrow lines in a chunk of a leg: mains and its harmonics, railway current, CPAP blowers,
/// stimulators.
///
/// Examines two-second windows of two kinds: the quietest of every other eighth of the chunk, whose mean
/// spectrum shows permanent lines, and the steadiest loud one of each, or a raised one where none is loud, which
/// show intermittent lines. A line is a bin far above the median of its surroundings; muscle has none.
struct LineFinder {
  static let windowSeconds = 2.0
  private static let parts = 8
  /// Ratio of a line to the median around it, in the mean of several quiet windows.
  private static let quietRatio: Float = 12
  /// The same for a single window, whose bins scatter: noise reaches it once in 10^9.
  private static let singleRatio: Float = 30
  /// Share of a loud window's power above which a line is worth subtracting. Signals with many lines (a
  /// stimulator, a telephone) are left as they are, so that the burst tests recognize them.
  private static let singleShare: Float = 0.5
  /// The same for a window that is only raised: a line no louder than the rest that comes and goes.
  private static let raisedShare: Float = 0.25
  /// Mean square relative to the lower quartile from which a window is loud, and from which it is raised.
  private static let loudLevel: Float = 3
  private static let raisedLevel: Float = 1.4
  private static let lowestHertz = 11.0
  /// Lines closer together than this are one line of varying frequency.
  static let mergeHertz = 1.5
  private static let most = 8

  private let window: SpectrumWindow
  private let halfSecondSamples: Int
  private let highestHertz: Double

  init(rateHertz: Double, halfSecondSamples: Int, highestHertz: Double) {
    window = SpectrumWindow(seconds: LineFinder.windowSeconds, rateHertz: rateHertz)
    self.halfSecondSamples = halfSecondSamples
    self.highestHertz = highestHertz
  }

  /// Frequencies of the chunk's lines, strongest first, hertz.
  ///
  /// - Parameter rest: accumulates the power of the quiet windows, lines excluded.
  func lines(in samples: UnsafeBufferPointer<Float>, rest: inout RestSpectrum) -> [Double] {
    let halves = samples.count / halfSecondSamples
    let span = (window.count + halfSecondSamples - 1) / halfSecondSamples
    guard halves > 0 else { return [] }
    let levels = (0..<halves).map { level(samples, half: $0) }
    let some = stride(from: 0, to: halves, by: max(1, halves / 256)).map { levels[$0] }.sorted()
    let usual = some[some.count / 4]
    var quiet: [Int] = []
    var loud: [Int] = []
    var raised: [Int] = []
    let starts = max(1, halves - span + 1)
    for part in 0..<min(LineFinder.parts, starts) {
      var quietest = (score: Float.infinity, start: 0)
      var steadiest = (score: Float.infinity, start: -1)
      var steadiestRaised = (score: Float.infinity, start: -1)
      for start in starts * part / min(LineFinder.parts, starts)..<starts * (part + 1)
        / min(LineFinder.parts, starts)
      {
        var (low, high) = (Float.infinity, Float(0))
        for half in start..<min(start + span, halves) {
          low = levels[half] < low ? levels[half] : low
          high = levels[half] > high ? levels[half] : high
        }
        if high < quietest.score { quietest = (high, start) }
        guard low > LineFinder.raisedLevel * usual else { continue }
        if low > LineFinder.loudLevel * usual {
          if high / low < steadiest.score { steadiest = (high / low, start) }
        } else if high / low < steadiestRaised.score {
          steadiestRaised = (high / low, start)
        }
      }
      if part % 2 == 0 { quiet.append(quietest.start * halfSecondSamples) }
      if steadiest.start >= 0 {
        loud.append(steadiest.start * halfSecondSamples)
      } else if part % 2 == 1, steadiestRaised.start >= 0 {
        raised.append(steadiestRaised.start * halfSecondSamples)
      }
    }
    var found: [(hertz: Double, power: Float)] = []
    let powers = window.powers(samples, starts: quiet + loud + raised)
    var mean = [Float](repeating: 0, count: window.bins)
    for power in powers.prefix(quiet.count) { for bin in mean.indices { mean[bin] += power[bin] } }
    for bin in mean.indices { mean[bin] /= Float(quiet.count) }
    peaks(
      of: mean, ratio: quiet.count >= 3 ? LineFinder.quietRatio : LineFinder.singleRatio, share: 0,
      into: &found)
    for (index, power) in powers.enumerated().dropFirst(quiet.count) {
      let isLoud = index < quiet.count + loud.count
      let known = found.count
      peaks(
        of: power, ratio: LineFinder.singleRatio,
        share: isLoud ? LineFinder.singleShare : LineFinder.raisedShare,
        into: &found)
      addHarmonics(of: found.dropFirst(known).map(\.hertz), power, into: &found)
    }
    add(mean, without: found.map(\.hertz), to: &rest)
    found.sort { $0.power > $1.power }
    var lines: [Double] = []
    for line in found where lines.allSatisfy({ abs($0 - line.hertz) > LineFinder.mergeHertz }) {
      lines.append(line.hertz)
    }
    return Array(lines.prefix(LineFinder.most))
  }

  /// Beside strong mains the harmonics have a small share of the power; they need a share of what is left without it.
  private func addHarmonics(
    of lines: [Double], _ power: [Float], into found: inout [(hertz: Double, power: Float)]
  ) {
    for mains in [50.0, 60] where lines.contains(mains) {
      var rest = power
      for hertz in lines {
        let bin = Int((hertz / window.binHertz).rounded())
        for near in max(0, bin - 3)...min(rest.count - 1, bin + 3) where bin < rest.count { rest[near] = 0 }
      }
      var others: [(hertz: Double, power: Float)] = []
      peaks(of: rest, ratio: LineFinder.singleRatio, share: LineFinder.raisedShare, into: &others)
      found += others.filter { $0.hertz.truncatingRemainder(dividingBy: mains) == 0 }
    }
  }

  private func add(_ power: [Float], without lines: [Double], to rest: inout RestSpectrum) {
    for bin in 1..<power.count {
      let hertz = Double(bin) * window.binHertz
      guard hertz >= 10, hertz <= 100, lines.allSatisfy({ abs($0 - hertz) > 2 }) else { continue }
      rest.add(Double(power[bin]), atHertz: hertz)
    }
  }

  /// Mean square of the first quarter of a half second.
  private func level(_ samples: UnsafeBufferPointer<Float>, half: Int) -> Float {
    let start = half * halfSecondSamples
    let length = max(1, halfSecondSamples / 4)
    var sums = Lanes(repeating: 0)
    var index = start
    while index &+ Lanes.count <= start + length {
      for lane in 0..<Lanes.count { sums.values[lane] += samples[index &+ lane] * samples[index &+ lane] }
      index &+= Lanes.count
    }
    var sum = sums.sum
    while index < start + length {
      sum += samples[index] * samples[index]
      index &+= 1
    }
    return sum / Float(length)
  }

  private func peaks(
    of power: [Float], ratio: Float, share: Float, into found: inout [(hertz: Double, power: Float)]
  ) {
    let bin = window.binHertz
    let first = max(2, Int((LineFinder.lowestHertz / bin).rounded(.up)))
    let last = min(window.bins - 3, Int(highestHertz / bin))
    guard first < last else { return }
    let around = max(6, Int(10 / bin))
    let gap = max(2, Int(1.5 / bin))
    let beside = max(3, Int(2 / bin))
    let total = power[first...last].reduce(0, +)
    for k in first...last where power[k] > 1e-6 && power[k] >= power[k - 1] && power[k] > power[k + 1] {
      let near = power[max(first, k - 2)...min(last, k + 2)].reduce(0, +)
      guard near > share * total else { continue }
      // A line is narrow, unlike the skirt of another line.
      guard power[k] > 5 * max(power[max(1, k - beside)], power[min(window.bins - 1, k + beside)]) else {
        continue
      }
      var surroundings: [Float] = []
      for other in max(first, k - around)...min(last, k + around) where abs(other - k) > gap {
        surroundings.append(power[other])
      }
      surroundings.sort()
      guard !surroundings.isEmpty, power[k] > ratio * surroundings[surroundings.count / 2] else { continue }
      // Between two bins of a Hann window the ratio of the amplitudes gives the exact frequency.
      let up = power[k + 1] > power[k - 1]
      let amplitude = (Double(up ? power[k + 1] : power[k - 1]) / Double(power[k])).squareRoot()
      let offset = (2 * amplitude - 1) / (amplitude + 1)
      let hertz = (Double(k) + (up ? max(0, offset) : -max(0, offset))) * bin
      found.append((LineFinder.nominal(hertz), power[k]))
    }
  }

  /// The nominal mains frequency or harmonic near a measured one, otherwise the measured one rounded to a
  /// tenth of a hertz.
  static func nominal(_ hertz: Double) -> Double {
    for mains in [50.0, 60] {
      let harmonic = (hertz / mains).rounded()
      if harmonic >= 1, abs(hertz - harmonic * mains) < 0.5 { return harmonic * mains }
    }
    return (hertz * 10).rounded() / 10
  }
}
