import Foundation
import SleepEvents
import Testing

@testable import EDF
@testable import EDFSecondReader

/// Ten thousand damaged files: each is read or refused with a sentence, without crashes, hangs or
/// inconsistencies.
@Suite struct MutationTests {
  private static let originals: [[UInt8]] = {
    var discontinuous = CraftedEDF()
    discontinuous.reserved = "EDF+D"
    discontinuous.tal = {
      Array("+\($0 * 3)\u{14}\u{14}\u{0}+\($0).5\u{15}1\u{14}Limb movement@@Leg/L\u{14}\u{0}".utf8)
    }
    var wide = CraftedEDF()
    wide.isBDF = true
    wide.reserved = "BDF+C"
    wide.channels = [CraftedEDF.Channel(), CraftedEDF.Channel("EEG", samples: 7), .annotations(isBDF: true)]
    var only = CraftedEDF()
    only.channels = [.annotations(bytes: 100)]
    only.duration = "0"
    only.records = 3
    only.tal = CraftedEDF.lists("+1\u{15}30\u{14}Sleep stage W\u{14}\u{0}")
    return [CraftedEDF().bytes, discontinuous.bytes, wide.bytes, only.bytes, CraftedEDF.plain().bytes]
  }()

  @Test(arguments: 0..<10)
  func `a thousand damaged files are read or refused`(part: Int) throws {
    var mutation = Mutation(seed: UInt64(part) &* 1_000_003)
    for round in 0..<1000 {
      let bytes = mutation.damaged(Self.originals[round % Self.originals.count])
      do {
        let file = try EDFFile(bytes: bytes, name: "damaged.edf")
        try Self.check(file, size: bytes.count)
      } catch {
        #expect(error.sentence.count < 700 && !error.code.isEmpty)
        #expect(![ExitStatus.internalDefect, .good].contains(error.exitStatus), "\(error.sentence)")
      }
    }
  }

  @Test func `libedf survives what passes our header check`() throws {
    var mutation = Mutation(seed: 7)
    try TemporaryFolder.use { folder in
      for round in 0..<300 {
        let path = folder + "/damaged-\(round).edf"
        try TemporaryFolder.write(mutation.damaged(Self.originals[round % Self.originals.count]), to: path)
        guard let file = try? EDFFile(path: path), LibEDF.verdict(of: file).outcome == .accepted else {
          continue
        }
        try LibEDF.compareDigitalSamples(file, signals: Array(file.signals.indices))
      }
    }
  }

  @Test func `de-identifying a damaged file copies it rightly or not at all`() throws {
    var mutation = Mutation(seed: 11)
    try TemporaryFolder.use { folder in
      for round in 0..<300 {
        let (input, output) = (folder + "/in-\(round).edf", folder + "/out-\(round).edf")
        try TemporaryFolder.write(mutation.damaged(Self.originals[round % Self.originals.count]), to: input)
        guard let report = try? Deidentifier().copy(input, to: output) else {
          #expect(!FileManager.default.fileExists(atPath: output))
          continue
        }
        let (before, after) = (try EDFFile(path: input), try EDFFile(path: output))
        #expect(before.recordCount == after.recordCount)
        #expect(before.segments == after.segments)
        #expect(report.bytesDropped >= 0)
      }
    }
  }

  private static func check(_ file: EDFFile, size: Int) throws(EDFError) {
    #expect(file.recordCount > 0 && file.recordCount * file.header.recordBytes <= size)
    if !file.segments.isEmpty {
      #expect(file.segments.reduce(0) { $0 + $1.recordCount } == file.recordCount)
      #expect(file.segments.allSatisfy { $0.duration >= .zero })
    }
    #expect(file.annotations().all.count <= size / 4)
    for signal in file.signals where signal.samplesPerRecord > 0 {
      let count = file.sampleCount(signal: signal.index)
      for range in [0..<min(3, count), max(0, count - 3)..<count] {
        let samples = try file.digitalSamples(signal: signal.index, samples: range)
        #expect(samples.allSatisfy { file.format.storageRange.contains(Int($0)) })
        _ = file.time(ofSample: range.upperBound, signal: signal.index)
      }
      _ = try file.samplesOutsideDigitalRange(signal: signal.index)
    }
  }
}
