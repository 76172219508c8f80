import Testing

@testable import EDF
@testable import EDFSecondReader

/// Files of many manufacturers. They open or are refused with a sentence; our reader agrees with libedf
/// wherever libedf accepts a file.
@Suite(.enabled(if: SharedFolder.exists("data/zoo"), "needs ../shared/data"))
struct RealFileTests {
  static let all = ["data/zoo", "data/recordings", "data/scorings"].flatMap(SharedFolder.recordings)
  /// Files without a single data record, or without a layout.
  static let refused = ["Z051.edf", "Z110.edf", "Z113.edf", "Z114.edf", "Z115.edf", "Z116.edf"]

  @Test(arguments: all)
  func `a real file opens, and libedf agrees on every sample`(path: String) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard !Self.refused.contains(name) else {
      #expect(throws: EDFError.self) { try EDFFile(path: path) }
      return
    }
    let file = try EDFFile(path: path)
    for signal in file.signals where !signal.isAnnotations && signal.samplesPerRecord > 0 {
      let count = file.sampleCount(signal: signal.index)
      #expect(try file.digitalSamples(signal: signal.index, samples: 0..<count).count == count)
    }
    guard LibEDF.verdict(of: file).outcome == .accepted else { return }
    try LibEDF.compareDigitalSamples(file, signals: Array(file.signals.indices))
  }

  @Test(arguments: [
    ("data/zoo/Z010.edf", 856), ("data/zoo/Z028.edf", 401), ("data/zoo/Z021.edf", 4),
    ("data/zoo/Z033.edf", 3),
    ("data/zoo/Z045.edf", 1), ("data/zoo/Z019.edf", 2), ("data/zoo/Z054.edf", 4), ("data/zoo/Z118.edf", 1),
  ])
  func `annotations as other readers count them (zoo.csv)`(path: String, count: Int) throws {
    #expect(try EDFFile(path: SharedFolder.file(path)).annotations().all.count == count)
  }

  @Test func `a discontinuous oximetry has its gaps`() throws {
    let file = try EDFFile(path: SharedFolder.file("data/zoo/Z021.edf"))
    #expect(file.format == .edfPlusDiscontinuous)
    #expect(file.segments.count > 1)
    #expect(file.segments.reduce(0) { $0 + $1.recordCount } == 2748)
  }
}
