import Foundation
import Testing
import Tibialis

@Suite struct InspectCommandTests {
  @Test func `the keys of inspect --json`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let outcome = try Tool.run("inspect", "--json", folder + "/night.edf")
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      let json = try #require(outcome.json)
      let keys = [
        "file", "status", "format", "start", "records", "record_duration_s", "segments", "signals",
        "annotations",
        "warnings", "libedf",
      ]
      for key in keys { #expect(json[key] != nil, "\(key)") }
      #expect(json["status"] == "ok")
      #expect(json["format"] == "EDF+C")
      #expect(json["start"] == "2023-11-05T22:30:00")
      #expect(json["annotations"]?.integerValue == 3)
      #expect(json["libedf"]?["verdict"] == "accepted")
      let segment = try #require(json["segments"]?.arrayValue?.first)
      #expect(segment["onset_s"]?.doubleValue == 0)
      #expect(segment["records"]?.integerValue == 10)
      #expect(segment["duration_s"]?.doubleValue == 10)
      let signals = try #require(json["signals"]?.arrayValue)
      #expect(signals.map { $0["role"]?.stringValue } == ["left_leg", "right_leg", "annotations"])
      let right = signals[1]
      #expect(right["unit"] == "mV")
      #expect(right["microvolts_per_unit"]?.doubleValue == 1000)
      #expect(right["sampling_rate_hz"]?.doubleValue == 64)
      #expect(right["samples"]?.integerValue == 640)
      #expect(right["prefilter"] == "HP:10Hz")
      for key in [
        "index", "label", "resolution_uv", "physical_min", "physical_max", "digital_min", "digital_max",
        "transducer",
      ] {
        #expect(right[key] != nil, "\(key)")
      }
    }
  }

  @Test func `nothing of the patient without --include-identifiers`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      for options in [[], ["--json"]] {
        let arguments = ["inspect", folder + "/night.edf"] + options
        #expect(!(try Tool.run(arguments).output.contains("SECRET4711")))
        #expect(try Tool.run(arguments + ["--include-identifiers"]).output.contains("SECRET4711"))
      }
    }
  }

  @Test func `several files: one array, and status 65 when one is refused`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 600))
        .write(to: URL(fileURLWithPath: folder + "/picture.edf"))
      let outcome = try Tool.run("inspect", "--json", folder + "/night.edf", folder + "/picture.edf")
      #expect(outcome.status == 65)
      let values = try #require(outcome.json?.arrayValue)
      #expect(values.map { $0["status"]?.stringValue } == ["ok", "refused"])
      #expect(values[1].members?.map(\.key).sorted() == ["error", "file", "status"])
      #expect(values[1]["error"]?["message"]?.stringValue?.contains("PNG") == true)
      #expect(outcome.errors.contains("PNG"))
    }
  }

  @Test func `missing files and folders are 66, wrong usage is 64`() throws {
    try Scratch.use { folder in
      #expect(try Tool.run("inspect", folder + "/none.edf").status == 66)
      #expect(try Tool.run("inspect", folder).status == 66)
      #expect(try Tool.run("inspect").status == 64)
      let json = try Tool.run("inspect", "--json", folder + "/none.edf")
      #expect(json.json?["status"] == "refused")
    }
  }

  @Test func `the page for a terminal shows channels, roles and warnings`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf", leftRange: 300_000)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/night.edf"))
      bytes.append(contentsOf: [1, 2, 3])
      try bytes.write(to: URL(fileURLWithPath: folder + "/night.edf"))
      let page = try Tool.run("inspect", folder + "/night.edf").output
      for words in [
        "EDF+C", "2023-11-05T22:30:00", "left leg", "right leg", "[trailing_bytes]", "[coarse_resolution]",
      ] {
        #expect(page.contains(words), "\(words)")
      }
    }
  }
}
