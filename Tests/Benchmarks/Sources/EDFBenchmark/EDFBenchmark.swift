import Foundation
import Tibialis

/// `EDFBenchmark FILE READER`: runs one reader once in this process; prints CPU seconds, peak bytes and a probe.
///
/// `EDFBenchmark FILE`: runs all readers in turn, several rounds, and prints the ratios of their least CPU times,
/// since other load can only add to them.
@main
enum EDFBenchmark {
  private static let rounds = 7

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.first else {
      throw UsageProblem(text: "usage: EDFBenchmark FILE [READER]")
    }
    if arguments.count > 1, let name = arguments.last {
      try once(Plan(path: path), name)
    } else {
      try compare(path)
    }
  }

  private static func once(_ plan: Plan, _ name: String) throws {
    var probe = 0.0
    let before = Cost.usage().peakBytes
    let cost = try Cost.of {
      switch name {
      case "open": try Opening.tibialis(plan)
      case "annotation-bytes": try Opening.annotationBytes(plan)
      default:
        guard let reader = Reader(rawValue: name) else { throw UsageProblem(text: "no reader '\(name)'") }
        probe = try reader.run(plan)
      }
    }
    print("\(cost.cpuSeconds) \(cost.peakBytes - before) \(probe)")
  }

  private struct Measured {
    var seconds: [Double] = []
    var peakBytes = 0
    var probe = ""

    var least: Double { seconds.min() ?? .nan }
  }

  private static func compare(_ path: String) throws {
    let names = Reader.allCases.map(\.rawValue) + ["open", "annotation-bytes"]
    var results = Dictionary(uniqueKeysWithValues: names.map { ($0, Measured()) })
    for _ in 0..<rounds {
      for name in names {
        let parts = try child(path, name)
        var result = results[name] ?? Measured()
        result.seconds.append(Double(parts[0]) ?? .nan)
        result.peakBytes = max(result.peakBytes, Int(parts[1]) ?? 0)
        result.probe = parts[2]
        results[name] = result
      }
    }
    guard let yardstick = results["c-mmap"]?.least, let bytes = results["annotation-bytes"]?.least else {
      return
    }
    print("\(path): two legs to Float32, \(rounds) rounds, least CPU time")
    for name in names {
      guard let result = results[name] else { continue }
      let base = name == "open" || name == "annotation-bytes" ? bytes : yardstick
      print(
        "\(name.padding(toLength: 20, withPad: " ", startingAt: 0)) \(text(result.least * 1000, 1)) ms  "
          + "ratio \(text(result.least / base, 2))  peak \(result.peakBytes >> 20) MiB  probe \(result.probe)"
      )
    }
    guard judge(results, try Plan(path: path)) else { exit(1) }
  }

  /// Goals of the EDF reader; exits with 1 if one is missed.
  private static func judge(_ results: [String: Measured], _ plan: Plan) -> Bool {
    func seconds(_ name: String) -> Double { results[name]?.least ?? .nan }
    let resultBytes = 2 * plan.samples * MemoryLayout<Float>.stride
    let above = max(0, (results["tibialis"]?.peakBytes ?? .max) - resultBytes) >> 20
    // With large records a memory map touches many more pages than we read.
    let bound = plan.recordBytes > 16 << 10 ? 0.5 : 0.9
    var goals: [(String, Double, Double, Bool)] = [
      ("whole legs over C mmap", seconds("tibialis") / seconds("c-mmap"), bound, true),
      ("one pass over C mmap", seconds("tibialis-one-pass") / seconds("c-mmap"), bound, true),
      ("opening over annotation bytes", seconds("open") / seconds("annotation-bytes"), 1.2, true),
      ("MiB above the result", Double(above), 8, true),
    ]
    if !plan.file.format.isBDF {
      goals.append(("libedf over one pass", seconds("libedf") / seconds("tibialis-one-pass"), 7, false))
    }
    var isGood = true
    for (name, value, bound, isUpper) in goals {
      let isMet = isUpper ? value <= bound : value >= bound
      isGood = isGood && isMet
      print(
        "goal: \(name) \(text(value, 2)), \(isUpper ? "at most" : "at least") \(text(bound, 1)): \(isMet ? "met" : "missed")"
      )
    }
    return isGood
  }

  private static func text(_ value: Double, _ decimals: Int) -> String {
    Delimited.fixed(value, decimals) ?? "-"
  }

  private static func child(_ path: String, _ name: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = [path, name]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let parts = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
    guard process.terminationStatus == 0, parts.count == 3 else {
      throw UsageProblem(text: "\(name) failed on \(path)")
    }
    return parts
  }
}
