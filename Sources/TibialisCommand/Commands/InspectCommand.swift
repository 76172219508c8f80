import ArgumentParser
import Tibialis

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Describe a recording: format, channels and their roles, segments, warnings.",
    discussion: """
      Example: tibialis inspect night.edf
      Example: tibialis inspect *.edf --jsonl

      Nothing about the patient is printed without --include-identifiers. A file that cannot be read as a whole \
      is refused (status 65); one bad channel is a warning.
      """)

  @Argument(
    help: ArgumentHelp(
      "Recordings in EDF or BDF, also compressed with gzip; - for standard input.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp("Table of the laboratory's own channel names: label, role.", valueName: "file"),
    completion: .file())
  var channelMap: String?

  @Flag(help: "Print what the files say about the patient and the staff.")
  var includeIdentifiers = false

  @Flag(help: "Print one JSON object on a line for each file, as soon as it was read.")
  var jsonl = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if jsonl, common.json { throw ValidationError("--jsonl: expected no --json with it, found both") }
  }

  func run() throws {
    try Streams.checkInputs(files, [channelMap])
    let map = try channelMap.map { path in try ChannelMap(path: path) }
    var values: [JSONValue] = []
    var worst = ExitStatus.good
    for (order, path) in files.enumerated() {
      do {
        let inspection = try RecordingInspection(path: path, map: map)
        if common.json || jsonl {
          add(inspection.json(includeIdentifiers: includeIdentifiers), to: &values)
        } else {
          Output.result((order > 0 ? "\n" : "") + inspection.text(includeIdentifiers: includeIdentifiers))
        }
      } catch let problem {
        if worst == .good { worst = problem.exitStatus }
        add(problem.refusal(of: path), to: &values)
        Output.talk("tibialis: \(problem.told)")
      }
    }
    if common.json {
      Output.json(values.count == 1 ? values[0] : .array(values))
    }
    if worst != .good { throw worst }
  }

  /// Collects the value of a file for the array, or prints it on its line.
  private func add(_ value: JSONValue, to values: inout [JSONValue]) {
    if jsonl { Output.line(value.text(pretty: false)) } else { values.append(value) }
  }
}

extension EDFError {
  /// The output of `inspect --json` for a refused file.
  fileprivate func refusal(of path: String) -> JSONValue {
    [
      "file": .string(path), "status": "refused",
      "error": [
        "code": .string(code), "message": .string(sentence), "file": .string(path),
        "location": JSONValue(location),
      ],
    ]
  }
}
