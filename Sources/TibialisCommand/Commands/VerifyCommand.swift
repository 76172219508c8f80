import ArgumentParser
import Tibialis

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute a night again from its recording and the parameters in its result, and compare.",
    discussion: """
      Example: tibialis verify results/sub-01/ses-1 --recording night.edf

      A result holds no path: name the recording, or the scorings of a night that was only scored. Ends with \
      status 65 where the results differ.
      """)

  @Argument(help: "Folder of a night's files, or its result.json.")
  var result: String

  @Option(help: "The recording it was made from.")
  var recording: String?

  @Option(parsing: .singleValue, help: "A scoring it was made from. May be repeated.")
  var scoring: [String] = []

  @OptionGroup var channels: ChannelOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let path = result.hasSuffix(".json") ? result : result + "/" + NightFiles.result
    let recorded = try JSONValue(parsing: TextFile.bytes(of: path, limit: 256 << 20), file: path)
    var options = try AnalysisOptions(recordedIn: recorded, file: path)
    options.scorings = scoring
    options.channels = try channels.request
    guard recording != nil || !scoring.isEmpty else {
      throw UsageError("verify: name the recording with --recording, or the scorings with --scoring")
    }
    let analyzer = NightAnalyzer(options: options)
    let computed = try recording.map { try analyzer.analyze($0) } ?? analyzer.score(scoring)
    // Through text, since that is what stands in the file.
    let again = try JSONValue(parsing: .init(computed.json.text().utf8), file: "the new result")
    let differences = ResultDifference.between(recorded, again)
    report(differences)
    if !differences.isEmpty { throw ExitStatus.unusableInput }
  }

  private func report(_ differences: [ResultDifference]) {
    if common.json {
      Output.json([
        "same": .bool(differences.isEmpty),
        "differences": .array(
          differences.map {
            ["path": .string($0.path), "recorded": .string($0.recorded), "computed": .string($0.computed)]
          }),
      ])
    } else if differences.isEmpty {
      Output.line("the same: every value of the result comes out again")
    } else {
      Output.line("not the same: \(differences.count) values differ")
      for difference in differences.prefix(20) {
        Output.line("  \(difference.path): recorded \(difference.recorded), computed \(difference.computed)")
      }
      if differences.count > 20 { Output.line("  ... and \(differences.count - 20) more (--json lists all)") }
      if differences.contains(where: { $0.path.hasPrefix("tool.version") }) {
        Output.line("The result was made by another version.")
      } else if differences.contains(where: { $0.path == "fingerprint" }) {
        Output.line("The input or the options are not those the result was made from.")
      }
    }
  }
}
