import ArgumentParser
import Tibialis

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a night from events that were marked already; no signal is read.",
    discussion: """
      Example: tibialis score stages.edf movements.tsv --rules wasm2016,aasm3

      Not a medical device; for use with a physician.
      """)

  @Argument(help: "Scorings of one night; their events are put together.")
  var scorings: [String]

  @Option(help: "Folder for the night's files.")
  var out: String?

  @Option(help: "Table of a laboratory's own channel names (columns label, role).")
  var channelMap: String?

  @OptionGroup var rules: RuleOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    var options = AnalysisOptions()
    try rules.apply(to: &options)
    options.channels.map = try channelMap.map { try ChannelMap(path: $0) }
    if let out { try TextFile.makeFolder(out) }
    let result = try NightAnalyzer(options: options).score(scorings)
    try NightPrinting.finish(result, out: out, common: common)
  }
}
