import Foundation
import Testing
import Tibialis

@Suite struct DeidentifyCommandTests {
  @Test func `a copy without the patient, and a list of what was done`() throws {
    try Scratch.use { folder in
      let (input, output) = (folder + "/night.edf", folder + "/copy.edf")
      try SmallRecording.write(to: input)
      let outcome = try Tool.run("deidentify", input, output, "--json")
      #expect(outcome.status == 0)
      #expect(outcome.json?["annotations_kept"]?.integerValue == 2)
      #expect(outcome.json?["annotations_blanked"]?.integerValue == 1)
      #expect(outcome.json?["sample_bytes_equal"]?.integerValue == 2560)
      let copy = try Data(contentsOf: URL(fileURLWithPath: output))
      #expect(copy.range(of: Data("SECRET4711".utf8)) == nil)
      #expect(try Tool.run("inspect", output, "--json").json?["libedf"]?["verdict"] == "accepted")
    }
  }

  @Test func `--keep spares a text, --shift-days moves the date`() throws {
    try Scratch.use { folder in
      let (input, output) = (folder + "/night.edf", folder + "/copy.edf")
      try SmallRecording.write(to: input)
      let outcome = try Tool.run(
        "deidentify", input, output, "--shift-days", "-4", "--keep", "two lines and a tab")
      #expect(outcome.output.contains("3 kept, 0 blanked"))
      #expect(try Tool.run("inspect", output, "--json").json?["start"] == "2023-11-01T22:30:00")
    }
  }

  @Test func `never in place`() throws {
    try Scratch.use { folder in
      let input = folder + "/night.edf"
      try SmallRecording.write(to: input)
      let before = try Data(contentsOf: URL(fileURLWithPath: input))
      #expect(try Tool.run("deidentify", input, input).status == 64)
      #expect(
        try Tool.run("deidentify", input, folder + "/x.edf", "--relative", "--shift-days", "1").status == 64)
      #expect(try Tool.run("deidentify", input, folder + "/no/x.edf").status == 73)
      #expect(try Data(contentsOf: URL(fileURLWithPath: input)) == before)
    }
  }
}
