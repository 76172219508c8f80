import ArgumentParser
import Foundation
import Tibialis

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a night from events that are already marked; no signal is read.",
    discussion: """
      Example: tibialis score stages.edf movements.tsv --rules wasm2016,aasm3

      Not a medical device; for use with a physician.
      """)

  @Argument(
    help:
      "Scorings of one night, or the folder of a night that was analyzed; their events are merged; - for standard input.",
    completion: .file())
  var scorings: [String]

  @Option(name: [.long, .customShort("o")], help: "Folder for the night's files.", completion: .directory)
  var out: String?

  @Flag(help: "Overwrite files in the folder that this program did not write.")
  var force = false

  @Option(help: "Table of a laboratory's own channel names (columns label, role).", completion: .file())
  var channelMap: String?

  @Option(
    help: "Two rule sets, A,B: list the movements that count under one but not the other, and why.")
  var difference: String?

  @OptionGroup var rules: RuleOptions
  @OptionGroup var identity: IdentityOptions
  @OptionGroup var verbose: VerboseOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try Streams.checkInputs(scorings, [channelMap, rules.reading.mapFile])
    try Streams.checkFolder(out)
    var options = AnalysisOptions()
    try rules.apply(to: &options)
    try identity.apply(to: &options)
    let compared = try difference.map { try RuleList.resolve($0, changes: []) }
    if let compared, compared.count != 2 {
      throw UsageError(
        "--difference: expected two rule sets such as wasm2016,aasm3, found '\(difference ?? "")'")
    }
    // The sets compared are those of --rules, including their changes, if they are among them.
    let pair = compared?.map { own in options.rules.first { $0.name == own.name } ?? own }
    options.channels.map = try channelMap.map { try ChannelMap(path: $0) }
    if let out {
      try NightFolder(path: out).plan(
        rules: options.rules.map(\.name), inputs: scorings, force: force)
      try TextFile.makeFolder(out)
    }
    var result = try FailedNight.noted(in: out, rules: options.rules) {
      try NightAnalyzer(options: options).score(scorings)
    }
    // The date is not part of any result: when a night is scored again it comes from its clinician's line.
    for folder in scorings.map(NightFolder.init(path:))
    where result.evening == nil && FileManager.default.fileExists(atPath: folder.file(NightFolder.clinician))
    {
      result.evening = try folder.clinicianRow()?.date
    }
    let report = pair.map {
      DifferenceReport(RuleDifference($0[0].score(result.input), $0[1].score(result.input)))
    }
    try NightPrinting.finish(
      result, out: out, common: common, verbose: verbose, scorings: scorings, difference: report)
  }
}
