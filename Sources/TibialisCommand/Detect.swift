import ArgumentParser
import Foundation
import Tibialis

struct DetectDev: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "detect-dev")
  @Argument var file: String
  @Option var l: Int = 0
  @Option var r: Int = 1
  @Flag var show = false
  mutating func run() throws {
    let f = try EDFFile(path: file)
    print("leg\tonset_s\tduration_s\tresting\tpeak")
    for (leg, s) in [(Leg.left, l), (Leg.right, r)] {
      let t0 = Date()
      let d = try Derivation(file: f, signal: s)
      let rec = try LegAnalyzer().analyze(d, leg: leg, channel: d.name)
      let t1 = Date()
      for m in rec.movements {
        print(
          "\(leg.rawValue)\t\(m.onset.seconds)\t\(m.duration.seconds)\t\(m.amplitude!.restingMicrovolts)\t\(m.amplitude!.peakMicrovolts)"
        )
      }
      Output.talk(
        "\(leg) \(rec.movements.count) near \(rec.nearMisses.count) mains \(rec.mainsHertz) invalid \(rec.invalid.map { ($0.start.seconds, $0.end.seconds) }.prefix(20)) time \(t1.timeIntervalSince(t0))"
      )
      if show {
        for m in rec.nearMisses {
          Output.talk(
            "\(m.criterion) \(m.movement.onset.seconds) \(m.movement.duration.seconds) \(m.required) \(m.found)"
          )
        }
      }
    }
  }
}
