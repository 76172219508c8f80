import CReaders
import Foundation
import Tibialis

/// Each reader turns the same two channels of a recording into Float32 microvolts.
enum Reader: String, CaseIterable {
  case cMap = "c-mmap"
  case libEDF = "libedf"
  case libEDFAnnotated = "libedf-annotations"
  case tibialis
  case tibialisOnePass = "tibialis-one-pass"
  case tibialisBlocks = "tibialis-by-leg"

  /// - Returns: a sum over the samples, so that no reader can skip the work.
  func run(_ plan: Plan) throws -> Double {
    switch self {
    case .cMap:
      return try plan.throughC {
        creader_map(
          plan.path, plan.dataOffset, plan.records, plan.recordBytes, plan.offsets, plan.samplesPerRecord,
          plan.bytesPerSample, plan.gains, plan.zeros, $0)
      }
    case .libEDF: return try plan.throughC { creader_libedf(plan.path, plan.signals, plan.samples, 0, $0) }
    case .libEDFAnnotated:
      return try plan.throughC { creader_libedf(plan.path, plan.signals, plan.samples, 1, $0) }
    case .tibialis: return try plan.whole()
    case .tibialisOnePass: return try plan.onePass()
    case .tibialisBlocks: return try plan.blockwise()
    }
  }
}

/// What every reader knows in advance, so that only reading is measured.
struct Plan {
  let path: String
  let file: EDFFile
  let signals: [Int32]

  init(path: String) throws {
    self.path = path
    file = try EDFFile(path: path)
    let legs = file.signals.filter { $0.label.hasPrefix("Leg/") }
    guard legs.count == 2 else { throw UsageProblem(text: "\(path): expected the channels Leg/L and Leg/R") }
    signals = legs.map { Int32($0.index) }
  }

  private var legs: [EDFSignal] { signals.map { file.signals[Int($0)] } }
  var dataOffset: Int { file.header.dataOffset }
  var records: Int { file.recordCount }
  var recordBytes: Int { file.header.recordBytes }
  var offsets: [Int] { legs.map(\.recordOffset) }
  var samplesPerRecord: Int { legs[0].samplesPerRecord }
  var samples: Int { samplesPerRecord * records }
  var bytesPerSample: Int32 { Int32(file.format.bytesPerSample) }
  var gains: [Float] { legs.map { Float(($0.gain ?? 0) * ($0.microvoltsPerUnit ?? 0)) } }
  var zeros: [Float] { legs.map { Float(($0.physical(digital: 0) ?? 0) * ($0.microvoltsPerUnit ?? 0)) } }

  func throughC(_ read: (UnsafeMutablePointer<UnsafeMutablePointer<Float>?>) -> Int) throws -> Double {
    var out: [UnsafeMutablePointer<Float>?] = [nil, nil]
    guard read(&out) == samples else { throw UsageProblem(text: "\(path): the C reader failed") }
    return out.compactMap { $0 }.reduce(0) { sum, leg in
      defer { free(leg) }
      return sum + Plan.probe(UnsafeBufferPointer(start: leg, count: samples))
    }
  }

  func whole() throws -> Double {
    return try file.readMicrovolts(signals: signals.map(Int.init)).reduce(0) { sum, leg in
      leg.withUnsafeBuffer { sum + Plan.probe($0) }
    }
  }

  /// Both legs in one pass, without keeping samples.
  func onePass() throws -> Double {
    var sum = 0.0
    try file.forEachMicrovoltBlock(signals: signals.map(Int.init)) { _, start, samples in
      if start % (16 << 10) == 0 { sum += Double(samples[0]) }
    }
    return sum
  }

  /// As the analysis reads: one leg after the other, block by block, without keeping samples.
  func blockwise() throws -> Double {
    let block = 16 << 10
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: block)
    defer { buffer.deallocate() }
    var sum = 0.0
    for signal in signals {
      var start = 0
      while start < samples {
        let range = start..<min(start + block, samples)
        try file.readMicrovolts(signal: Int(signal), samples: range, into: buffer)
        sum += Double(buffer[0])
        start = range.upperBound
      }
    }
    return sum
  }

  private static func probe(_ samples: UnsafeBufferPointer<Float>) -> Double {
    stride(from: 0, to: samples.count, by: 16 << 10).reduce(0) { $0 + Double(samples[$1]) }
  }
}

struct UsageProblem: Error {
  let text: String
}
