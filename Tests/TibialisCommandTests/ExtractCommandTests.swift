import Foundation
import Testing
import Tibialis

@Suite struct ExtractCommandTests {
  @Test func `samples of a channel: header, times, digital, physical, microvolts`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let outcome = try Tool.run("extract", folder + "/night.edf", "--channel", "EMG RAT")
      #expect(outcome.status == 0)
      #expect(outcome.lines.count == 641)
      #expect(outcome.lines[0] == "onset_s\tdigital\tphysical\tmicrovolts")
      let cells = outcome.lines[65].split(separator: "\t").compactMap { Double($0) }
      #expect(cells[0] == 1)
      #expect(cells[1] == -64)
      let physical = -3.0 + 6.0 * (-64.0 + 32768) / 65535
      #expect(abs(cells[2] - physical) < 1e-12)
      #expect(abs(cells[3] - physical * 1000) < 1e-9)
    }
  }

  @Test func `--from is part of the table, --to is not`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let outcome = try Tool.run(
        "extract", folder + "/night.edf", "--channel", "#0", "--from", "2", "--to", "2.5")
      let times = outcome.lines.dropFirst().compactMap {
        $0.split(separator: "\t").first.flatMap { Double($0) }
      }
      #expect(times.count == 32)
      #expect(times.first == 2)
      #expect(times.last == 2.484375)
      let nothing = try Tool.run("extract", folder + "/night.edf", "--channel", "#0", "--from", "50")
      #expect(nothing.status == 0)
      #expect(nothing.lines.count == 1)
    }
  }

  @Test func `annotations: text without @@channel, tabs and line breaks written out`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let outcome = try Tool.run("extract", folder + "/night.edf", "--annotations")
      #expect(
        outcome.lines == [
          "onset_s\tduration_s\ttext\tchannel", "0.000000\t10.000000\tSleep stage N2\tn/a",
          "3.250000\t1.500000\tLimb movement\tEMG LAT", "4.000000\tn/a\ttwo\\nlines\\tand a tab\tn/a",
        ])
      let json = try Tool.run("extract", folder + "/night.edf", "--annotations", "--json")
      #expect(json.json?.arrayValue?.count == 3)
    }
  }

  @Test func `a channel that is not there, or is there twice, is 65 and lists the channels`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let missing = try Tool.run("extract", folder + "/night.edf", "--channel", "EEG", "--json")
      #expect(missing.status == 65)
      #expect(missing.json?["error"]?["code"] == "no_such_channel")
      #expect(missing.errors.contains("#0 'EMG LAT', #1 'EMG RAT'"))
      #expect(try Tool.run("extract", folder + "/night.edf", "--channel", "#7").status == 65)
      #expect(try Tool.run("extract", folder + "/night.edf").status == 64)
      #expect(try Tool.run("extract", folder + "/night.edf", "--channel", "#0", "--annotations").status == 64)
      #expect(try Tool.run("extract", folder + "/night.edf", "--channel", "#0", "--from", "nan").status == 64)
      #expect(try Tool.run("extract", folder + "/none.edf", "--annotations").status == 66)
    }
  }

  @Test func `a label is found whatever its case and punctuation`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      #expect(
        try Tool.run("extract", folder + "/night.edf", "--channel", "emg_lat", "--to", "1").lines.count == 65)
    }
  }

  @Test func `samples as JSON are one array, whatever their number`() throws {
    try Scratch.use { folder in
      try SmallRecording.write(to: folder + "/night.edf")
      let all = try Tool.run("extract", folder + "/night.edf", "--channel", "#0", "--json")
      #expect(all.json?.arrayValue?.count == 640)
      #expect(all.json?.arrayValue?.last?["onset_s"]?.doubleValue == 639.0 / 64)
      let none = try Tool.run("extract", folder + "/night.edf", "--channel", "#0", "--from", "99", "--json")
      #expect(none.json?.arrayValue?.count == 0)
    }
  }
}
