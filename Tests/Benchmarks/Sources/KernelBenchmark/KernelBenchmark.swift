import Foundation
import PlainFilter
import SleepEvents

@testable import LegEMG

/// Processor time of each signal kernel on one leg of a night, as a table of tab-separated values.
///
///     KernelBenchmark SIGNAL.f32 RATE_HERTZ
///
/// The signal is native Float32 in microvolts. Columns: `kernel`, `milliseconds`. `run-kernels` writes the signal,
/// adds the scipy chain and prints ratios.
@main enum KernelBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count == 3, let rate = Int(CommandLine.arguments[2]) else {
      FileHandle.standardError.write(Data("usage: KernelBenchmark SIGNAL.f32 RATE_HERTZ\n".utf8))
      exit(64)
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
    let samples = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    var copy = samples
    report("memcpy") {
      copy.withUnsafeMutableBytes { to in samples.withUnsafeBytes { to.copyMemory(from: $0) } }
    }
    report("plain C filter", prepare: { copy = samples }) {
      copy.withUnsafeMutableBufferPointer { plain_filter($0.baseAddress, $0.count) }
    }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: rate))
    try filters(source, rate: rate)
    hum(samples, rate: rate)
    level(samples, rate: rate)
    report("heart beats of a channel") { _ = try? CardiacRhythm(source) }
    report("a whole leg") { _ = try? LegAnalyzer().analyze(source, leg: .left, channel: "leg") }
  }

  /// The lane filter chunk by chunk, as `LegStream` runs it.
  private static func filters(_ source: ArraySource, rate: Int) throws {
    let grid = BlockGrid(rate: source.samplingRate)
    let design = ButterworthBandPass(lowHertz: 10, highHertz: 100, rateHertz: Double(rate))
    var filter = ZeroPhaseFilter(design: design, tileRows: grid.tileRows)
    let output = UnsafeMutablePointer<Float>.allocate(capacity: grid.laneLength * Lanes.count)
    defer { output.deallocate() }
    let segment = source.segments[0]
    report("zero-phase filter") {
      var position = 0
      while position < segment.count {
        let laneLength = grid.laneLength(remaining: segment.count - position)
        try? filter.run(
          start: position, laneLength: laneLength, into: output,
          read: { try EdgeReading.read($0, of: segment, from: source, into: $1) }, observe: { _, _ in })
        position += laneLength * Lanes.count
      }
    }
  }

  private static func hum(_ samples: [Float], rate: Int) {
    let line = NarrowLine(hertz: 50, rateHertz: Double(rate))
    let step = 2 * Float.pi * 50 / Float(rate)
    let humming = samples.enumerated().map { $1 + 6 * sin(step * Float($0 % rate)) }
    var copy = samples
    report("hum absent", prepare: { copy = samples }) {
      copy.withUnsafeMutableBufferPointer { _ = line.cancel($0) }
    }
    report("hum present", prepare: { copy = humming }) {
      copy.withUnsafeMutableBufferPointer { _ = line.cancel($0) }
    }
  }

  private static func level(_ samples: [Float], rate: Int) {
    let half = rate / 2
    var levels = RecentLevels()
    for start in stride(from: 0, to: samples.count - half, by: half) {
      let power = samples[start..<start + half].reduce(Float(0)) { $0 + $1 * $1 }
      levels.append((power / Float(half)).squareRoot())
    }
    let parameters = DetectionParameters()
    report("resting level") {
      var resting = RestingLevel(
        window: Int((parameters.restingWindowSeconds * 2).rounded()), quantile: parameters.restingQuantile)
      resting.append(levels)
      for index in 0..<levels.count { _ = resting.level(at: index, levels) }
    }
  }

  /// Prints the median of five runs after a warm-up run.
  private static func report(_ name: String, prepare: () -> Void = {}, _ work: () -> Void) {
    let times = (0..<6).map { _ in
      prepare()
      let before = clock()
      work()
      return Double(clock() - before) / Double(CLOCKS_PER_SEC) * 1000
    }
    print("\(name)\t\(times.dropFirst().sorted()[2])")
  }
}
