import Foundation
import Testing
import Tibialis

/// Clocks are set back and forth by hand, by daylight saving time or by a dead battery; files carry the times
/// they showed.
@Suite struct BatchClockTests {
  private static let beforeItAll = 0
  private static let beyond2038 = 2_147_483_648 + 86_400

  private func study(in folder: String) throws {
    try LegRecording.write(to: folder + "/a.edf", seconds: 60)
    try LegRecording.write(to: folder + "/b.edf", seconds: 90, period: 25)
    try """
    patient_id\tnight_id\tdate\tedf_path
    sub-01\tses-1\t2026-03-01\ta.edf
    sub-01\tses-2\t2026-03-20\tb.edf

    """.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
  }

  private func batch(_ folder: String) throws -> (done: Int?, skipped: Int?) {
    let outcome = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return (outcome.json?["done"]?.integerValue, outcome.json?["skipped"]?.integerValue)
  }

  private func set(_ path: String, to seconds: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: TimeInterval(seconds))], ofItemAtPath: path)
  }

  @Test(arguments: [beforeItAll, beyond2038])
  func `a night is not done again because of what the clock said when it was recorded`(_ time: Int) throws {
    try Scratch.use { folder in
      try study(in: folder)
      try set(folder + "/a.edf", to: time)
      #expect(try batch(folder) == (2, 0))
      #expect(try batch(folder) == (0, 2))
    }
  }

  @Test(arguments: [beforeItAll, beyond2038])
  func `a night is not done again because of what the clock said when it was analyzed`(_ time: Int) throws {
    try Scratch.use { folder in
      try study(in: folder)
      #expect(try batch(folder) == (2, 0))
      for night in ["ses-1", "ses-2"] {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/out/sub-01/" + night)
        where name != ".recording" { try set(folder + "/out/sub-01/\(night)/\(name)", to: time) }
      }
      #expect(try batch(folder) == (0, 2))
    }
  }

  @Test func `a recording that changed after the clock was set back is done again, once`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      // Long enough that the fingerprint, which samples the file, skips bytes.
      try LegRecording.write(to: folder + "/a.edf", seconds: 240, rate: 2000, gain: 3)
      #expect(try batch(folder) == (2, 0))
      let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/sub-01/ses-1/leg_movements.tsv"))
      let fingerprint = try self.fingerprint(folder)
      var recording = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.edf"))
      // Between the pages that the fingerprint reads.
      let pages = (1..<256).map { recording.count / 256 * $0 & ~4095 }
      for (page, next) in zip(pages, pages.dropFirst())
      where page > 70_000 && next < recording.count - 70_000 && next - page > 4096 {
        recording.resetBytes(in: (page + 4096)..<next)
      }
      // Written in place, as a tool would, so that only the modification time differs.
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/a.edf"))
      try handle.write(contentsOf: recording)
      try handle.close()
      try set(folder + "/a.edf", to: 600_000_000)
      #expect(try batch(folder) == (1, 1))
      #expect(try self.fingerprint(folder) == fingerprint, "the change must escape the fingerprint")
      let after = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/sub-01/ses-1/leg_movements.tsv"))
      #expect(before != after)
      #expect(try batch(folder) == (0, 2))
    }
  }

  @Test func `scorings are compared by what they hold, whatever their time`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      try "patient_id\tnight_id\tdate\tedf_path\thypnogram_path\nsub-01\tses-1\t2026-03-01\ta.edf\ta.tsv\n"
        .write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      func score(_ stage: String, at time: Int) throws {
        try "onset\tduration\ttrial_type\tleg\n0\t60\tsleep_stage_\(stage)\tn/a\n".write(
          toFile: folder + "/a.tsv", atomically: true, encoding: .utf8)
        try set(folder + "/a.tsv", to: time)
      }
      try score("N2", at: BatchClockTests.beyond2038)
      #expect(try batch(folder) == (1, 0))
      #expect(try batch(folder) == (0, 1))
      try score("R", at: BatchClockTests.beforeItAll)
      #expect(try batch(folder) == (1, 0))
    }
  }

  @Test func `what analyze left stands for a batch too, and is marked then`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      #expect(try batch(folder) == (2, 0))
      // As analyze leaves it, without the mark.
      let mark = folder + "/out/sub-01/ses-1/.recording"
      try FileManager.default.removeItem(atPath: mark)
      #expect(try batch(folder) == (0, 2))
      #expect(FileManager.default.fileExists(atPath: mark))
    }
  }

  private func fingerprint(_ folder: String) throws -> String? {
    let path = folder + "/out/sub-01/ses-1/result.json"
    return try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path)), file: path)["fingerprint"]?
      .stringValue
  }
}
