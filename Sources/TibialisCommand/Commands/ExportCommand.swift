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
      edfbrowser (CSV), stages (CSV of STAGES).
      """)

  @Argument(help: "Folder of a night that analyze or score wrote.")
  var night: String

  @Option(name: .customLong("to"), help: "edf, annot, nsrr, bids, edfbrowser or stages.")
  var format: String

  @Option(help: "File to write.")
  var out: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let target = ExportFormat(rawValue: format) else {
      throw UsageError(
        "--to: expected one of \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")), found '\(format)'"
      )
    }
    let folder = try ResultFolder(path: night)
    let labels = [Leg.left: folder.channel(of: .left), .right: folder.channel(of: .right)]
    let export = ScoringExport(night: folder.annotations, startClock: folder.startClock ?? .zero) {
      labels[$0] ?? "EMG"
    }
    if target == .stages, folder.startClock == nil {
      common.say("warning: the clock time of the start is not known; the times count from midnight")
    }
    let files = try export.files(target, path: out)
    for file in files { try TextFile.writeAtomically(file.contents, to: file.path) }
    let names = files.map(\.path)
    if common.json {
      Output.json(["written": .array(names.map(JSONValue.string))])
    } else {
      Output.result("written: " + names.joined(separator: ", ") + "\n")
    }
  }
}
