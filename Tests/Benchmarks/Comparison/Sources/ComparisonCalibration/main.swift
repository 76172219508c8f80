// How often the comparison claims a change when there is none, finds one when there is one, and contains the
// true ratio in its interval: correlated, gapped, drifting and unequal nights, nights without movements; every
// design; several patients; plans.
//
// usage: ComparisonCalibration [replicates] [seed]
import Dispatch
import Foundation
import Synchronization
import Tibialis

let replicates = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 2000 : 2000
let seed = CommandLine.arguments.count > 2 ? UInt64(CommandLine.arguments[2]) ?? 1 : 1

/// A row of the table.
protocol Line: Sendable {
  func line(seed: UInt64) -> String
}

/// One person's nights in one design, many replicates.
struct Cell: Line {
  var part: String
  var model: NightModel
  var design: String
  var nights: String
  var ratio: Double
  /// Milligrams to which `ratio` refers.
  var unit = 50.0
  /// Bounds of the share of claims; nil if it is only printed.
  var bound: Double?
  var kind: ComparisonDesign
  var assignment = NightAssignment.fixed
  var plan: @Sendable (inout NightDrawing) -> [PlannedNight]

  func line(seed: UInt64) -> String {
    var drawing = NightDrawing(seed: seed)
    var counts = [Verdict: Int]()
    var clauses = 0
    var covered = 0
    for _ in 0..<replicates {
      let plan = plan(&drawing)
      let nights = model.nights(plan, ratio: ratio, unit: unit, drawing: &drawing)
      let result = DesignedComparison(
        nights, design: kind, assignment: assignment, barred: nil, seed: drawing.bits())
      counts[result.verdict, default: 0] += 1
      if [.lower, .higher].contains(result.verdict), result.clauses.contains(.driftExplainsAsWell) {
        clauses += 1
      }
      let truth = log(ratio) * (kind == .dose ? 50 / unit : 1)
      if let estimate = result.estimate {
        covered += estimate.limits95.low <= truth && truth <= estimate.limits95.high ? 1 : 0
      } else {
        covered += 1
      }
    }
    let columns = [
      part, model.name, design, nights, "\(ratio)", share(counts[.lower] ?? 0), share(counts[.higher] ?? 0),
      share(clauses), share(counts[.notComparable] ?? 0), share(covered), bound.map { "\($0)" } ?? "n/a",
    ]
    return columns.joined(separator: "\t")
  }
}

func share(_ count: Int) -> String { Delimited.fixed(Double(count) / Double(replicates), 4) ?? "n/a" }

// MARK: The cells

let models = [
  NightModel("CV .3", 0.3), NightModel("CV .47", 0.47), NightModel("CV .8", 0.8), NightModel("CV 1.2", 1.2),
  NightModel("CV .47, AR .3", 0.47, likeness: 0.3), NightModel("CV .8, AR .3", 0.8, likeness: 0.3),
  NightModel("CV .47, AR .5", 0.47, likeness: 0.5), NightModel("1/h", 0.47, perHour: 1),
  NightModel("1/h, AR .3", 0.47, likeness: 0.3, perHour: 1), NightModel("0.2/h", 0.47, perHour: 0.2),
  NightModel("40 % zero nights", 0.47, shape: .zeros), NightModel("10 % outliers x4", 0.47, shape: .outliers),
  NightModel("bad nights", 0.47, shape: .badNights), NightModel("sleep 1.5-9 h", 0.47, widestSleep: true),
  NightModel("log-normal CV .47", 0.47, shape: .logNormal),
  NightModel("log-normal CV .8", 0.8, shape: .logNormal),
  NightModel("CV .3 before, .8 after", 0.3, after: 0.8),
  NightModel("CV .8 before, .3 after", 0.8, after: 0.3),
]
let everySecond = [
  NightModel("AR .3 between nights, every 2nd", 0.47, likeness: 0.3, perNight: true),
  NightModel("AR .3 a day, every 2nd", 0.47, likeness: 0.3),
]
let sizes = [2, 3, 4, 5, 7, 10, 14, 30]

/// The largest accepted share of false claims for a model, from what cannot be reached (article *How a
/// comparison is made*), with allowance for the chance of 2,000 replicates.
func bound(_ model: NightModel) -> Double {
  if model.likeness >= 0.5 || model.isLikenessPerNight { return 0.105 }
  if model.likeness > 0 { return model.variationOff > 0.6 || model.perHour < 5 ? 0.105 : 0.075 }
  return model.shape == .badNights || model.shape == .outliers || model.variationOff != model.variationOn
    ? 0.08 : 0.065
}

var cells: [Cell] = []
for model in models {
  for size in sizes {
    for ratio in [1, 0.5] {
      cells.append(
        Cell(
          part: "balanced", model: model, design: "before_after", nights: "\(size)+\(size)", ratio: ratio,
          bound: ratio == 1 ? bound(model) : nil, kind: .beforeAfter
        ) { _ in PlannedNight.beforeAfter(size, size) })
    }
  }
}
for model in everySecond {
  for size in sizes {
    for ratio in [1, 0.5] {
      cells.append(
        Cell(
          part: "gapped", model: model, design: "before_after", nights: "\(size)+\(size)", ratio: ratio,
          bound: ratio == 1 ? bound(model) : nil, kind: .beforeAfter
        ) { _ in PlannedNight.beforeAfter(size, size, every: 2) })
    }
  }
}
for name in [
  "CV .47", "CV .8", "CV .47, AR .3", "CV .3 before, .8 after", "CV .8 before, .3 after", "40 % zero nights",
] {
  guard let model = models.first(where: { $0.name == name }) else { continue }
  for (before, after) in [(14, 2), (2, 14), (14, 3), (3, 14), (10, 4), (30, 2)] {
    for ratio in [1, 0.5] {
      cells.append(
        Cell(
          part: "unequal", model: model, design: "before_after", nights: "\(before)+\(after)", ratio: ratio,
          bound: ratio == 1 ? bound(model) : nil, kind: .beforeAfter
        ) { _ in PlannedNight.beforeAfter(before, after) })
    }
  }
}
let drifts = [
  NightModel("drift -50 %", 0.47, drift: 0.5), NightModel("drift -30 %", 0.47, drift: 0.7),
  NightModel("drift +30 %", 0.47, drift: 1.3), NightModel("drift +50 %", 0.47, drift: 1.5),
  NightModel("drift -50 %, CV .3", 0.3, drift: 0.5),
  NightModel("drift -50 %, AR .3", 0.47, likeness: 0.3, drift: 0.5),
]
for model in drifts {
  for size in [3, 5, 7, 10, 14, 30] {
    for ratio in [1, 0.5] {
      // The bound for a drift applies to claims without the clause.
      cells.append(
        Cell(
          part: "drift", model: model, design: "before_after", nights: "\(size)+\(size)", ratio: ratio,
          bound: ratio == 1 ? (model.likeness > 0 ? 0.13 : 0.095) : nil, kind: .beforeAfter
        ) { _ in PlannedNight.beforeAfter(size, size) })
    }
  }
}
let interleavedModels =
  [
    NightModel("independent", 0.47), NightModel("CV .3", 0.3), NightModel("AR .3", 0.47, likeness: 0.3),
    NightModel("AR .5", 0.47, likeness: 0.5), NightModel("CV .8", 0.8),
    NightModel("CV .8, AR .3", 0.8, likeness: 0.3), NightModel("log-normal CV .8", 0.8, shape: .logNormal),
    NightModel("bad nights", 0.47, shape: .badNights), NightModel("40 % zero nights", 0.47, shape: .zeros),
    NightModel("1/h", 0.47, perHour: 1),
  ] + drifts.filter { $0.name != "drift -50 %, CV .3" }
for model in interleavedModels {
  for ratio in [1, 0.5] {
    func add(
      _ design: String, _ nights: String, _ assignment: NightAssignment, _ limit: Double,
      _ plan: @escaping @Sendable (inout NightDrawing) -> [PlannedNight]
    ) {
      cells.append(
        Cell(
          part: "interleaved", model: model, design: design, nights: nights, ratio: ratio,
          bound: ratio == 1 ? limit : nil, kind: .interleaved, assignment: assignment, plan: plan))
    }
    for size in [7, 14] {
      add("abab", "\(size)+\(size)", .fixed, 0.11) { _ in PlannedNight.abab(size) }
      add("alternate", "\(size)+\(size)", .fixed, 0.12) { _ in PlannedNight.turns(1, times: 2 * size) }
    }
    for pairs in [4, 7, 10, 14] {
      add("pairs", "\(pairs)", .drawn, 0.065) { drawing in PlannedNight.pairs(pairs, seed: drawing.bits()) }
    }
  }
}
for model in [
  NightModel("independent", 0.47), NightModel("AR .3", 0.47, likeness: 0.3),
  NightModel("AR .5", 0.47, likeness: 0.5), NightModel("CV .8", 0.8),
  NightModel("drift -30 %", 0.47, drift: 0.7),
] {
  for nights in [3, 5, 7] {
    for ratio in [1, 0.5] {
      cells.append(
        Cell(
          part: "dose", model: model, design: "0-25-50-100 mg", nights: "\(nights) a step", ratio: ratio,
          unit: 100,
          bound: ratio == 1 ? (model.drift != 1 ? 0.05 : model.likeness > 0 ? 0.11 : 0.065) : nil, kind: .dose
        ) { _ in PlannedNight.steps([0, 25, 50, 100], nights: nights) })
    }
  }
}
// With the planned nights at least four of five studies must reach a verdict.
for (variation, rate, ratio) in [
  (0.35, 20.0, 0.5), (0.5, 20, 0.5), (0.6, 20, 0.5), (0.7, 20, 0.5), (0.35, 20, 0.6), (0.47, 20, 0.67),
  (0.55, 20, 0.7), (0.35, 20, 0.75), (0.5, 5, 0.5), (0.47, 1, 0.5), (0.47, 20, 2), (0.47, 20, 1.5),
] {
  let model = NightModel("CV \(variation), \(Int(rate))/h", variation, perHour: rate)
  let plan = NightPlan(ratePerHour: rate, nightVariation: variation)
  for design in NightPlan.Design.allCases {
    guard let count = plan.nights(design, toShow: ratio) else { continue }
    let kind: ComparisonDesign = design == .beforeAfter ? .beforeAfter : .interleaved
    cells.append(
      Cell(
        part: "plan", model: model, design: design.rawValue, nights: "\(count)", ratio: ratio, bound: 0.755,
        kind: kind, assignment: design == .pairs ? .drawn : .fixed
      ) { drawing in
        switch design {
        case .beforeAfter: return PlannedNight.beforeAfter(count, count)
        case .abab: return PlannedNight.abab(count)
        case .pairs: return PlannedNight.pairs(count, seed: drawing.bits())
        }
      })
  }
}

// MARK: Several patients

struct Cohort: Line {
  var model: NightModel
  var before: Int
  var after: Int
  var patients: Int
  var ratio: Double

  func line(seed: UInt64) -> String {
    var drawing = NightDrawing(seed: seed)
    var lower = 0
    var higher = 0
    var covered = 0
    for _ in 0..<replicates {
      let differences = (0..<patients).compactMap { _ -> Double? in
        var own = model
        own.perHour *= exp(0.9 * drawing.normal())
        let nights = own.nights(PlannedNight.beforeAfter(before, after), ratio: ratio, drawing: &drawing)
        let result = DesignedComparison(nights, design: .beforeAfter, assignment: .fixed, barred: nil)
        return result.estimate.flatMap { PairedEffects.logRatio($0, nights: nights) }
      }
      guard let estimate = PairedEffects(differences: differences).estimate else {
        covered += 1
        continue
      }
      let interval = estimate.interval(level: 0.95)
      if interval.high < 1 { lower += 1 }
      if interval.low > 1 { higher += 1 }
      if interval.contains(ratio) { covered += 1 }
    }
    let bound = ratio == 1 ? "0.07" : "n/a"
    return [
      "patients", model.name, "\(before)+\(after)", "\(patients)", "\(ratio)", share(lower), share(higher),
      "0.0000",
      "0.0000", share(covered), bound,
    ].joined(separator: "\t")
  }
}

var cohorts: [Cohort] = []
for (model, before, after) in [
  (NightModel("CV .47", 0.47), 3, 3), (NightModel("CV .47", 0.47), 1, 1), (NightModel("CV .47", 0.47), 2, 5),
  (NightModel("0.5/h", 0.47, perHour: 0.5), 3, 3),
  (NightModel("40 % zero nights", 0.47, shape: .zeros), 7, 7),
  (NightModel("CV .3 before, .8 after", 0.3, after: 0.8), 3, 3), (NightModel("CV .8", 0.8), 3, 3),
] {
  for patients in [6, 10, 20, 30] {
    for ratio in [1, 0.7] {
      cohorts.append(Cohort(model: model, before: before, after: after, patients: patients, ratio: ratio))
    }
  }
}

// MARK: Running

print("# replicates \(replicates), seed \(seed)")
print(
  "part\tmodel\tdesign\tnights\trate_ratio\tlower\thigher\twith_drift_clause\tnot_comparable\tcoverage\tbound"
)
let jobs: [any Line] = cells + cohorts
let lines = Mutex<[Int: String]>([:])
DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
  let line = jobs[index].line(seed: seed &* 1_000_003 &+ UInt64(index))
  lines.withLock { $0[index] = line }
}
let table = lines.withLock { $0 }
for index in jobs.indices { print(table[index] ?? "") }
