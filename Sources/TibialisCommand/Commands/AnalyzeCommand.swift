import ArgumentParser
import Tibialis

struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Find the leg movements of one recording and score them.",
    discussion: """
      Example: tibialis analyze night.edf --scoring night_scoring.edf --out results/night

      Not a medical device; for use with a physician.
      """)

  @Argument(
    help: "The recording: EDF, EDF+, BDF or BDF+, also compressed with gzip; - for standard input.",
    completion: .file())
  var recording: String

  @Option(
    parsing: .singleValue,
    help: "A scoring that replaces the recording's own, category by category. May be repeated.",
    completion: .file())
  var scoring: [String] = []

  @Option(name: [.long, .customShort("o")], help: "Folder for the night's files.", completion: .directory)
  var out: String?

  @Flag(help: "Overwrite files in the folder that this program did not write.")
  var force = false

  @OptionGroup var detection: DetectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var identity: IdentityOptions
  @OptionGroup var verbose: VerboseOptions
  @OptionGroup var common: CommonOptions

  @Option(help: "Explain the decision at this time, seconds.")
  var explain: Double?

  @Option(help: "Threads: 1, or 2 for one per leg.")
  var threads = 2

  func run() throws {
    try Streams.checkInputs([recording], scoring, [detection.channels.channelMap, rules.reading.mapFile])
    try Streams.checkFolder(out)
    var options = AnalysisOptions()
    options.scorings = scoring
    options.threads = threads
    try detection.apply(to: &options)
    try rules.apply(to: &options)
    try identity.apply(to: &options)
    options.explained = explain.map { Instant(seconds: $0) }
    if let out {
      try NightFolder(path: out).plan(
        rules: options.rules.map(\.name), inputs: [recording] + scoring, force: force)
      try TextFile.makeFolder(out)
    }
    let result = try FailedNight.noted(in: out, rules: options.rules) {
      try NightAnalyzer(options: options).analyze(recording)
    }
    try NightPrinting.finish(result, out: out, common: common, verbose: verbose, scorings: scoring)
    if let moment = options.explained, !common.json {
      Output.line("")
      Output.result(Explanation(result, at: moment, parameters: options.detection).text)
    }
  }
}
