import ArgumentParser
import Tibialis

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How each night of a batch stands: done, failed and why, or missing.",
    discussion: "Example: tibialis status results")

  @Argument(help: "Output folder of batch.")
  var folder: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let states = try StudyFolder(path: folder).states()
    var counts = (done: 0, failed: 0, missing: 0)
    var rows: [JSONValue] = []
    for (night, state) in states {
      let name = "\(night.patientID) \(night.nightID)"
      var reason: String?
      let word: String
      switch state {
      case .done:
        counts.done += 1
        word = "done"
      case .failed(let text):
        counts.failed += 1
        word = "failed"
        reason = text
      case .missing:
        counts.missing += 1
        word = "missing"
      }
      if common.json {
        rows.append([
          "patient_id": .string(night.patientID), "night_id": .string(night.nightID), "state": .string(word),
          "reason": JSONValue(reason),
        ])
      } else if word != "done" {
        Output.line("\(word): \(name)" + (reason.map { ": " + $0 } ?? ""))
      }
    }
    if common.json {
      Output.json([
        "done": .integer(counts.done), "failed": .integer(counts.failed), "missing": .integer(counts.missing),
        "nights": .array(rows),
      ])
    } else {
      Output.line(
        "\(states.count) nights: \(counts.done) done, \(counts.failed) failed, \(counts.missing) missing")
    }
  }
}
