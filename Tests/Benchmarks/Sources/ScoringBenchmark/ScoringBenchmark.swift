import Foundation
import Tibialis

/// Times of scoring a large night and of reading real exports; exits with 1 if one exceeds its limit.
@main enum ScoringBenchmark {
  static func main() {
    var isGood = true
    let night = largeNight()
    for rules in [RuleSet.wasm2016, .aasm3] {
      let time = median(of: 200) { _ = NightIndices(rules.score(night)) }
      isGood = report("score 2,000 movements, \(rules.name)", time, limit: 2) && isGood
    }
    if CommandLine.arguments.count > 1 {
      let folder = CommandLine.arguments[1]
      let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      for name in names {
        let time = median(of: 20) {
          _ = try? ScoringReader.read(folder + "/" + name, context: ReadingContext())
        }
        isGood = report("read \(name)", time, limit: 50) && isGood
      }
    }
    exit(isGood ? 0 : 1)
  }

  private static func report(_ name: String, _ milliseconds: Double, limit: Double) -> Bool {
    print("\(name): \(String(format: "%.3f", milliseconds)) ms (limit \(Int(limit)))")
    return milliseconds < limit
  }

  private static func median(of count: Int, _ body: () -> Void) -> Double {
    let times = (0..<count).map { _ -> Double in
      let start = ContinuousClock.now
      body()
      let spent = (ContinuousClock.now - start).components
      return Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15
    }.sorted()
    return times[count / 2]
  }

  /// Nine hours, 2,000 movements of both legs, 300 respiratory events and 200 arousals.
  private static func largeNight() -> ScoringInput {
    let movements = (0..<2000).map { (index: Int) -> LegMovement in
      let onset = Double(index) * 16
      let leg: Leg = index % 3 == 0 ? .right : .left
      return LegMovement(leg: leg, range: TimeRange(seconds: onset, onset + 1 + Double(index % 7)))
    }
    let stages = (0..<1080).map { SleepStage.allCases[($0 / 9) % 5] }
    let breathing = (0..<300).map { (index: Int) -> TimeRange in
      let start = Double(index) * 105
      return TimeRange(seconds: start, start + 15)
    }
    let arousals = (0..<200).map { (index: Int) -> TimeRange in
      let start = Double(index) * 160 + 3
      return TimeRange(seconds: start, start + 6)
    }
    return ScoringInput(
      movements: movements, hypnogram: Hypnogram(stages: stages), respiratoryEvents: breathing,
      arousals: arousals)
  }
}
