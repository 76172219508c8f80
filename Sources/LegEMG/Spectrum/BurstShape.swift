import Foundation
import SleepEvents

/// What tells a burst of muscle from one of anything else: where its power lies, and when.
///
/// Taken from the cleaned samples of one burst. Muscle is broadband noise of some 20-100 Hz that comes in irregular
/// peaks; nothing else in a bedroom is.
struct BurstShape: Sendable, Hashable {
  var spectrum: MovementSpectrum
  /// Share of the power within 4 Hz of one frequency.
  var bandShare: Double
  /// Share of the power below 20 Hz.
  var lowShare: Double
  /// Share of the power above 40 Hz.
  var highShare: Double
  /// Share of the power within 1 Hz of the harmonics of one frequency of at least 15 Hz.
  var combShare: Double
  /// Fourth moment over the square of the second: 1.5 for a sine, 3 for Gaussian noise.
  var kurtosis: Double
  /// Share of the energy in the loudest tenth of bins of 20 ms.
  var loudestTenth: Double

  /// Why a burst is no EMG, with the limit and what was found; nil for muscle.
  ///
  /// Limits lie between 2,000 bursts of real leg muscle and some 4,000 made of other things; the article says where.
  var objection: (cause: NotEMGCause, limit: Double, found: Double)? {
    if spectrum.lineShare > 0.6 { return (.line, 0.6, spectrum.lineShare) }
    if kurtosis < 2.1 { return (.tone, 2.1, kurtosis) }
    if lowShare > 0.55 { return (.sway, 0.55, lowShare) }
    if bandShare > 0.66 { return (.vibration, 0.66, bandShare) }
    if spectrum.centreHertz > 46, spectrum.widthHertz < 13 { return (.vibration, 13, spectrum.widthHertz) }
    if combShare > 0.85 { return (.pulses, 0.85, combShare) }
    if spectrum.centreHertz < 20.5 { return (.sway, 20.5, spectrum.centreHertz) }
    if spectrum.centreHertz < 32.5, kurtosis > 6.5, loudestTenth > 0.5 {
      return (.pops, 32.5, spectrum.centreHertz)
    }
    return nil
  }
}

/// Measures bursts at one sampling rate.
struct BurstMeter {
  private static let windowSeconds = 1.0
  private static let lowestHertz = 8.0
  private static let highestHertz = 115.0
  /// More windows of a long burst say no more.
  private static let mostWindows = 8

  private let window: SpectrumWindow
  private let rateHertz: Double

  init(rateHertz: Double) {
    self.rateHertz = rateHertz
    window = SpectrumWindow(seconds: BurstMeter.windowSeconds * 0.85, rateHertz: rateHertz)
  }

  /// Nil where there are too few samples or nothing but zeros.
  func measure(_ samples: UnsafeBufferPointer<Float>) -> BurstShape? {
    guard samples.count > Int(0.2 * rateHertz) else { return nil }
    var starts: [Int] = []
    if samples.count <= window.count {
      starts = [-(window.count - samples.count) / 2]
    } else {
      let last = samples.count - window.count
      let count = min(BurstMeter.mostWindows, max(2, last / (window.count / 2) + 1))
      starts = (0..<count).map { last * $0 / (count - 1) }
    }
    var power = [Float](repeating: 0, count: window.bins)
    for one in window.powers(samples, starts: starts) { for bin in power.indices { power[bin] += one[bin] } }
    let bin = window.binHertz
    let first = max(1, Int((BurstMeter.lowestHertz / bin).rounded(.up)))
    let last = min(window.bins - 1, Int(BurstMeter.highestHertz / bin))
    guard first < last else { return nil }
    for index in power.indices where index < first || index > last { power[index] = 0 }
    var sums = [Double](repeating: 0, count: power.count + 1)
    var moment = 0.0
    var strongest = first
    for index in power.indices {
      sums[index + 1] = sums[index] + Double(power[index])
      moment += Double(power[index]) * Double(index) * bin
      if power[index] > power[strongest] { strongest = index }
    }
    let total = sums[power.count]
    guard total > 0 else { return nil }
    let centre = moment / total
    var spread = 0.0
    for index in first...last {
      let distance = Double(index) * bin - centre
      spread += Double(power[index]) * distance * distance
    }
    func share(_ from: Double, _ to: Double) -> Double {
      let low = min(power.count, max(0, Int((from / bin).rounded(.up))))
      let high = max(low, min(power.count, Int(to / bin) + 1))
      return (sums[high] - sums[low]) / total
    }
    let line = Double(strongest) * bin
    let bandShare = (first...last).reduce(0.0) { max($0, share(Double($1) * bin - 4, Double($1) * bin + 4)) }
    let (kurtosis, loudest) = moments(samples)
    return BurstShape(
      spectrum: MovementSpectrum(
        lineShare: share(line - 2.01, line + 2.01), centreHertz: centre,
        widthHertz: (spread / total).squareRoot()),
      bandShare: bandShare, lowShare: share(0, 19.99), highShare: share(40.01, BurstMeter.highestHertz),
      combShare: comb(share, strongest: line), kurtosis: kurtosis, loudestTenth: loudest)
  }

  /// Pulses have their power at the multiples of their rate, of which the strongest line is one.
  private func comb(_ share: (Double, Double) -> Double, strongest: Double) -> Double {
    var best = 0.0
    for harmonic in 1...6 {
      let rate = strongest / Double(harmonic)
      guard rate >= 15 else { break }
      var sum = 0.0
      var line = rate
      while line < BurstMeter.highestHertz {
        sum += share(line - 2.01, line + 2.01)
        line += rate
      }
      // What noise would have there by itself counts for nothing.
      let covered = min(0.9, 4 / rate)
      best = max(best, (sum - covered) / (1 - covered))
    }
    return best
  }

  private func moments(_ samples: UnsafeBufferPointer<Float>) -> (kurtosis: Double, loudestTenth: Double) {
    let size = max(1, Int((0.02 * rateHertz).rounded()))
    var energies: [Float] = []
    energies.reserveCapacity(samples.count / size + 1)
    var (second, fourth) = (0.0, 0.0)
    var index = 0
    while index < samples.count {
      let end = min(index + size, samples.count)
      var energy: Float = 0
      var fourths: Float = 0
      while index < end {
        let square = samples[index] * samples[index]
        energy += square
        fourths += square * square
        index += 1
      }
      energies.append(energy)
      second += Double(energy)
      fourth += Double(fourths)
    }
    guard second > 0 else { return (3, 0) }
    energies.sort(by: >)
    let loudest = energies.prefix(max(1, energies.count / 10)).reduce(0, +)
    return (fourth * Double(samples.count) / (second * second), Double(loudest) / second)
  }
}
