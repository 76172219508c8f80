#if os(Linux)
  import Foundation
  import Testing
  import Tibialis

  /// Names that are not UTF-8, as archives from other systems leave them: reported with their bytes, status 2.
  @Suite struct OddNameTests {
    /// `na` and the byte of an `ä` in Latin-1.
    private static let odd: [UInt8] = Array("/na".utf8) + [0xE4]

    private func move(_ path: String, into folder: String, ending: String = "") {
      let target = Array(folder.utf8) + OddNameTests.odd + Array(ending.utf8) + [0]
      let answer = target.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { buffer in
          buffer.baseAddress.map { Foundation.rename(path, $0) } ?? -1
        }
      }
      #expect(answer == 0)
    }

    private func study(_ folder: String) throws -> String {
      let recordings = folder + "/recordings"
      try FileManager.default.createDirectory(atPath: recordings, withIntermediateDirectories: true)
      for name in ["a", "b"] { try LegRecording.write(to: "\(recordings)/\(name).edf", seconds: 120) }
      return recordings
    }

    @Test func `a batch names a recording and a folder that no text can name`() throws {
      try Scratch.use { folder in
        let recordings = try study(folder)
        move(recordings + "/b.edf", into: recordings, ending: ".EDF")
        try FileManager.default.createDirectory(
          atPath: recordings + "/sub", withIntermediateDirectories: true)
        move(recordings + "/sub", into: recordings)
        let outcome = try Tool.run("batch", recordings, "--out", folder + "/out", "--quiet")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("'na\\xE4.EDF'") && outcome.errors.contains("'na\\xE4'"))
        #expect(outcome.errors.contains("rename it"))
        #expect(outcome.output.contains("1 night: 1 done"))
        let json = try Tool.run("batch", recordings, "--out", folder + "/out", "--quiet", "--json")
        #expect(json.json?["left_out"]?.arrayValue?.count == 2)
      }
    }

    @Test func `a folder of nothing else is an error that names it`() throws {
      try Scratch.use { folder in
        let recordings = try study(folder)
        try FileManager.default.removeItem(atPath: recordings + "/a.edf")
        move(recordings + "/b.edf", into: recordings, ending: ".edf")
        let outcome = try Tool.run("batch", recordings, "--out", folder + "/out", "--json")
        #expect(outcome.status == 65)
        #expect(outcome.json?["error"]?["code"] == "name_not_utf8")
      }
    }

    @Test func `merge, report and validate name it too`() throws {
      try Scratch.use { folder in
        let recordings = try study(folder)
        let out = folder + "/out"
        for name in ["a", "b"] {
          let night = try Tool.run(
            "analyze", "\(recordings)/\(name).edf", "--out", "\(out)/\(name)", "--quiet")
          #expect(night.status == 0)
        }
        move(out + "/b", into: out)
        for command in [["merge", out], ["report", out], ["status", out]] {
          let outcome = try Tool.run(command + ["--quiet"])
          #expect(outcome.status == 2, "\(command)")
          #expect(outcome.errors.contains("'na\\xE4'"), "\(command)")
        }
        move(recordings + "/b.edf", into: recordings, ending: ".edf")
        let table = "onset\tduration\ttrial_type\tleg\n20\t2\tleg_movement\tleft\n"
        for scorer in ["one", "two"] {
          try table.write(toFile: "\(recordings)/a_\(scorer).tsv", atomically: true, encoding: .utf8)
        }
        let validated = try Tool.run("validate", recordings)
        #expect(validated.status == 2)
        #expect(validated.output.contains("'na\\xE4.edf'"))
      }
    }
  }
#endif
