import ArgumentParser
import Tibialis

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract:
      "Read back a technician's corrected movements: what changed, and the indices before and after.",
    discussion: """
      Example: tibialis review results/night --corrected night_corrected.edf --out results/night-reviewed

      Not a medical device; for use with a physician.
      """)

  @Argument(help: "Folder of a night written by analyze or score.", completion: .directory)
  var night: String

  @Option(
    help: "The corrected movements, in any format that score reads; - for standard input.",
    completion: .file())
  var corrected: String

  @Option(
    name: [.long, .customShort("o")], help: "Folder for the corrected night's files.", completion: .directory)
  var out: String?

  @Option(
    help: "Format of the corrected movements; recognized by content unless given.",
    completion: .list(Choices.scoringFormats))
  var scoringFormat: String?

  @Option(help: "Table of a laboratory's own channel names (columns label, role).", completion: .file())
  var channelMap: String?

  @Flag(help: "Accept corrections that name no night even if hardly any movements agree.")
  var force = false

  @OptionGroup var identity: IdentityOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try Streams.checkInputs([corrected, channelMap])
    try Streams.checkFolder(out)
    var options = AnalysisOptions()
    options.scoringFormat = try scoringFormat.map { try ReadingOptions.format($0) }
    options.channels.map = try channelMap.map { try ChannelMap(path: $0) }
    try identity.apply(to: &options)
    let review = try CorrectionReview(
      of: ResultFolder(path: night), correctedBy: corrected, options: options, isForced: force)
    for warning in review.corrected.warnings { common.say("warning: \(warning.told)") }
    if let out {
      let source = NightFolder(path: night)
      let read = NightFolder.names(rules: review.corrected.scorings.map(\.rules.name)).map(source.file)
      // A night is not corrected in place: the original must be kept along with the corrected version.
      try NightFolder(path: out).plan(
        rules: review.corrected.scorings.map(\.rules.name), inputs: [corrected] + read, force: force)
      try TextFile.makeFolder(out)
      // The date is not part of any result: it is only in the clinician's line of the original night.
      let date = try source.clinicianRow()?.date
      let files = try NightFiles.write(review.corrected, to: out, date: date).names
      common.say("written to \(out): " + files.joined(separator: ", "))
    }
    if common.json { Output.json(review.json) } else { Output.result(review.text) }
  }
}
