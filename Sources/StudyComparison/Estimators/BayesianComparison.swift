import Foundation

/// Priors for the lattice: choices, kept as documented parameters.
package struct BayesianPrior: Hashable, Sendable {
  package var logDispersionMean = Log.of(0.36)
  package var logDispersionDeviation = 0.8
  /// On the mid-point of the two log rates: a prior on the baseline alone would favour one side if no night
  /// has a movement.
  package var midpointMean = Log.of(10)
  package var midpointDeviation = 2.0
  package var logRatioDeviation = 1.0

  package static let standard = BayesianPrior()
}

/// The posterior of the log rate ratio on a lattice: deterministic, without sampling, and usable even for one
/// night on each side, where the result comes entirely from the prior.
package struct BayesianComparison: Hashable, Sendable {
  package var logRatioMean: Double
  package var logRatioDeviation: Double
  package var medianRatio: Double
  package var interval: RateRatioInterval
  /// P(RR > 1), P(RR > 1.25), P(RR < 0.80), P(0.80 <= RR <= 1.25).
  package var probabilityHigher: Double
  package var probabilityHigherBy25: Double
  package var probabilityLowerBy20: Double
  package var probabilityWithin: Double

  static let step = 0.02
  static let lowestLogRate = Log.of(5e-5)
  static let points = 922
  /// Points whose log likelihood lies this far below the maximum are omitted. If a side has no movements the
  /// prior pulls far from the peak of the likelihood: 18 would miss the reference there, 30 does not.
  static let negligible = 30.0

  /// Nil if a side has no nights.
  ///
  /// - Parameter dispersions: number of lattice points for the log dispersion between 5e-4 and 60; results
  ///   for 51 and 101 differ by less than 1e-3.
  package init?(_ nights: CountedNights, prior: BayesianPrior = .standard, dispersions: Int = 51) {
    guard nights.hasBothSides else { return nil }
    let before = BayesianSide(nights.before)
    let after = BayesianSide(nights.after)
    let lowest = Log.of(5e-4)
    let width = (Log.of(60) - lowest) / Double(dispersions - 1)
    var slices: [(weight: Double, before: BayesianSide.Slice, after: BayesianSide.Slice)] = []
    var best = -Double.infinity
    for index in 0..<dispersions {
      let logDispersion = lowest + Double(index) * width
      let distance = (logDispersion - prior.logDispersionMean) / prior.logDispersionDeviation
      let dispersion = exp(logDispersion)
      let left = before.slice(dispersion: dispersion)
      let right = after.slice(dispersion: dispersion)
      let weight = left.peak + right.peak - distance * distance / 2
      best = max(best, weight)
      slices.append((weight, left, right))
    }
    // Index k of the posterior corresponds to delta = (k - (points - 1)) x step.
    let points = BayesianComparison.points
    var posterior = [Double](repeating: 0, count: 2 * points - 1)
    let midpoints = (0..<(2 * points - 1)).map { sum in
      let midpoint = BayesianComparison.lowestLogRate + Double(sum) * BayesianComparison.step / 2
      let distance = (midpoint - prior.midpointMean) / prior.midpointDeviation
      return exp(-distance * distance / 2)
    }
    for slice in slices where slice.weight > best - BayesianComparison.negligible {
      let weight = exp(slice.weight - best)
      posterior.withUnsafeMutableBufferPointer { posterior in
        midpoints.withUnsafeBufferPointer { midpoints in
          slice.after.values.withUnsafeBufferPointer { right in
            for (i, left) in slice.before.values.enumerated() {
              let row = slice.before.first + i
              let factor = weight * left
              let deltaBase = slice.after.first - row + points - 1
              let midpointBase = row + slice.after.first
              for j in 0..<right.count {
                posterior[deltaBase + j] += factor * right[j] * midpoints[midpointBase + j]
              }
            }
          }
        }
      }
    }
    for index in posterior.indices {
      let delta = Double(index - (points - 1)) * BayesianComparison.step / prior.logRatioDeviation
      posterior[index] *= exp(-delta * delta / 2)
    }
    guard let summary = LatticeSummary(posterior, step: BayesianComparison.step, center: points - 1) else {
      return nil
    }
    logRatioMean = summary.mean
    logRatioDeviation = summary.deviation
    medianRatio = exp(summary.quantile(0.5))
    interval = RateRatioInterval(low: exp(summary.quantile(0.025)), high: exp(summary.quantile(0.975)))
    probabilityHigher = 1 - summary.probabilityBelow(0)
    probabilityHigherBy25 = 1 - summary.probabilityBelow(Log.of(1.25))
    probabilityLowerBy20 = summary.probabilityBelow(Log.of(0.8))
    probabilityWithin = 1 - probabilityHigherBy25 - probabilityLowerBy20
  }
}

/// The likelihood of one side over the lattice of log rates.
private struct BayesianSide {
  let counts: [Double]
  let hours: [Double]
  let total: Double
  let totalHours: Double

  /// exp(log likelihood - peak) on the part of the lattice where it is not negligible.
  struct Slice {
    var first: Int
    var values: [Double]
    var peak: Double
  }

  init(_ nights: [CountedNight]) {
    counts = nights.map { Double($0.count) }
    hours = nights.map(\.hours)
    total = counts.reduce(0, +)
    totalHours = hours.reduce(0, +)
  }

  /// The log likelihood is concave in the log rate, so the relevant part is one interval around its peak.
  func slice(dispersion: Double) -> Slice {
    let size = 1 / dispersion
    let constant = counts.reduce(0) { $0 + lgamma($1 + size) - lgamma(size) } + total * Log.of(dispersion)
    func logLikelihood(_ index: Int) -> Double {
      let logRate = BayesianComparison.lowestLogRate + Double(index) * BayesianComparison.step
      let scaled = dispersion * exp(logRate)
      var sum = total * logRate + constant
      for night in counts.indices { sum -= (counts[night] + size) * log1p(scaled * hours[night]) }
      return sum
    }
    var low = 0
    var high = BayesianComparison.points - 1
    while low < high {
      let middle = (low + high) / 2
      if logLikelihood(middle) < logLikelihood(middle + 1) { low = middle + 1 } else { high = middle }
    }
    let peak = logLikelihood(low)
    var below: [Double] = []
    var index = low - 1
    while index >= 0 {
      let value = logLikelihood(index) - peak
      if value < -BayesianComparison.negligible { break }
      below.append(exp(value))
      index -= 1
    }
    var values: [Double] = below.reversed()
    let first = low - below.count
    values.append(1)
    index = low + 1
    while index < BayesianComparison.points {
      let value = logLikelihood(index) - peak
      if value < -BayesianComparison.negligible { break }
      values.append(exp(value))
      index += 1
    }
    return Slice(first: first, values: values, peak: peak)
  }
}

/// Moments and quantiles of masses on an even lattice, with each mass spread evenly over its cell.
private struct LatticeSummary {
  let masses: [Double]
  let step: Double
  let center: Int
  let mean: Double
  let deviation: Double

  init?(_ unscaled: [Double], step: Double, center: Int) {
    let total = unscaled.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    let masses = unscaled.map { $0 / total }
    self.masses = masses
    self.step = step
    self.center = center
    let mean = masses.indices.reduce(0.0) { $0 + masses[$1] * Double($1 - center) * step }
    self.mean = mean
    deviation = masses.indices.reduce(0.0) { sum, index in
      let distance = Double(index - center) * step - mean
      return sum + masses[index] * distance * distance
    }.squareRoot()
  }

  func probabilityBelow(_ value: Double) -> Double {
    let position = value / step + Double(center) + 0.5
    let cell = Int(position.rounded(.down))
    guard cell >= 0 else { return 0 }
    guard cell < masses.count else { return 1 }
    return masses[..<cell].reduce(0, +) + masses[cell] * (position - Double(cell))
  }

  func quantile(_ probability: Double) -> Double {
    var sum = 0.0
    for (index, mass) in masses.enumerated() {
      if sum + mass >= probability, mass > 0 {
        return (Double(index - center) - 0.5 + (probability - sum) / mass) * step
      }
      sum += mass
    }
    return Double(masses.count - 1 - center) * step
  }
}
