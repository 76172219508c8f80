import ArgumentParser
import Tibialis

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the state of each night of a batch: done, failed and why, or missing.",
    discussion: "Example: tibialis status results")

  @Argument(help: "Output folder of batch.", completion: .directory)
  var folder: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let folder = StudyFolder(path: folder)
    var counts = StateCounts()
    var rows: [JSONValue] = []
    let (tables, nights) = try folder.contents()
    for night in nights {
      let state = counts.add(night.standing())
      if common.json {
        rows.append([
          "patient_id": .string(night.record.patientID), "night_id": .string(night.record.nightID),
          "state": .string(state.word), "reason": JSONValue(state.reason),
          "warnings": .array(state.flags.map { .string($0.rawValue) }),
        ])
      } else if state.word != StateCounts.done {
        Output.line("\(state.word): \(night.name)" + (state.reason.map { ": " + $0 } ?? ""))
      } else if !state.flags.isEmpty {
        Output.line(
          "done with warnings: \(night.name): " + state.flags.map(\.rawValue).joined(separator: ", "))
      }
    }
    if common.json {
      Output.json([
        "done": .integer(counts.done), "done_with_warnings": .integer(counts.doneWithWarnings),
        "failed": .integer(counts.failed), "damaged": .integer(counts.damaged),
        "missing": .integer(counts.missing), "warnings": counts.flagsJSON, "nights": .array(rows),
      ])
    } else {
      Output.line(counts.text)
      for line in counts.flagLines { Output.line(line) }
      if counts.firstEdition > 0 { Output.line(StateCounts.firstEditionLine(counts.firstEdition)) }
    }
    let problems = tables.problems.filter(\.isLeftOut)
    for problem in problems { Output.talk("tibialis: \(problem.error.told)") }
    if counts.damaged > 0 || !problems.isEmpty { throw ExitStatus.someNightsFailed }
  }
}
