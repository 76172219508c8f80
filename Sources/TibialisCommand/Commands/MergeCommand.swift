import ArgumentParser
import Tibialis

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the results of all nights into nights.csv, and into a database if asked for.",
    discussion: """
      Example: tibialis merge results --database results/study.sqlite

      The table is the same bytes whether one process or many shards made the results.
      """)

  @Argument(help: "Output folder of batch.")
  var folder: String

  @Flag(help: "Put results of different versions or parameters in one table, marked mixed_versions.")
  var mixed = false

  @Flag(help: "Also write movements.csv: every movement of every night under each rule set.")
  var movements = false

  @Option(help: "Also write a SQLite database of nights, results, movements, quality and warnings.")
  var database: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let study = StudyFolder(path: folder)
    let table = try Merge(folder: study, allowsMixed: mixed).write()
    var files = [folder + "/nights.csv"]
    if movements {
      try MovementsTable(folder: study, table: table).write(to: folder + "/movements.csv")
      files.append(folder + "/movements.csv")
    }
    if let database {
      try StudyDatabase(folder: study, table: table).write(to: database)
      files.append(database)
    }
    if common.json {
      Output.json(["files": .array(files.map(JSONValue.string)), "rows": .integer(table.rows.count)])
    } else {
      Output.line("written: \(files.joined(separator: ", ")); \(table.rows.count) rows of nights")
    }
  }
}
