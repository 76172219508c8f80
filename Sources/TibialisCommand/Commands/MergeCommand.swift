import ArgumentParser
import Tibialis

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the results of all nights into nights.csv.",
    discussion: """
      Example: tibialis merge results

      The table is the same bytes whether one process or many shards made the results.
      """)

  @Argument(help: "Output folder of batch.")
  var folder: String

  @Flag(help: "Put results of different versions or parameters in one table, marked mixed_versions.")
  var mixed = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let study = StudyFolder(path: folder)
    _ = try study.states()
    let table = try Merge(folder: study, allowsMixed: mixed).write()
    if common.json {
      Output.json(["file": .string(folder + "/nights.csv"), "rows": .integer(table.rows.count)])
    } else {
      Output.line("written: \(folder)/nights.csv, \(table.rows.count) rows")
    }
  }
}
