import ArgumentParser
import Tibialis

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Print the samples of a channel, or the annotations, as a table.",
    discussion: """
      Examples:
        tibialis extract night.edf --channel 'Leg/L' --from 60 --to 90
        tibialis extract night.edf --channel '#3'
        tibialis extract night.edf --annotations

      Times are seconds since the start of the recording, gaps included; --from is included, --to is not.
      """)

  @Argument(
    help: ArgumentHelp("A recording in EDF or BDF; - for standard input.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "The channel by its label, or by its index preceded by #.", valueName: "label|#index"))
  var channel: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Start time, seconds since the start of the recording.", valueName: "s"))
  var from: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End (not included), seconds since the start of the recording.", valueName: "s"))
  var to: Double?

  @Flag(help: "Print the annotations instead of samples.")
  var annotations = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard annotations != (channel != nil) else {
      throw ValidationError(
        "expected either --channel LABEL or --annotations, found \(annotations ? "both" : "neither")")
    }
    for (name, value) in [("--from", from), ("--to", to)] {
      if let value, !value.isFinite {
        throw ValidationError("\(name): expected a number of seconds, found \(value)")
      }
    }
  }

  func run() throws {
    if let from, let to, to < from {
      throw UsageError("--to: expected a time not before \(from) s, where --from begins, found \(to)")
    }
    let recording = try EDFFile(path: file)
    let window = TimeWindow(from: from, to: to)
    if annotations {
      let table = AnnotationTable(recording, window: window)
      if common.json { Output.json(table.json) } else { table.write { Output.result($0) } }
      for warning in recording.annotations().warnings { common.say("tibialis: \(file): \(warning.message)") }
      return
    }
    let signal = try ChannelLookup(signals: recording.signals, file: file)
      .signal(named: channel ?? "", use: .table)
    let table = try SampleTable(recording, signal: signal, window: window)
    if common.json {
      try table.writeJSON { Output.result($0) }
    } else {
      try table.write { Output.result($0) }
    }
  }
}
