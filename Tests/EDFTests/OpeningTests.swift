import Foundation
import SleepEvents
import Testing

@testable import EDF

@Suite struct OpeningTests {
  private func problem(_ body: () throws -> Void) -> EDFError? {
    do {
      try body()
      return nil
    } catch {
      return error as? EDFError
    }
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}", "zip archive"), ("%PDF-1.7", "PDF"), ("<?xml version=\"1.0\"?>", "XML"),
    ("BZh91AY", "bzip2"),
    ("SQLite format 3\u{0}", "SQLite"), ("onset\tduration\n0\t30\n", "text file"), ("{\"a\": 1}", "JSON"),
    ("GDF 2.20", "GDF"), ("<!DOCTYPE html>", "HTML"), ("version https://git-lfs.github.com", "Git LFS"),
  ])
  func `another format is named`(head: String, name: String) {
    let bytes = Array(head.utf8) + [UInt8](repeating: 0, count: head.contains("onset") ? 0 : 1000)
    let found = problem { _ = try EDFFile(bytes: bytes, name: "night.edf") }
    #expect(found?.sentence.contains(name) == true, "\(found?.sentence ?? "opened")")
    #expect(found?.exitStatus == .unusableInput)
  }

  @Test func `missing, folder, pipe, empty and unreadable files have their own status`() throws {
    try TemporaryFolder.use { folder in
      #expect(problem { _ = try EDFFile(path: folder + "/none.edf") }?.exitStatus == .missingInput)
      #expect(problem { _ = try EDFFile(path: folder) } == .isFolder(file: folder))
      mkfifo(folder + "/pipe.edf", 0o600)
      #expect(
        problem { _ = try EDFFile(path: folder + "/pipe.edf") } == .notRegular(file: folder + "/pipe.edf"))
      try TemporaryFolder.write([], to: folder + "/empty.edf")
      let empty = problem { _ = try EDFFile(path: folder + "/empty.edf") }
      #expect(empty == .empty(file: folder + "/empty.edf"))
      #expect(empty?.exitStatus == .unusableInput)
      try TemporaryFolder.write(Array("0       short".utf8), to: folder + "/short.edf")
      #expect(problem { _ = try EDFFile(path: folder + "/short.edf") }?.code == "truncated_header")
    }
  }

  @Test func `random bytes are no recording`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let bytes = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(problem { _ = try EDFFile(bytes: bytes, name: "noise.edf") } != nil)
    }
  }

  @Test func `reading needs no more than the samples that are there`() throws {
    let file = try CraftedEDF().opened()
    #expect(problem { _ = try file.digitalSamples(signal: 0, samples: 630..<641) }?.code == "no_such_samples")
    #expect(problem { _ = try file.digitalSamples(signal: 7, samples: 0..<1) }?.code == "no_such_signal")
    #expect(problem { _ = try file.digitalSamples(signal: -1, samples: 0..<1) }?.code == "no_such_signal")
    #expect(try file.digitalSamples(signal: 0, samples: 640..<640).isEmpty)
  }

  @Test func `a file that shrinks while we read is an error, not a crash`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/shrinking.edf"
      try TemporaryFolder.write(CraftedEDF().bytes, to: path)
      let file = try EDFFile(path: path)
      truncate(path, 1000)
      let found = problem { _ = try file.digitalSamples(signal: 0, samples: 0..<640) }
      #expect(found?.code == "file_shrank")
      #expect(found?.exitStatus == .inputOutputFailure)
    }
  }

  @Test(arguments: [1, 7, 64, 100, 4000, 5000])
  func `any stretch of any record size reads the same samples`(samplesPerRecord: Int) throws {
    var channels = [CraftedEDF.Channel("EEG", samples: 3), CraftedEDF.Channel(samples: samplesPerRecord)]
    channels.append(CraftedEDF.Channel("Last", samples: 2))
    for isBDF in [false, true] {
      var crafted = CraftedEDF.plain(channels)
      crafted.isBDF = isBDF
      let file = try crafted.opened()
      let total = file.sampleCount(signal: 1)
      let all = (0..<total).map { Int32($0 % 1000) }
      #expect(try file.digitalSamples(signal: 1, samples: 0..<total) == all)
      for start in stride(from: 0, to: total, by: max(1, total / 13)) {
        let range = start..<min(total, start + total / 3 + 1)
        #expect(try file.digitalSamples(signal: 1, samples: range) == Array(all[range]))
        let microvolts = try [Float](unsafeUninitializedCapacity: range.count) { buffer, count in
          try file.readMicrovolts(signal: 1, samples: range, into: buffer)
          count = range.count
        }
        for (value, digital) in zip(microvolts, all[range]) {
          #expect(abs(Double(value) - (file.signals[1].physical(digital: digital) ?? 0)) < 0.001)
        }
      }
    }
  }

  @Test func `negative 24-bit samples keep their sign`() throws {
    var crafted = CraftedEDF.plain()
    crafted.isBDF = true
    crafted.channels[0].digital = ("-8388608", "8388607")
    var bytes = crafted.bytes
    bytes.replaceSubrange(512..<521, with: [0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0xFF, 0xFF, 0x7F])
    let file = try EDFFile(bytes: bytes, name: "negative.bdf")
    #expect(try file.digitalSamples(signal: 0, samples: 0..<3) == [-1, -8_388_608, 8_388_607])
  }

  @Test func `several threads read one file at once`() async throws {
    let file = try CraftedEDF().opened()
    try await withThrowingTaskGroup(of: [Int32].self) { group in
      for _ in 0..<8 { group.addTask { try file.digitalSamples(signal: 0, samples: 0..<640) } }
      for try await samples in group { #expect(samples == (0..<640).map { Int32($0) }) }
    }
  }
}
