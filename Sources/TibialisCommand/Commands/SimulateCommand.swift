import ArgumentParser
import Foundation
import Synchronization
import Tibialis

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make EDF+ nights whose movements are known.",
    discussion: """
      Example: tibialis simulate --preset n2_apnea --seed 7 --hours 8 --out simulated
      Example: tibialis simulate --nights SampleData/study/nights.tsv --out study

      The same seed gives the same bytes on every machine.
      """)

  @Option(
    name: [.long, .customShort("o")], help: "Folder for the nights and their truth.", completion: .directory)
  var out: String

  @Option(
    help: "Night list whose recordings are to be made, with simulation.tsv beside it.", completion: .file())
  var nights: String?

  @Option(
    help: "Kind of night: \(SimulationPreset.all.map(\.name).joined(separator: ", ")), or all.",
    completion: .list(Choices.presets))
  var preset: String?

  @Option(help: "Number from which everything random is derived.")
  var seed: UInt64 = 1

  @Option(help: "Length of a night, hours.")
  var hours = 8.0

  @Option(help: "Samples a second of the legs. (default: the preset's)")
  var rate: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(0.5...48).contains(hours) { throw ValidationError("--hours: expected 0.5 to 48, found \(hours)") }
    if let rate, !(64...8192).contains(rate) {
      throw ValidationError("--rate: expected 64 to 8192 samples a second, found \(rate)")
    }
    if nights != nil, preset != nil {
      throw ValidationError("--preset: expected no --nights beside it, found both")
    }
  }

  func run() throws {
    if let nights { try simulateStudy(nights) } else { try simulatePresets() }
  }

  private func simulatePresets() throws {
    let name = preset ?? "n1_clean_rls"
    let presets = name == "all" ? SimulationPreset.all : SimulationPreset.named(name).map { [$0] } ?? []
    guard !presets.isEmpty else {
      throw UsageError("--preset", oneOf: Choices.presets, found: name)
    }
    var folders: [String] = []
    for preset in presets {
      let folder = out + "/\(preset.name)_s\(seed)"
      let night = SimulatedNight(preset: preset, seed: seed, hours: hours)
      try SimulationFiles(night: night, rateHertz: rate).write(to: folder)
      folders.append(folder)
      if !common.json { Output.line("written: \(folder)/night.edf and its truth") }
    }
    if common.json { Output.json(["nights": .array(folders.map { .string($0 + "/night.edf") })]) }
  }

  private func simulateStudy(_ list: String) throws {
    let simulator = try StudySimulator(nightsPath: list, seed: seed)
    try TextFile.makeFolder(out)
    let failure = Mutex<(any Error)?>(nil)
    let nights = simulator.nights
    let folder = out
    DispatchQueue.concurrentPerform(iterations: nights.count) { index in
      do {
        try simulator.simulate(nights[index], into: folder)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    // The list and the tables beside it make the folder a study that batch takes.
    let source = PathName.folder(of: list)
    for name in try FileManager.default.contentsOfDirectory(atPath: source.isEmpty ? "." : source).sorted()
    where name.hasSuffix(".tsv") || name.hasSuffix(".csv") {
      let bytes = try TextFile.bytes(of: (source.isEmpty ? "" : source + "/") + name, limit: 64 << 20)
      try TextFile.writeAtomically(bytes, to: out + "/" + name)
    }
    if common.json {
      Output.json(["nights": .array(nights.map { .string(out + "/" + simulator.recordingPath($0)) })])
    } else {
      Output.line("written: \(nights.count) nights below \(out)")
    }
  }
}
