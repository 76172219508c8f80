import Foundation
import NightSimulator
import StructuredText
import Testing

/// Whole nights with the release build of the program, since a debug build takes minutes per night.
@Suite(.enabled(if: ReleaseProgram.isBuilt, "whole nights need the release build: run Scripts/test"))
struct WholeNightTests {
  @Test(
    arguments: SimulationPreset.all.map(\.name).filter {
      !["n7_muscle", "n9_dead_leg", "n10_trains", "n12_open_input", "n13_snoring"].contains($0)
    })
  func `movements of a simulated night are found`(_ name: String) throws {
    let night = try ReleaseProgram.analyzed(preset: name, seed: 31, hours: 4)
    defer { night.remove() }
    let judge = try DetectionJudge(night: night.folder, results: night.results)
    let any = judge.score(leastOverlap: 0)
    let half = judge.score(leastOverlap: 0.5)
    #expect(any.f1 >= 0.97, "\(name): F1 \(any.f1), \(any)")
    #expect(half.f1 >= 0.95, "\(name): F1 at IoU 0.5 \(half.f1), \(half)")
  }

  @Test(arguments: [128, 333, 1024, 2048])
  func `any rate from 128 to 2048 Hz will do`(_ rate: Int) throws {
    let night = try ReleaseProgram.analyzed(preset: "n2_apnea", seed: 5, hours: 2, rate: rate)
    defer { night.remove() }
    let score = try DetectionJudge(night: night.folder, results: night.results).score(leastOverlap: 0.5)
    #expect(score.f1 >= 0.95, "\(rate) Hz: \(score)")
  }

  @Test func `mains and ECG near the edge of a 128 Hz recording's band are taken out`() throws {
    let night = try ReleaseProgram.analyzed(preset: "n4_ecg_hum", seed: 1, hours: 2, rate: 128)
    defer { night.remove() }
    let score = try DetectionJudge(night: night.folder, results: night.results).score(leastOverlap: 0)
    #expect(score.f1 >= 0.95, "\(score)")
  }

  @Test func `bursts that rise as real muscle does are found`() throws {
    let night = try ReleaseProgram.analyzed(preset: "n7_muscle", seed: 2, hours: 4)
    defer { night.remove() }
    let score = try DetectionJudge(night: night.folder, results: night.results).score(leastOverlap: 0)
    #expect(score.f1 >= 0.95, "\(score)")
  }

  @Test(arguments: [1, 2, 3])
  func `trains of short bursts and the chin's atonia are what was simulated`(_ seed: Int) throws {
    let night = try ReleaseProgram.analyzed(preset: "n10_trains", seed: seed, hours: 4)
    defer { night.remove() }
    let truth = try DelimitedTable(path: night.folder + "/truth_trains.csv").rows
    let found = try DelimitedTable(path: night.results + "/movements_other.tsv").rows
    var matched: Set<Int> = []
    for train in truth {
      let isAlternating = train["kind"] == "alternating"
      let match = found.indices.first { index in
        let row = found[index]
        let (start, length) = (Double(row["onset_s"] ?? "") ?? 0, Double(row["duration_s"] ?? "") ?? 0)
        return (row["kind"] == "alma") == isAlternating && row["leg"] == train["leg"]
          && abs(start - (Double(train["onset_s"] ?? "") ?? -9)) < 0.1
          && abs(start + length - (Double(train["offset_s"] ?? "") ?? -9)) < 0.1
          && row["bursts"] == train["bursts"]
      }
      if let match { matched.insert(match) }
    }
    #expect(truth.count > 10)
    #expect(Double(matched.count) >= 0.9 * Double(truth.count), "\(matched.count) of \(truth.count)")
    #expect(found.count - matched.count <= 2 + truth.count / 10)
    let result = try JSONValue(
      parsing: Data(contentsOf: URL(filePath: night.results + "/result.json")), file: "result.json")
    let meta = try JSONValue(
      parsing: Data(contentsOf: URL(filePath: night.folder + "/meta.json")), file: "meta.json")
    let index = try #require(result["muscle_tone"]?["atonia_index"]?["R"]?.doubleValue)
    let known = try #require(meta["chin_atonia_index"]?.doubleValue)
    #expect(abs(index - known) < 0.005, "\(index), \(known)")
  }

  @Test func `a dead leg is known and named`() throws {
    let night = try ReleaseProgram.analyzed(preset: "n9_dead_leg", seed: 4, hours: 1)
    defer { night.remove() }
    let result = try String(contentsOfFile: night.results + "/result.json", encoding: .utf8)
    for code in ["leg_lost:left", "implausible_leg:quiet", "one_leg"] {
      #expect(result.contains("\"\(code)\""))
    }
    let table = try String(contentsOfFile: night.results + "/leg_movements.tsv", encoding: .utf8)
    #expect(!table.contains("\nL\t"))
    #expect(table.contains("\nR\t"))
  }

  @Test func `an open input behind a notch is known and named`() throws {
    let night = try ReleaseProgram.analyzed(preset: "n12_open_input", seed: 4, hours: 1)
    defer { night.remove() }
    let result = try String(contentsOfFile: night.results + "/result.json", encoding: .utf8)
    for code in ["leg_lost:left", "implausible_leg:open"] { #expect(result.contains("\"\(code)\"")) }
    let table = try String(contentsOfFile: night.results + "/leg_movements.tsv", encoding: .utf8)
    #expect(!table.contains("\nL\t"))
    #expect(table.contains("\nR\t"))
  }

  @Test(arguments: [1, 2, 3])
  func `snoring that shakes both leads makes no movement and stands in the near misses`(_ seed: Int) throws {
    let night = try ReleaseProgram.analyzed(preset: "n13_snoring", seed: seed, hours: 1)
    defer { night.remove() }
    let movements = try DelimitedTable(path: night.results + "/leg_movements.tsv").rows
    #expect(movements.count <= 6)
    let misses = try DelimitedTable(path: night.results + "/near_misses.tsv").rows
    #expect(misses.count { $0["criterion"] == "not_emg" } > 20)
  }

  @Test func `one thread and two give the same bytes`() throws {
    let night = try ReleaseProgram.analyzed(
      preset: "n6_artifact", seed: 3, hours: 1.5, more: ["--threads", "1"])
    defer { night.remove() }
    let second = night.folder + "/two"
    try ReleaseProgram.run([
      "analyze", night.folder + "/night.edf", "--out", second, "--threads", "2", "--no-sensitivity",
      "--quiet",
    ])
    for name in ["result.json", "leg_movements.tsv", "quality.tsv", "movements.edf"] {
      let one = try Data(contentsOf: URL(fileURLWithPath: night.results + "/" + name))
      #expect(try Data(contentsOf: URL(fileURLWithPath: second + "/" + name)) == one, "\(name)")
    }
  }

  @Test func `the simulator gives the same bytes for the same seed`() throws {
    let first = try ReleaseProgram.analyzed(preset: "n5_control", seed: 9, hours: 0.5)
    let second = try ReleaseProgram.analyzed(preset: "n5_control", seed: 9, hours: 0.5)
    defer {
      first.remove()
      second.remove()
    }
    for name in ["night.edf", "truth_lm.csv"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: first.folder + "/" + name))
      #expect(try Data(contentsOf: URL(fileURLWithPath: second.folder + "/" + name)) == bytes)
    }
  }
}
