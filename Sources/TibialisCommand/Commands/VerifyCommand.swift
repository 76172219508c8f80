import ArgumentParser
import Foundation
import Tibialis

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the files of a night; with its recording, recompute and compare.",
    discussion: """
      Example: tibialis verify results/sub-01/ses-1
      Example: tibialis verify results/sub-01/ses-1 --recording night.edf
      Example: tibialis verify results

      A result does not store paths: name the recording, or the scorings of a night that was only scored, and \
      repeat the options for channels, labels and the chin. \
      Exits with status 65 if the results differ.
      """)

  @Argument(
    help: "Folder of a night's files, or its result.json; or a folder of many nights.", completion: .file())
  var result: String

  @Option(help: "The recording on which it is based; - for standard input.", completion: .file())
  var recording: String?

  @Option(
    parsing: .singleValue, help: "A scoring on which it is based. May be repeated.", completion: .file())
  var scoring: [String] = []

  @OptionGroup var channels: ChannelOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var tone: ToneOptions

  @Flag(help: "Both legs were required.")
  var requireBothLegs = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    try Streams.checkInputs([recording, channels.channelMap, reading.mapFile], scoring)
    let folder = NightFolder(
      path: result.hasSuffix(".json") ? PathName.folder(of: result) : result)
    guard let document = try folder.document() else {
      guard recording == nil, scoring.isEmpty else { throw NightFolderError.noNight(folder: folder.path) }
      return try verifyNights(StudyFolder(path: folder.path))
    }
    let checked = try folder.check(document)
    guard recording != nil || !scoring.isEmpty else { return report(checked) }
    var options = try AnalysisOptions(recordedIn: document, file: folder.file(NightFolder.result))
    options.scorings = scoring
    options.channels = try channels.request
    options.requiresBothLegs = requireBothLegs
    try reading.apply(to: &options)
    try tone.apply(to: &options)
    let analyzer = NightAnalyzer(options: options)
    var computed = try (recording.map { try analyzer.analyze($0) } ?? analyzer.score(scoring)).document
    computed.files = document.files
    // Converted to text and back, since the file contains text.
    let again = try JSONValue(parsing: Data(computed.json.text().utf8), file: "the new result")
    let differences = ResultDifference.between(document.json, again)
    report(differences)
    if !differences.isEmpty { throw ExitStatus.unusableInput }
  }

  /// Verifies every file of every night against its hash.
  private func verifyNights(_ study: StudyFolder) throws {
    var rows: [JSONValue] = []
    var (whole, damaged) = (0, 0)
    for night in try study.contents().nights {
      switch night.standing(checksFiles: true) {
      case .done:
        whole += 1
        rows.append(["night": .string(night.name), "same": .bool(true)])
      case .damaged(let error):
        damaged += 1
        rows.append(["night": .string(night.name), "same": .bool(false), "code": .string(error.code)])
        Output.talk("tibialis: damaged: \(night.name): \(error.told)")
      case .failed, .absent: continue
      }
    }
    guard whole + damaged > 0 else { throw NightFolderError.noNight(folder: study.path) }
    if common.json {
      Output.json(["same": .bool(damaged == 0), "nights": .array(rows)])
    } else {
      Output.line("\(whole) nights as they were written, \(damaged) damaged")
    }
    if damaged > 0 { throw ExitStatus.someNightsFailed }
  }

  /// What was checked when neither recording nor scoring was given.
  private func report(_ checked: [String]) {
    if common.json {
      Output.json([
        "same": .bool(true), "files": .array(checked.map(JSONValue.string)), "differences": .array([]),
      ])
    } else if checked.isEmpty {
      Output.line("this result lists no files to check; name the --recording to compute it again")
    } else {
      Output.line("as they were written: \(checked.joined(separator: ", "))")
    }
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
      Output.line("the same: every value of the result was reproduced")
    } else {
      Output.line("not the same: \(differences.count) values differ")
      for difference in differences.prefix(20) {
        Output.line("  \(difference.path): recorded \(difference.recorded), computed \(difference.computed)")
      }
      if differences.count > 20 { Output.line("  ... and \(differences.count - 20) more (--json lists all)") }
      if differences.contains(where: { $0.path.hasPrefix("tool.version") }) {
        Output.line("The result was made by another version.")
      } else if differences.contains(where: { $0.path == "fingerprint" }) {
        Output.line("The input or the options are not those on which the result is based.")
      }
    }
  }
}
