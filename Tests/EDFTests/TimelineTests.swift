import SleepEvents
import Testing

@testable import EDF

/// A sample's time is its record's own onset plus the sample's offset at the exact rate.
@Suite struct TimelineTests {
  private func file(_ onsets: [String?], duration: String = "1", reserved: String = "EDF+D") throws -> EDFFile
  {
    var crafted = CraftedEDF()
    crafted.records = onsets.count
    crafted.duration = duration
    crafted.reserved = reserved
    crafted.tal = CraftedEDF.onsets(onsets)
    return try crafted.opened()
  }

  private func segments(_ file: EDFFile) -> [[Double]] {
    file.segments.map { [$0.onset.seconds, Double($0.recordCount), $0.duration.seconds] }
  }

  @Test func `a gap behind the first record, in the middle and before the last one`() throws {
    let file = try file(["+0", "+10", "+11", "+12", "+50.5", "+51.5", "+52.5", "+90"])
    #expect(segments(file) == [[0, 1, 1], [10, 3, 3], [50.5, 3, 3], [90, 1, 1]])
    #expect(file.warnings.isEmpty)
    #expect(
      file.gaps == [TimeRange(seconds: 1, 10), TimeRange(seconds: 13, 50.5), TimeRange(seconds: 53.5, 90)])
    #expect(file.time(ofSample: 64, signal: 0) == Instant(seconds: 10))
    #expect(file.time(ofSample: 4 * 64 + 32, signal: 0) == Instant(seconds: 51))
    #expect(file.time(ofSample: 8 * 64, signal: 0) == Instant(seconds: 91))
    #expect(file.recordedDuration == .seconds(8))
  }

  @Test func `a hidden gap of a tenth of a second is a gap`() throws {
    let file = try file(["+0", "+1", "+2.1", "+3.1"], reserved: "EDF+C")
    #expect(segments(file) == [[0, 2, 2], [2.1, 2, 2]])
    #expect(file.warnings.map(\.code) == ["hidden_gap"])
  }

  @Test func `jitter of milliseconds is no gap`() throws {
    let file = try file(["+0", "+1.004", "+1.997", "+3.003", "+4", "+4.999"], reserved: "EDF+C")
    #expect(file.segments.count == 1)
    #expect(abs(file.time(ofSample: 64 * 3, signal: 0).seconds - 3.003) < 0.0011)
  }

  @Test func `onsets that drift from the record duration are followed`() throws {
    let onsets = (0..<1000).map { "+\(Double($0) * 1.0005)" }
    let file = try file(onsets, reserved: "EDF+C")
    #expect(file.segments.count == 1)
    #expect(file.warnings.map(\.code) == ["record_onset_drift"])
    #expect(abs(file.time(ofSample: 64 * 999, signal: 0).seconds - 999 * 1.0005) < 0.0011)
    #expect(abs((file.segments.first?.duration.seconds ?? 0) - 1000 * 1.0005) < 0.0021)
  }

  @Test func `a third of a second, cut to eight characters, does not run away from the onsets`() throws {
    let onsets = (0..<3000).map { record in
      "+"
        + TALWriter.seconds(
          dividedToNearest(Int128(record) * Int128(ticksPerSecond), by: 3).asInt64, signed: false)
    }
    let file = try file(onsets, duration: "0.333333", reserved: "EDF+C")
    #expect(file.segments.count == 1)
    #expect(abs(file.time(ofSample: 64 * 2997, signal: 0).seconds - 999) < 0.0011)
  }

  @Test func `one record with a wrong onset does not make two gaps`() throws {
    let file = try file(["+0", "+1", "+2000", "+3", "+4"], reserved: "EDF+C")
    #expect(segments(file) == [[0, 5, 5]])
    #expect(file.warnings.map(\.code) == ["record_onset_out_of_place"])
  }

  @Test func `records that begin before the ones ahead end are kept at their own time`() throws {
    let file = try file(["+0", "+1", "+2", "+1.5", "+2.5"])
    #expect(segments(file) == [[0, 3, 3], [1.5, 2, 2]])
    #expect(file.warnings.map(\.code) == ["overlapping_records"])
    #expect(file.gaps.isEmpty)
  }

  @Test func `records without timekeeping follow the ones before`() throws {
    let some = try file(["+0", nil, "+2", nil, "+10", nil])
    #expect(segments(some) == [[0, 4, 4], [10, 2, 2]])
    #expect(some.warnings.map(\.code) == ["no_timekeeping"])
    let none = try file([nil, nil, nil], reserved: "EDF+C")
    #expect(segments(none) == [[0, 3, 3]])
    #expect(none.warnings.map(\.code) == ["no_timekeeping"])
  }

  @Test func `every record by itself, as event-triggered devices write`() throws {
    let file = try file((0..<50).map { "+\($0 * 7)" })
    #expect(file.segments.count == 50)
    #expect(file.warnings.isEmpty)
  }

  @Test func `a start within the first second is silent, later or before time 0 it is said`() throws {
    #expect(try file(["+0.75", "+1.75"], reserved: "EDF+C").warnings.isEmpty)
    #expect(try file(["+3600", "+3601"], reserved: "EDF+C").warnings.map(\.code) == ["late_first_record"])
    let early = try file(["-5", "-4"], reserved: "EDF+C")
    #expect(early.warnings.map(\.code) == ["late_first_record"])
    #expect(early.time(ofSample: 0, signal: 0) == Instant(seconds: -5))
  }

  @Test func `rates are exact fractions`() throws {
    var crafted = CraftedEDF()
    crafted.duration = "1.0002"
    crafted.channels[0].samples = 256
    crafted.tal = { Array("+\(Double($0) * 1.0002)\u{14}\u{14}\u{0}".utf8) }
    let file = try crafted.opened()
    #expect(file.signals[0].samplingRate == ExactRational(2_560_000, 10_002))
    #expect(file.time(ofSample: 2560, signal: 0) == Instant(seconds: 10.002))
    #expect(file.warnings.isEmpty)
  }

  @Test func `annotations only, or record duration 0, have no segments however onsets jump`() throws {
    var only = CraftedEDF()
    only.channels = [.annotations()]
    only.reserved = "EDF+D"
    only.tal = { Array("+\($0 * 1000)\u{14}\u{14}\u{0}".utf8) }
    #expect(try only.opened().segments.isEmpty)
    #expect(try only.warnings().isEmpty)
    var zero = CraftedEDF()
    zero.duration = "0"
    zero.channels[0] = CraftedEDF.Channel("Crc16", unit: "", samples: 1)
    #expect(try zero.opened().segments.isEmpty)
    #expect(try zero.opened().gaps.isEmpty)
    #expect(try zero.warnings() == ["channel_without_rate"])
  }
}

extension Int128 {
  fileprivate var asInt64: Int64 { Int64(self) }
}
