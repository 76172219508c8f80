import EDF
import Foundation
import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText
import Testing

@testable import NightAnalysis

/// A night is exported in every format and read back with the same score.
@Suite struct ExportTests {
  /// Two hours with movements on sample times of 256 Hz, breathing, arousals, lights and a gap.
  private static let night: NightAnnotations = {
    var events: [ScoredEvent] = []
    func add(_ kind: EventKind, _ start: Double, _ duration: Double, _ side: Side? = nil) {
      events.append(
        ScoredEvent(
          kind: kind, range: TimeRange(start: Instant(seconds: start), duration: TimeSpan(seconds: duration)),
          hasDuration: duration > 0, side: side))
    }
    add(.lightsOff, 90, 0)
    add(.lightsOn, 7000, 0)
    for index in 0..<160 {
      let onset = 300 + Double(index) * 40 + Double(index * index % 97) / 256
      add(.legMovement, onset, 1 + Double(index % 13) / 256, index % 3 == 0 ? .right : .left)
      if index % 5 == 0 { add(.legMovement, onset + 0.25, 2, index % 3 == 0 ? .left : .right) }
      if index % 11 == 0 { add(.arousal, onset + 1, 4) }
    }
    for (index, kind) in [EventKind.obstructiveApnea, .centralApnea, .mixedApnea, .apnea, .hypopnea, .rera]
      .enumerated()
    {
      add(kind, 1000 + Double(index) * 300, 14)
    }
    add(.recordingGap, 4000, 45)
    let stages: [SleepStage] = [.wake, .n1, .n2, .n2, .n3, .rem, .unscored, .n2]
    let hypnogram = Hypnogram(stages: (0..<236).map { stages[($0 / 4) % stages.count] })
    return NightAnnotations(hypnogram: hypnogram, events: events)
  }()

  private func indices(_ night: NightAnnotations) -> [NightIndices] {
    let input = ScoringInput(
      movements: night.legMovements, hypnogram: night.hypnogram, respiratoryEvents: night.respiratoryEvents,
      arousals: night.arousals, gaps: night.recordingGaps, lightsOff: night.lightsOff,
      lightsOn: night.lightsOn)
    return RuleSet.published.map { NightIndices($0.score(input)) }
  }

  @Test(arguments: ExportFormat.allCases)
  func `a night read back gives the same score under every rule set`(_ format: ExportFormat) throws {
    try ScratchFolder.use { folder in
      let path = folder + "/night." + (format == .edf ? "edf" : "txt")
      let export = ScoringExport(night: ExportTests.night, startClock: .seconds(23 * 3600)) {
        $0 == .left ? "EMG LAT" : "EMG RAT"
      }
      for file in try export.files(format, path: path) {
        try TextFile.writeAtomically(file.contents, to: file.path)
      }
      let context = ReadingContext(
        sideOfChannel: { $0.hasSuffix("LAT") ? .left : $0.hasSuffix("RAT") ? .right : nil },
        start: ClockStart(day: nil, clock: .seconds(23 * 3600)))
      let back = try ScoringReader.read(path, context: context)
      #expect(back.unknownLabels.isEmpty)
      #expect(back.legMovements.count == ExportTests.night.legMovements.count)
      #expect(indices(back) == indices(ExportTests.night))
    }
  }

  @Test(arguments: ExportFormat.allCases, ["wasm2016", "aasm3"])
  func `periodic movements go out as such beside the movements, and change nothing when read back`(
    _ format: ExportFormat, _ rules: String
  ) throws {
    try ScratchFolder.use { folder in
      let table = folder + "/events.tsv"
      try TextFile.writeAtomically(ExportTests.night.eventsTable, to: table)
      let night = try NightAnalyzer().score([table])
      let scores = night.tables.movementScores(rules)
      let periodic = scores.values.count { $0.isPeriodic }
      #expect(periodic > 20 && periodic < scores.count)
      let path = folder + "/night." + (format == .edf ? "edf" : "txt")
      let export = ScoringExport(night: ExportTests.night, startClock: .seconds(23 * 3600), scores: scores) {
        $0 == .left ? "EMG LAT" : "EMG RAT"
      }
      for file in try export.files(format, path: path) {
        try TextFile.writeAtomically(file.contents, to: file.path)
      }
      let context = ReadingContext(
        sideOfChannel: { $0.hasSuffix("LAT") ? .left : $0.hasSuffix("RAT") ? .right : nil },
        start: ClockStart(day: nil, clock: .seconds(23 * 3600)))
      let back = try ScoringReader.read(path, context: context)
      #expect(back.legMovements.count == ExportTests.night.legMovements.count)
      #expect(indices(back) == indices(ExportTests.night))
      if format == .bids {
        let written = try DelimitedTable(path: path)
        #expect(written.rows.count { $0["periodic"] == "true" } == periodic)
        #expect(written.rows.count { $0["periodic"] == "true" && $0["series"] == nil } == 0)
        #expect(written.rows.contains { $0["arousal"] == "true" })
      } else {
        let twice = back.warnings.first { $0.code == "same_movement_twice" }
        #expect(twice?.message.hasPrefix("\(periodic) ") == true)
      }
    }
  }

  @Test func `clock times without a date cannot hold more than a day`() throws {
    var night = ExportTests.night
    night.events.append(ScoredEvent(kind: .arousal, range: TimeRange(seconds: 90_000, 90_004)))
    let export = ScoringExport(night: night) { _ in "EMG" }
    #expect(throws: ExportError.self) { try export.files(.stages, path: "night.csv") }
    for format in ExportFormat.allCases where format != .stages {
      #expect(throws: Never.self) { try export.files(format, path: "night.txt") }
    }
  }

  @Test func `several files are one night, whatever their order`() throws {
    try ScratchFolder.use { folder in
      let stages = folder + "/stages.csv"
      let movements = folder + "/movements.csv"
      let header = "Start Time,Duration (seconds),Event\n"
      try TextFile.writeAtomically(header + "22:00:00,28800,Stage2\n", to: stages)
      try TextFile.writeAtomically(header + "02:00:00,2,Left Leg\n23:30:00,2,Left Leg\n", to: movements)
      for paths in [[stages, movements], [movements, stages]] {
        let night = try NightAnalyzer().score(paths)
        #expect(night.movements.map(\.onset.seconds) == [5400, 14_400])
        #expect(night.annotations.hypnogram?.scoredRange == TimeRange(seconds: 0, 28_800))
      }
    }
  }

  @Test func `BIDS events have a sidecar that explains every level`() throws {
    let export = ScoringExport(night: ExportTests.night) { _ in "EMG" }
    let files = try export.files(.bids, path: "sub-01_events.tsv")
    #expect(files.map(\.path) == ["sub-01_events.tsv", "sub-01_events.json"])
    let sidecar = try JSONValue(parsing: files[1].contents, file: "sidecar")
    let levels = Set(sidecar["trial_type"]?["Levels"]?.members?.map(\.key) ?? [])
    let table = try DelimitedTable(text: String(decoding: files[0].contents, as: UTF8.self), file: "events")
    #expect(Set(table.rows.compactMap { $0["trial_type"] }).isSubset(of: levels))
  }

  @Test func `a result folder is scored again to the same indices`() throws {
    try ScratchFolder.use { folder in
      let table = folder + "/events.tsv"
      try TextFile.writeAtomically(ExportTests.night.eventsTable, to: table)
      let first = try NightAnalyzer().score([table])
      try NightFiles.write(first, to: folder + "/night")
      let again = try NightAnalyzer().score([folder + "/night"])
      #expect(first.scorings.map { NightIndices($0) } == again.scorings.map { NightIndices($0) })
    }
  }

  @Test func `a correction lists what was added, removed and moved`() throws {
    try ScratchFolder.use { folder in
      let table = folder + "/events.tsv"
      try TextFile.writeAtomically(ExportTests.night.eventsTable, to: table)
      try NightFiles.write(NightAnalyzer().score([table]), to: folder + "/night")
      var corrected = ExportTests.night
      var movements = corrected.events.indices.filter { corrected.events[$0].kind == .legMovement }
      corrected.events[movements[2]].range.end = corrected.events[movements[2]].range.end + .seconds(1)
      corrected.events.remove(at: movements[0])
      movements = []
      corrected.events.append(
        ScoredEvent(kind: .legMovement, range: TimeRange(seconds: 6900, 6902), side: .left))
      let path = folder + "/corrected.tsv"
      try TextFile.writeAtomically(corrected.eventsTable, to: path)
      let review = try CorrectionReview(
        of: ResultFolder(path: folder + "/night"), correctedBy: path, options: AnalysisOptions())
      #expect(review.rows.map(\.change.rawValue).sorted() == ["added", "moved", "removed"])
      #expect(review.legs.allSatisfy { ($0.f1Overlap ?? 0) > 0.97 })
      #expect(review.corrected.movements.count == ExportTests.night.legMovements.count)
    }
  }
}

/// A folder that is removed after the test.
enum ScratchFolder {
  static func use<Result>(_ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}
