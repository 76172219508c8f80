import Foundation
import Testing

@testable import EDF

/// What is read through a window must equal the file's content.
@Suite struct RecordWindowTests {
  /// Four channels of different rates: the first two adjacent, the third far away.
  private func crafted(isBDF: Bool, far: Int) -> CraftedEDF {
    var file = CraftedEDF.plain([
      CraftedEDF.Channel("ECG", samples: 50), CraftedEDF.Channel("Leg/L", samples: 64),
      CraftedEDF.Channel("EEG", samples: far), CraftedEDF.Channel("Leg/R", samples: 61),
    ])
    file.isBDF = isBDF
    if isBDF {
      for index in file.channels.indices { file.channels[index].digital = ("-8388608", "8388607") }
    }
    return file
  }

  private func microvolts(
    _ file: EDFFile, _ signal: Int, _ samples: Range<Int>, window: RecordWindow?
  ) throws -> [Float] {
    var values = [Float](repeating: .nan, count: samples.count)
    try values.withUnsafeMutableBufferPointer {
      try file.readMicrovolts(signal: signal, samples: samples, into: $0, window: window)
    }
    return values
  }

  @Test(arguments: [(false, 10), (false, 1500), (false, 6000), (true, 10), (true, 6000)])
  func `a window gives the same samples as the file, wherever its records begin`(_ isBDF: Bool, _ far: Int)
    throws
  {
    let file = try crafted(isBDF: isBDF, far: far).opened()
    let window = RecordWindow(file: file, signals: [3, 0, 1])
    for records in [0..<10, 0..<1, 3..<7, 9..<10] {
      #expect(window.prepare(records))
      try window.load(0..<records.count / 2)
      try window.load(records.count / 2..<records.count)
      for signal in [0, 1, 3] {
        let perRecord = file.signals[signal].samplesPerRecord
        let all = records.lowerBound * perRecord..<records.upperBound * perRecord
        for samples in [
          all, all.lowerBound + 5..<all.upperBound - 3, all.lowerBound + 7..<all.lowerBound + 8,
        ] {
          let direct = try microvolts(file, signal, samples, window: nil)
          var count = 0
          #expect(
            window.forEachPiece(file, signal: signal, samples) { _, pieceCount, _ in count += pieceCount })
          #expect(count == samples.count)
          #expect(try microvolts(file, signal, samples, window: window) == direct)
        }
      }
    }
  }

  @Test func `what a window does not hold comes from the file`() throws {
    let file = try crafted(isBDF: false, far: 10).opened()
    let window = RecordWindow(file: file, signals: [1])
    #expect(window.prepare(2..<5))
    try window.load(0..<3)
    for (signal, samples) in [(1, 0..<640), (1, 64..<200), (1, 300..<321), (0, 100..<250), (3, 0..<610)] {
      #expect(!window.forEachPiece(file, signal: signal, samples) { _, _, _ in })
      #expect(
        try microvolts(file, signal, samples, window: window)
          == microvolts(file, signal, samples, window: nil))
    }
  }

  @Test func `a window of another recording is not used`() throws {
    let file = try crafted(isBDF: false, far: 10).opened()
    let other = try crafted(isBDF: false, far: 10).opened()
    let window = RecordWindow(file: other, signals: [1])
    #expect(window.prepare(0..<10))
    try window.load(0..<10)
    #expect(!window.forEachPiece(file, signal: 1, 0..<64) { _, _, _ in })
  }

  @Test func `records that are not there or too many are not kept`() throws {
    let file = try crafted(isBDF: false, far: 10).opened()
    let window = RecordWindow(file: file, signals: [1])
    for records in [0..<0, 5..<11, -1..<3] {
      #expect(!window.prepare(records))
      #expect(window.records.isEmpty)
    }
    #expect(!RecordWindow(file: file, signals: []).prepare(0..<3))
    var long = CraftedEDF.plain([CraftedEDF.Channel("Leg/L", samples: 1_000_000)])
    long.records = 6
    let wide = RecordWindow(file: try long.opened(), signals: [0])
    #expect(wide.prepare(0..<4))
    #expect(!wide.prepare(0..<6))
  }

  @Test func `a file that shrinks under a window is an error that names the byte`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/night.edf"
      let bytes = crafted(isBDF: false, far: 6000).bytes
      try TemporaryFolder.write(bytes, to: path)
      let file = try EDFFile(path: path)
      let window = RecordWindow(file: file, signals: [1, 3])
      #expect(window.prepare(0..<10))
      let left = bytes.count / 2
      try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: UInt64(left))
      let error = #expect(throws: EDFError.self) { try window.load(0..<10) }
      guard case .shrank(let name, let byte)? = error else {
        Issue.record("expected that the file shrank, found \(String(describing: error))")
        return
      }
      #expect(name == path)
      // The first byte of a leg that no longer exists.
      #expect(left <= byte && byte < left + file.header.recordBytes)
    }
  }
}
