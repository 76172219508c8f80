// How often the tool is wrong when nothing changed, and how often its interval holds the truth: the grid of
// statistics.md 5, through the tool's own estimator, headline rule and planning formula.
//
// usage: ComparisonCalibration [replicates] [seed]
import Foundation
import NightDrawing
import Tibialis

let replicates = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 2000 : 2000
let seed = CommandLine.arguments.count > 2 ? UInt64(CommandLine.arguments[2]) ?? 1 : 1
let ratePerHour = 20.0
let sizes = [1, 2, 3, 5, 7, 14]
let deviations = [0.30, 0.45, 0.60, 0.80]
let ratios = [1, 0.5, 0.67, 1.5, 2]

/// What one cell of the grid counts.
struct Cell {
  var covered = 0
  var lower = 0
  var higher = 0
  var plainClear = 0
  var logRateClear = 0
  var logRateKnown = 0

  mutating func add(_ nights: CountedNights, truth: Double) {
    guard let fit = ModeratedNegativeBinomial(nights) else { return }
    let headline = AutocorrelationInflation(nights)?.inflated(fit.estimate) ?? fit.estimate
    let interval = headline.interval(level: 0.95)
    if interval.contains(truth) { covered += 1 }
    if interval.high < 1 { lower += 1 }
    if interval.low > 1 { higher += 1 }
    if !fit.estimate.interval(level: 0.95).contains(1) { plainClear += 1 }
    if let test = LogRateTest(nights) {
      logRateKnown += 1
      if test.estimate.pValue < 0.05 { logRateClear += 1 }
    }
  }
}

func share(_ count: Int, of all: Int) -> String {
  all == 0 ? "n/a" : Delimited.fixed(Double(count) / Double(all), 4) ?? "n/a"
}

func simulate(before: Int, after: Int, deviation: Double, ratio: Double, seed: UInt64) -> Cell {
  var drawing = NightDrawing(seed: seed)
  var cell = Cell()
  for _ in 0..<replicates {
    let nights = CountedNights(
      before: drawing.nights(before, rate: ratePerHour, deviation: deviation, firstDay: 1),
      after: drawing.nights(after, rate: ratePerHour * ratio, deviation: deviation, firstDay: 1 + before))
    cell.add(nights, truth: ratio)
  }
  return cell
}

print(
  "# replicates \(replicates), seed \(seed), \(Int(ratePerHour)) PLMS/h before, nights on consecutive evenings"
)
print("part\tsigma\trate_ratio\tn_before\tn_after\tcoverage\tlower\thigher\tplain_not_1\tlog_rate_t_p05")
var index: UInt64 = 0
for deviation in deviations {
  for ratio in ratios {
    for before in sizes {
      for after in sizes {
        index += 1
        let cell = simulate(
          before: before, after: after, deviation: deviation, ratio: ratio, seed: seed &* 1_000_003 &+ index)
        print(
          "grid\t\(deviation)\t\(ratio)\t\(before)\t\(after)\t\(share(cell.covered, of: replicates))\t"
            + "\(share(cell.lower, of: replicates))\t\(share(cell.higher, of: replicates))\t"
            + "\(share(cell.plainClear, of: replicates))\t\(share(cell.logRateClear, of: cell.logRateKnown))")
      }
    }
  }
}
// The planning formula promises 80 % for the plain interval; nights that follow each other pay for inflation.
for deviation in [0.30, 0.45, 0.60] {
  for ratio in [0.5, 0.7] {
    index += 1
    let variation = (exp(deviation * deviation) - 1).squareRoot()
    let plan = NightsNeeded(ratePerHour: ratePerHour, nightVariation: variation, hoursPerNight: 6.3)
    guard let nights = plan.perSide(toShow: ratio) else { continue }
    let cell = simulate(
      before: nights, after: nights, deviation: deviation, ratio: ratio, seed: seed &* 1_000_003 &+ index)
    print(
      "plan\t\(deviation)\t\(ratio)\t\(nights)\t\(nights)\t\(share(cell.covered, of: replicates))\t"
        + "\(share(cell.lower, of: replicates))\t\(share(cell.higher, of: replicates))\t"
        + "\(share(cell.plainClear, of: replicates))\t\(share(cell.logRateClear, of: cell.logRateKnown))")
  }
}
