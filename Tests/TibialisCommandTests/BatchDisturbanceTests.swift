#if os(Linux)
  import Foundation
  import Testing
  import Tibialis

  /// Recordings that disappear or change while a batch reads them.
  @Suite(.serialized) struct BatchDisturbanceTests {
    enum Disturbance: CaseIterable {
      case shrinks
      case isRemoved
      case isWrittenTo

      func happen(to path: String) throws {
        switch self {
        case .shrinks:
          let size = try #require(
            try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)
          #expect(truncate(path, off_t(size.int64Value / 2)) == 0)
        case .isRemoved: try FileManager.default.removeItem(atPath: path)
        case .isWrittenTo:
          let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
          try handle.seekToEnd()
          try handle.write(contentsOf: Data([0, 0]))
          try handle.close()
        }
      }

      var words: String {
        switch self {
        case .shrinks: "it became shorter while we read"
        case .isRemoved: "was removed while it was being read"
        case .isWrittenTo: "was written to or replaced while it was being read"
        }
      }
    }

    @Test(arguments: Disturbance.allCases)
    func `a recording that changes while it is read fails its night alone, and is done well the next time`(
      _ disturbance: Disturbance
    ) throws {
      try Scratch.use { folder in
        var table = "patient_id\tnight_id\tdate\tedf_path\n"
        for (night, name) in ["a", "b", "c", "d"].enumerated() {
          // The second night is long, so that there is time to disturb it.
          try LegRecording.write(
            to: "\(folder)/\(name).edf", seconds: name == "b" ? 600 : 60, rate: name == "b" ? 2000 : 200,
            gain: 3)
          table += "sub-01\tses-\(night + 1)\t2026-03-0\(night + 1)\t\(name).edf\n"
        }
        try table.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
        for name in ["b", "c"] {
          try FileManager.default.copyItem(atPath: "\(folder)/\(name).edf", toPath: "\(folder)/\(name).kept")
        }
        #expect(
          try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/calm", "--jobs", "1").status == 0)

        let batch = try RunningBatch(folder, out: "out")
        try batch.stop(whileReading: folder + "/b.edf")
        try disturbance.happen(to: folder + "/b.edf")
        // And one that disappears before its turn.
        try FileManager.default.removeItem(atPath: folder + "/c.edf")
        let (status, output) = try batch.goOn()

        #expect(status == 2)
        let failures = output.split(separator: "\n").filter { $0.hasPrefix("failed: ") }
        #expect(failures.count == 2)
        #expect(failures.first?.hasPrefix("failed: sub-01 ses-2: \(folder)/b.edf") == true, "\(output)")
        #expect(failures.first?.contains(disturbance.words) == true, "\(output)")
        #expect(failures.last?.hasPrefix("failed: sub-01 ses-3: \(folder)/c.edf: does not exist") == true)
        for (night, name) in [(1, "result"), (2, "error"), (3, "error"), (4, "result")] {
          #expect(FileManager.default.fileExists(atPath: "\(folder)/out/sub-01/ses-\(night)/\(name).json"))
        }

        for name in ["b", "c"] {
          try? FileManager.default.removeItem(atPath: "\(folder)/\(name).edf")
          try FileManager.default.moveItem(atPath: "\(folder)/\(name).kept", toPath: "\(folder)/\(name).edf")
        }
        let again = try Tool.run(
          "batch", folder + "/nights.tsv", "--out", folder + "/out", "--jobs", "1", "--json")
        #expect(again.status == 0)
        #expect(again.json?["done"]?.integerValue == 2)
        #expect(again.json?["skipped"]?.integerValue == 2)
        for night in 1...4 {
          let name = "sub-01/ses-\(night)/result.json"
          let (calm, disturbed) = ("\(folder)/calm/\(name)", "\(folder)/out/\(name)")
          #expect(FileManager.default.contentsEqual(atPath: calm, andPath: disturbed))
        }
      }
    }
  }

  /// A batch that is stopped in the middle of a file, as seen in /proc.
  private struct RunningBatch {
    private let process = Process()
    private let output: String

    init(_ folder: String, out: String) throws {
      output = folder + "/output"
      try Data().write(to: URL(fileURLWithPath: output))
      process.executableURL = URL(fileURLWithPath: Tool.path)
      process.arguments = [
        "batch", folder + "/nights.tsv", "--out", folder + "/" + out, "--jobs", "1", "--quiet",
      ]
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
      try process.run()
    }

    /// Stops the process once it has read 500 kB with `path` open.
    func stop(whileReading path: String) throws {
      let place = "/proc/\(process.processIdentifier)"
      var readBefore: Int?
      while process.isRunning {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: place + "/fd")) ?? []
        let reads = open.contains {
          (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(place)/fd/\($0)")) == path
        }
        let read = bytesRead(place) ?? 0
        if !reads {
          readBefore = nil
        } else if let before = readBefore {
          if read - before > 500_000 {
            kill(process.processIdentifier, SIGSTOP)
            return
          }
        } else {
          readBefore = read
        }
        usleep(500)
      }
      Issue.record("the batch ended before its reading of \(path) was seen")
    }

    func goOn() throws -> (status: Int32, output: String) {
      kill(process.processIdentifier, SIGCONT)
      process.waitUntilExit()
      return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }

    private func bytesRead(_ place: String) -> Int? {
      let text = try? String(contentsOfFile: place + "/io", encoding: .utf8)
      return text?.split(separator: "\n").first { $0.hasPrefix("rchar: ") }.flatMap { Int($0.dropFirst(7)) }
    }
  }
#endif
