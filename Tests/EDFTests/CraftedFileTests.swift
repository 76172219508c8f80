import SleepEvents
import StructuredText
import Testing

@testable import EDF
@testable import EDFSecondReader

/// Files of one deviation each, with what a good reader should return.
@Suite(.enabled(if: CraftedFiles.isAvailable, "needs ../shared/tools/craft_quirks.py and numpy"))
struct CraftedFileTests {
  @Test func `the tool wrote the whole table`() {
    #expect(CraftedFiles.all.count >= 111)
  }

  @Test(arguments: CraftedFiles.all)
  func `a crafted file behaves as the table says`(entry: CraftedFiles.Entry) throws {
    let file: EDFFile
    do {
      file = try EDFFile(path: entry.path)
    } catch let problem {
      #expect(entry.status == "error", "\(problem.sentence)")
      #expect(problem.exitStatus == .unusableInput)
      return
    }
    if entry.status == "error" {
      // The one refusal of a single channel: the file opens, the channel does not.
      let leg = try #require(file.signals.first { $0.label == "Leg/L" }, "should have been refused")
      #expect(leg.problem == .equalPhysicalRange)
      #expect(throws: EDFError.self) { try readMicrovolts(file, leg.index) }
      return
    }
    // A blank unit matters only for legs, which are identified elsewhere.
    if entry.file != "unit_blank.edf" {
      let outside = try file.signals.contains { try file.samplesOutsideDigitalRange(signal: $0.index) > 0 }
      #expect((file.warnings.isEmpty && !outside) == (entry.status == "ok"), "\(file.warnings)")
    }
    try checkAnnotations(file, entry)
    try checkLeg(file, entry)
    if let segments = entry.expect["segments"]?.arrayValue {
      let expected = segments.map { [$0.arrayValue?[0].doubleValue, $0.arrayValue?[1].doubleValue] }
      #expect(file.segments.map { [$0.onset.seconds, Double($0.recordCount)] } == expected)
    }
    if entry.expect["start"] == .null { #expect(file.start.iso8601 == nil) }
  }

  private func readMicrovolts(_ file: EDFFile, _ signal: Int) throws {
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: 4) { buffer in
      try file.readMicrovolts(signal: signal, samples: 0..<4, into: buffer)
    }
  }

  private func checkAnnotations(_ file: EDFFile, _ entry: CraftedFiles.Entry) throws {
    if let count = entry.expect["annots"]?.integerValue { #expect(file.annotations().all.count == count) }
    for wanted in entry.expect["ann"]?.arrayValue ?? [] {
      let parts = try #require(wanted.arrayValue)
      let text = try #require(parts[2].stringValue)
      let found = file.annotations().all.first { $0.text == text && $0.onset.seconds == parts[0].doubleValue }
      let annotation = try #require(found, "no annotation '\(text.prefix(40))'")
      #expect(annotation.duration?.seconds == parts[1].doubleValue)
    }
  }

  private func checkLeg(_ file: EDFFile, _ entry: CraftedFiles.Entry) throws {
    guard let truth = entry.expect["leg"], let label = truth["label"]?.stringValue else { return }
    let leg = try #require(file.signals.first { $0.label == label })
    let count = try #require(truth["n"]?.integerValue)
    #expect(file.sampleCount(signal: leg.index) == count)
    let rate = try #require(truth["fs"]?.doubleValue)
    #expect(abs((leg.samplingRate?.doubleValue ?? 0) - rate) < 1e-9 * rate)
    let first = try physical(file, leg, 0..<4)
    let expected = (truth["first4"]?.arrayValue ?? []).compactMap(\.doubleValue)
    for (value, wanted) in zip(first, expected) { #expect(abs(value - wanted) <= 0.6e-9) }
    if entry.file != "unit_blank.edf" { #expect(leg.microvoltsPerUnit == truth["uv_factor"]?.doubleValue) }
    if let last = entry.expect["last4"]?.arrayValue {
      let values = try physical(file, leg, count - 4..<count)
      for (value, wanted) in zip(values, last.compactMap(\.doubleValue)) {
        #expect(abs(value - wanted) <= 0.6e-9)
      }
    }
  }

  private func physical(_ file: EDFFile, _ signal: EDFSignal, _ samples: Range<Int>) throws -> [Double] {
    try file.digitalSamples(signal: signal.index, samples: samples).compactMap {
      signal.physical(digital: $0)
    }
  }

  @Test(arguments: CraftedFiles.all.filter { $0.status != "error" })
  func `libedf and we agree on every digital sample of what it accepts`(entry: CraftedFiles.Entry) throws {
    let file = try EDFFile(path: entry.path)
    guard LibEDF.verdict(of: file).outcome == .accepted, file.source.size < 50 << 20 else { return }
    try LibEDF.compareDigitalSamples(file, signals: Array(file.signals.indices))
  }
}
