import Foundation
import StructuredText
import Testing

/// Details of tables and files that people and programs write.
@Suite struct TypedDetailTests {
  private func compare(_ nights: String, _ medications: String? = nil) throws -> Tool.Outcome {
    try Scratch.use { folder in
      try nights.write(toFile: folder + "/n.csv", atomically: true, encoding: .utf8)
      var arguments = ["compare", folder + "/n.csv", "--json"]
      if let medications {
        try medications.write(toFile: folder + "/m.csv", atomically: true, encoding: .utf8)
        arguments += ["--medications", folder + "/m.csv"]
      }
      return try Tool.run(arguments)
    }
  }

  private func rows(_ patient: String, dose: (Int) -> Int = { $0 > 5 ? 50 : 0 }) -> String {
    (1...12).map {
      "\(patient),n\($0),2026-03-\($0 < 10 ? "0" : "")\($0),6,\($0 > 5 ? 40 : 110),\(dose($0))\n"
    }.joined()
  }

  private let head = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n"

  @Test func `a row whose id begins with # is a row, a line that begins with # and a blank is a remark`()
    throws
  {
    let outcome = try compare(head + "# my own nights, by hand\n" + rows("#7"))
    #expect(
      outcome.status == 65 && outcome.errors.contains("patient_id"), "such an id is refused, not skipped")
    #expect(try compare(head + "# my own nights, by hand\n" + rows("A")).status == 0)
  }

  @Test func `an id that was defused against formulas is read as it was`() throws {
    let outcome = try compare(head + rows("'-"))
    #expect(outcome.status == 0)
    #expect(outcome.json?.arrayValue?.first?["patient_id"] == "-")
  }

  @Test(arguments: ["1.000", "1,000"])
  func `a count with a separator of thousands is refused`(_ count: String) throws {
    let text = (head + rows("A")).replacing(",", with: ";").replacing(";110;", with: ";\(count);")
    let outcome = try compare(text)
    #expect(outcome.status == 65 && outcome.errors.contains("thousands"))
  }

  @Test func `a morning time belongs to the evening before in every form of a date`() throws {
    for date in ["2026-03-13T01:30", "13.03.2026 01:30", "13/03/2026 01:30"] {
      let outcome = try compare(head + rows("A") + "A,n99,\(date),6,40,50\n")
      #expect((outcome.errors + outcome.output).contains("same_date"), "\(date) is the evening of the 12th")
    }
  }

  @Test func `a key of another night is seen behind a byte order mark, in UTF-16 and after an empty line`()
    throws
  {
    try Scratch.use { folder in
      let events = folder + "/n.tsv"
      let table =
        "onset\tduration\ttrial_type\tleg\n0\t3600\tsleep_stage_N2\tn/a\n100\t2\tleg_movement\tleft\n"
      try table.write(toFile: events, atomically: true, encoding: .utf8)
      #expect(try Tool.run("score", events, "--out", folder + "/r").status == 0)
      let text = "# tibialis corrections of night 0123456789ab\n" + table
      let forms: [Data] = [
        Data(text.utf8), Data([0xEF, 0xBB, 0xBF] + text.utf8), Data("\n".utf8 + Array(text.utf8)),
        try #require(text.data(using: .utf16)),
      ]
      for form in forms {
        try form.write(to: URL(fileURLWithPath: folder + "/c.tsv"))
        let outcome = try Tool.run(
          "review", folder + "/r", "--corrected", folder + "/c.tsv", "--out", folder + "/x", "--force")
        #expect(outcome.status == 65)
      }
    }
  }

  @Test func `another program's result is not overwritten, and a failed night leaves its error`() throws {
    try Scratch.use { folder in
      let events = folder + "/n.tsv"
      try "onset\tduration\ttrial_type\n0\t3600\tsleep_stage_N2\n".write(
        toFile: events, atomically: true, encoding: .utf8)
      let theirs = folder + "/theirs"
      try FileManager.default.createDirectory(atPath: theirs, withIntermediateDirectories: true)
      try #"{"experiment":"mine"}"#.write(toFile: theirs + "/result.json", atomically: true, encoding: .utf8)
      try "mine".write(toFile: theirs + "/events.tsv", atomically: true, encoding: .utf8)
      #expect(try Tool.run("score", events, "--out", theirs).status == 73)
      #expect(try String(contentsOfFile: theirs + "/events.tsv", encoding: .utf8) == "mine")

      try Data("0       ".utf8).write(to: URL(fileURLWithPath: folder + "/cut.edf"))
      #expect(try Tool.run("analyze", folder + "/cut.edf", "--out", folder + "/d").status == 65)
      #expect(FileManager.default.fileExists(atPath: folder + "/d/error.json"))
      #expect(try Tool.run("analyze", folder + "/none.edf", "--out", folder + "/e").status == 66)
      #expect(!FileManager.default.fileExists(atPath: folder + "/e"))
    }
  }

  @Test func `a result without an index is verified like any other`() throws {
    try Scratch.use { folder in
      let events = folder + "/n.tsv"
      try "onset\tduration\ttrial_type\n0\t3600\tsleep_stage_N2\n".write(
        toFile: events, atomically: true, encoding: .utf8)
      #expect(try Tool.run("score", events, "--out", folder + "/r").status == 0)
      #expect(try Tool.run("verify", folder + "/r", "--scoring", events).status == 0)
    }
  }
}
