import Foundation
import SleepEvents

/// Distinguishes bursts of muscle from anything else by the distribution of their power over frequency and
/// time.
///
/// Computed from the cleaned samples of one burst. Muscle is broadband noise of some 20-100 Hz in irregular
/// peaks; nothing else in a bedroom is.
struct BurstShape: Sendable, Hashable {
  var spectrum: MovementSpectrum
  /// Share of the power within 4 Hz of one frequency.
  var bandShare: Double
  /// Share of the power below 20 Hz.
  var lowShare: Double
  /// Share of the power above 40 Hz.
  var highShare: Double
  /// How well the burst repeats itself: the highest value of its autocorrelation at lags of 0.06 s or more.
  var repetition: Double
  /// Fourth moment divided by the square of the second: 1.5 for a sine, 3 for Gaussian noise.
  var kurtosis: Double
  /// Share of the energy in the loudest tenth of its 20 ms bins.
  var loudestTenth: Double

  /// Share of the power in one narrow line above which a burst is not EMG.
  static let lineLimit = 0.6

  /// Why a burst is not EMG, with the limit and the value found; nil for muscle.
  ///
  /// The limits separate some 4,000 bursts of real leg muscle from as many bursts of other origin; the
  /// article gives the sources.
  ///
  /// - Parameter missingHertz: how far below 100 Hz the band ends; a narrower band lowers centres and widths.
  func objection(missingHertz: Double) -> BurstObjection? {
    let band = NarrowedBand(missingHertz: missingHertz)
    if spectrum.lineShare > BurstShape.lineLimit {
      return BurstObjection(cause: .line, limit: BurstShape.lineLimit, found: spectrum.lineShare)
    }
    if kurtosis < 1.95 { return BurstObjection(cause: .tone, limit: 1.95, found: kurtosis) }
    if lowShare > 0.55 { return BurstObjection(cause: .sway, limit: 0.55, found: lowShare) }
    if bandShare > 0.7 { return BurstObjection(cause: .vibration, limit: 0.7, found: bandShare) }
    if spectrum.centreHertz > band.highCentre(46), spectrum.widthHertz < band.width(14) {
      return BurstObjection(cause: .vibration, limit: band.width(14), found: spectrum.widthHertz)
    }
    if repetition > 0.8 { return BurstObjection(cause: .pulses, limit: 0.8, found: repetition) }
    if repetition > 0.72, kurtosis < 5 {
      return BurstObjection(cause: .pulses, limit: 0.72, found: repetition)
    }
    if spectrum.centreHertz < 20.5 {
      return BurstObjection(cause: .sway, limit: 20.5, found: spectrum.centreHertz)
    }
    if spectrum.centreHertz < band.lowCentre(32.5), kurtosis > 6.5, loudestTenth > 0.5 {
      return BurstObjection(cause: .pops, limit: band.lowCentre(32.5), found: spectrum.centreHertz)
    }
    if spectrum.centreHertz < 29, lowShare > 0.42, kurtosis > 4.3, loudestTenth > 0.42 {
      return BurstObjection(cause: .pops, limit: 0.42, found: lowShare)
    }
    return nil
  }

  /// The same for a burst among many that are not EMG, where borderline bursts are most likely not EMG
  /// either.
  ///
  /// Of 3,700 bursts of real leg muscle these limits would reject 6, and those above 2.
  func objectionAmongRefused(missingHertz: Double) -> BurstObjection? {
    if let objection = objection(missingHertz: missingHertz) { return objection }
    let band = NarrowedBand(missingHertz: missingHertz)
    if spectrum.centreHertz > band.highCentre(44), spectrum.widthHertz < band.width(19), kurtosis < 3.5 {
      return BurstObjection(cause: .vibration, limit: band.width(19), found: spectrum.widthHertz)
    }
    if spectrum.centreHertz < band.lowCentre(36), highShare < 0.3, kurtosis > 6, loudestTenth > 0.38 {
      return BurstObjection(cause: .pops, limit: band.lowCentre(36), found: spectrum.centreHertz)
    }
    if spectrum.centreHertz < 29, lowShare > 0.38, kurtosis > 4.3, loudestTenth > 0.42 {
      return BurstObjection(cause: .pops, limit: 0.38, found: lowShare)
    }
    return nil
  }
}

/// Why a burst is not EMG: the limit that it crosses and the value found.
struct BurstObjection {
  var cause: NotEMGCause
  var limit: Double
  var found: Double
}

/// Limits that were measured on a band up to 100 Hz, adjusted to one that ends below.
private struct NarrowedBand {
  let missingHertz: Double

  /// A lower limit of centres, hertz. For each missing hertz the lowest centres of real bursts at 100-200 samples per
  /// second fall by 0.2 Hz, those of pop volleys by 0.1 Hz.
  func lowCentre(_ limit: Double) -> Double { limit - 0.17 * missingHertz }

  /// An upper limit of centres, hertz. Near the edge of a narrow band, muscle is narrow too; above 0.8 of the edge there
  /// is none.
  func highCentre(_ limit: Double) -> Double {
    min(limit + 0.07 * missingHertz, 0.8 * (100 - missingHertz))
  }

  func width(_ limit: Double) -> Double { limit - 0.035 * missingHertz }
}

/// Measures bursts at a given sampling rate.
struct BurstMeter {
  private static let windowSeconds = 1.0
  private static let lowestHertz = 8.0
  private static let highestHertz = 115.0
  private static let shortestLagSeconds = 0.06
  /// Beyond this share of the window the overlap is too short to distinguish repetition from chance.
  private static let longestLagShare = 0.3
  /// More windows of a long burst would add no information.
  private static let mostWindows = 4

  private let window: SpectrumWindow
  private let rateHertz: Double

  init(rateHertz: Double) {
    self.rateHertz = rateHertz
    window = SpectrumWindow(seconds: BurstMeter.windowSeconds * 0.85, rateHertz: rateHertz)
  }

  /// Nil if there are too few samples or only zeros.
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
      repetition: repetition(power, seconds: Double(samples.count) / rateHertz), kurtosis: kurtosis,
      loudestTenth: loudest)
  }

  /// Highest value of the autocorrelation beyond the shortest lag, corrected for the window's own
  /// autocorrelation.
  private func repetition(_ power: [Float], seconds: Double) -> Double {
    let first = Int(BurstMeter.shortestLagSeconds * rateHertz)
    let last = Int(BurstMeter.longestLagShare * Double(window.count))
    guard first < last else { return 0 }
    let correlation = window.autocorrelation(power)
    guard correlation[0] > 0 else { return 0 }
    let length = min(seconds * rateHertz, Double(window.count))
    var highest = 0.0
    for lag in first..<last {
      let fall =
        length < Double(window.count)
        ? max(0.3, 1 - Double(lag) / length) : max(0.25, Double(window.fall[lag]))
      highest = max(highest, Double(correlation[lag] / correlation[0]) / fall)
    }
    return highest
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
    let loud = max(1, energies.count / 10)
    let loudest = energies.withUnsafeMutableBufferPointer { energies in
      _ = Selection.value(at: energies.count - loud, of: energies)
      return energies[(energies.count - loud)...].sorted(by: >).reduce(0, +)
    }
    return (fourth * Double(samples.count) / (second * second), Double(loudest) / second)
  }
}
