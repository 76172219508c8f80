import ArgumentParser
import Foundation
import Synchronization
import Tibialis

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make EDF+ nights with known movements.",
    discussion: """
      Example: tibialis simulate --preset n2_apnea --seed 7 --hours 8 --out simulated
      Example: tibialis simulate --nights SampleData/study/nights.tsv --out study

      The same seed gives the same bytes on every machine.
      """)

  @Option(
    name: [.long, .customShort("o")], help: "Folder for the nights and their truth.", completion: .directory)
  var out: String

  @Option(
    help: "Night list whose recordings are to be made, with simulation.tsv next to it.", completion: .file())
  var nights: String?

  @Option(
    help: "Kind of night: \(SimulationPreset.all.map(\.name).joined(separator: ", ")), or all.",
    completion: .list(Choices.presets))
  var preset: String?

  @Option(help: "Number from which everything random is derived.")
  var seed: UInt64 = 1

  @Option(help: "Length of a night, hours.")
  var hours = 8.0

  @Option(help: "Sampling rate of the legs, hertz. (default: the preset's)")
  var rate: Int?

  @Flag(help: "Overwrite files that this program did not write.")
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(0.5...48).contains(hours) { throw ValidationError("--hours: expected 0.5 to 48, found \(hours)") }
    if let rate, !(64...8192).contains(rate) {
      throw ValidationError("--rate: expected 64 to 8192 samples per second, found \(rate)")
    }
    if nights != nil, preset != nil {
      throw ValidationError("--preset: expected no --nights with it, found both")
    }
  }

  func run() throws {
    try Streams.checkFolder(out)
    if let nights { try simulateStudy(nights) } else { try simulatePresets() }
  }

  private func simulatePresets() throws {
    let name = preset ?? "n1_clean_rls"
    let presets = name == "all" ? SimulationPreset.all : SimulationPreset.named(name).map { [$0] } ?? []
    guard !presets.isEmpty else {
      throw UsageError("--preset", oneOf: Choices.presets, found: name)
    }
    func folder(_ preset: SimulationPreset) -> String { out + "/\(preset.name)_s\(seed)" }
    var plan = OutputPlan(inputs: [])
    for preset in presets { SimulationFiles.plan(&plan, folder: folder(preset)) }
    try plan.check(force: force)
    var folders: [String] = []
    for preset in presets {
      let folder = folder(preset)
      let night = SimulatedNight(preset: preset, seed: seed, hours: hours)
      try SimulationFiles(night: night, rateHertz: rate).write(to: folder)
      folders.append(folder)
      if !common.json { Output.line("written: \(folder)/night.edf and its truth") }
    }
    if common.json { Output.json(["nights": .array(folders.map { .string($0 + "/night.edf") })]) }
  }

  private func simulateStudy(_ list: String) throws {
    let simulator = try StudySimulator(nightsPath: list, seed: seed)
    let tables = try tables(beside: list)
    var plan = OutputPlan(inputs: [list] + tables.map(\.source))
    simulator.plan(&plan, folder: out)
    for table in tables {
      // The same table may already be there from an earlier run.
      plan.add(table.target) { path throws(TextError) in
        let standing = try FileBytes(path: path)
        guard standing.size == table.bytes.count else { return false }
        return try standing.all(limit: standing.size) == table.bytes
      }
    }
    try plan.check(force: force)
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
    for table in tables { try TextFile.writeAtomically(table.bytes, to: table.target) }
    if common.json {
      Output.json(["nights": .array(nights.map { .string(out + "/" + simulator.recordingPath($0)) })])
    } else {
      Output.line("written: \(nights.count) nights below \(out)")
    }
  }

  /// The list and the tables next to it, which make the folder a study that batch accepts; tables already in
  /// the folder are omitted.
  private func tables(beside list: String) throws -> [(source: String, target: String, bytes: Data)] {
    let home = PathName.folder(of: list)
    return try FileManager.default.contentsOfDirectory(atPath: home.isEmpty ? "." : home).sorted()
      .filter { $0.hasSuffix(".tsv") || $0.hasSuffix(".csv") }.compactMap { name in
        let source = (home.isEmpty ? "" : home + "/") + name
        let target = out + "/" + name
        if let standing = FileIdentity(target), standing == FileIdentity(source) { return nil }
        return (source, target, try TextFile.bytes(of: source, limit: 64 << 20))
      }
  }
}
