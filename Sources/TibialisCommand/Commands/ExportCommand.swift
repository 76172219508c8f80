import ArgumentParser
import Foundation
import Tibialis

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a night's stages, movements and events for another program.",
    discussion: """
      Example: tibialis export results/night --to annot --out night.annot

      Formats: edf (EDF+ annotations), annot (Luna), nsrr (NSRR XML), bids (events with a JSON sidecar), \
      edfbrowser (CSV, with a montage .mtg \
      that shows the legs as they were analyzed), stages (CSV of STAGES). Periodic movements are written in addition \
      to leg movements: PLM:left in Luna, a concept in NSRR, columns in BIDS, PLM elsewhere.

      The folder of a batch becomes a BIDS derivative: events of each night, nights as sessions, no dates. Labels are the \
      ids without sub-, ses-, periods, hyphens and underscores; ids that would then be the same are refused.

      Example: tibialis export results --to bids --out derivatives/tibialis
      """)

  @Argument(
    help: "Folder of a night written by analyze or score; for bids also the folder of a batch.",
    completion: .directory)
  var night: String

  @Option(
    name: .customLong("to"), help: "edf, annot, nsrr, bids, edfbrowser or stages.",
    completion: .list(Choices.exports))
  var format: String

  @Option(
    name: [.long, .customShort("o")],
    help: "File to write, - for standard output; a folder for the BIDS derivative of a batch.",
    completion: .file())
  var out: String

  @Option(
    help:
      "The recording. edf: its start is put in the header, so that viewers draw the movements on its traces; edfbrowser: the montage also shows an EEG, and finds channels by number.",
    completion: .file())
  var recording: String?

  @Option(
    help: "Rule set whose periodic movements are marked. (default: wasm2016)",
    completion: .list(Choices.ruleSets))
  var rules: String?

  @Flag(
    help:
      "bids: tag the sidecar with the HED library SCORE; the data set must then state HEDVersion score_2.1.0."
  )
  var hed = false

  @Flag(help: "Overwrite a file that this program did not write.")
  var force = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let target = ExportFormat(rawValue: format) else {
      throw UsageError("--to", oneOf: Choices.exports, found: format)
    }
    guard recording == nil || target == .edfbrowser || target == .edf else {
      throw UsageError("--recording: only --to edf and edfbrowser use it; leave it out")
    }
    guard !hed || target == .bids else {
      throw UsageError("--hed: only --to bids uses it; leave it out")
    }
    let isStream = try Streams.isOutput(out, "--out", common)
    let isStudy = !NightFolder(path: night).namesResult
    if target == .bids, isStudy { return try exportStudy() }
    let folder = try ResultFolder(path: night)
    let tables = folder.stored.tables
    if let rules, !tables.rules.contains(rules) {
      throw UsageError("--rules", oneOf: tables.rules, found: rules)
    }
    let scores = (rules ?? tables.exportedRules).map { tables.movementScores($0) } ?? [:]
    let labels = [Leg.left: folder.channel(of: .left), .right: folder.channel(of: .right)]
    var export = ScoringExport(
      night: folder.annotations, startClock: folder.startClock ?? .zero, scores: scores
    ) { labels[$0] ?? "EMG" }
    export.tagsHED = hed
    if target == .stages, folder.startClock == nil {
      common.say("warning: the clock time of the start is unknown; the times are relative to midnight")
    }
    let file = try recording.map { try EDFFile(path: $0) }
    if let file { try RecordingCheck.belongs(file, to: folder.document) }
    var files = try export.files(target, path: out, recording: file?.header)
    if target == .edfbrowser {
      let montage = EDFBrowserMontage(of: folder.document, recording: file)
      for label in montage.leftOut {
        common.say("warning: EDFbrowser cannot be given the channel '\(label)'; name the --recording")
      }
      files.append((ExportCommand.montagePath(beside: out), Data(montage.text.utf8)))
    }
    if isStream {
      guard let only = files.first, files.count == 1 else {
        throw UsageError(
          "--out: expected a file, found '-'; --to \(format) writes \(files.count) files, which cannot go to "
            + "standard output")
      }
      return Output.result(only.contents)
    }
    var plan = OutputPlan(
      inputs: [recording].compactMap(\.self)
        + NightFolder.names(rules: folder.document.ruleSets.keys).map { night + "/" + $0 })
    for file in files {
      // The output of an interrupted run, or of an identical export, has the same bytes.
      plan.add(file.path) { path throws(TextError) in
        if target == .edf, try OwnFile.isAnnotations(path) { return true }
        let standing = try FileBytes(path: path)
        guard standing.size == file.contents.count else { return false }
        return try standing.all(limit: standing.size) == file.contents
      }
    }
    try plan.check(force: force)
    for file in files {
      let home = PathName.folder(of: file.path)
      if !home.isEmpty { try TextFile.makeFolder(home) }
      try TextFile.writeAtomically(file.contents, to: file.path)
    }
    say(files.map(\.path))
  }

  /// Exports the nights of a batch as a BIDS derivative.
  private func exportStudy() throws {
    try Streams.checkFolder(out)
    let outcome = try Merge(folder: StudyFolder(path: night)).outcome()
    let files = try BIDSDerivative(outcome, rules: rules, tagsHED: hed).write(to: out, force: force)
    if common.json {
      say(files)
    } else {
      Output.line("written: \(out), \(outcome.done.count) nights in \(files.count) files")
    }
    MergePrinting.say(outcome, common)
    for failure in outcome.failed { common.say("left out: \(failure.night): \(failure.code)") }
    if !outcome.damaged.isEmpty { throw ExitStatus.someNightsFailed }
  }

  private func say(_ names: [String]) {
    if common.json {
      Output.json(["written": .array(names.map(JSONValue.string))])
    } else {
      Output.result("written: " + names.joined(separator: ", ") + "\n")
    }
  }

  /// The montage of `night.csv` is `night.mtg`.
  static func montagePath(beside path: String) -> String {
    let stem = PathName.stem(of: path)
    return stem + ".mtg" == path ? path + ".mtg" : stem + ".mtg"
  }
}
