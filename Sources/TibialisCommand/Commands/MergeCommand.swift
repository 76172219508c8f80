import ArgumentParser
import Tibialis

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract:
      "Collect the results of all nights in nights.csv and clinician.csv, and on request in a database.",
    discussion: """
      Example: tibialis merge results --database results/study.sqlite

      Also writes datapackage.json, which describes every table of the folder (Frictionless Data).

      The table is byte-identical whether one process or many shards made the results.
      """)

  @Argument(help: "Output folder of batch.", completion: .directory)
  var folder: String

  @Flag(help: "Combine results of different versions or parameters in one table, marked mixed_versions.")
  var mixed = false

  @Flag(help: "Also write movements.csv: every movement of every night under each rule set.")
  var movements = false

  @Option(
    help:
      "Also write a SQLite database: nights, results, movements, near misses, events, quality, warnings, the comparison of 'compare --out' in the same folder, and a dictionary of all columns; - for standard output.",
    completion: .file())
  var database: String?

  @Flag(help: "Overwrite a database or table that this program did not write.")
  var force = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let isStream = try Streams.isOutput(database, "--database", common)
    let study = StudyFolder(path: folder)
    var plan = OutputPlan(inputs: database == nil && !movements ? [] : try study.files())
    if let database { plan.add(database, isOurs: OwnFile.isDatabase) }
    if movements { plan.add(folder + "/movements.csv", isOurs: OwnFile.isTable) }
    try plan.check(force: force)
    let outcome = try Merge(folder: study, allowsMixed: mixed, checksFiles: movements || database != nil)
      .write()
    var files = StudyFolder.mergedFiles.map { folder + "/" + $0 }
    if movements {
      try MovementsTable(nights: outcome.done).write(to: folder + "/movements.csv")
      files.append(folder + "/movements.csv")
    }
    if let database {
      let comparison = StudyDatabase.Companion(
        path: folder + "/comparison.csv", table: DrugComparisonResult.tableDescription)
      let contents = StudyDatabase(outcome, comparison: comparison)
      if isStream {
        try Streams.output { try contents.write(to: $0) }
      } else {
        try contents.write(to: database)
        files.append(database)
      }
    }
    if common.json {
      Output.json([
        "files": .array(files.map(JSONValue.string)), "rows": .integer(outcome.table.rows.count),
        "damaged": .array(
          outcome.damaged.map { ["night": .string($0.night), "code": .string($0.error.code)] }),
        "missing": .array(outcome.missing.map(JSONValue.string)),
      ])
    } else {
      let line = "written: \(files.joined(separator: ", ")); \(outcome.table.rows.count) rows of nights"
      if isStream { common.say(line) } else { Output.line(line) }
    }
    MergePrinting.say(outcome, common)
    if !outcome.damaged.isEmpty || !outcome.tableProblems.isEmpty { throw ExitStatus.someNightsFailed }
  }
}

/// Reports nights with problems after a merge.
enum MergePrinting {
  static func say(_ outcome: Merge.Outcome, _ common: CommonOptions) {
    for damaged in outcome.damaged {
      Output.talk("tibialis: damaged: \(damaged.night): \(damaged.error.told)")
    }
    for problem in outcome.tableProblems.prefix(StudyError.mostShown) {
      Output.talk("tibialis: \(problem.told)")
    }
    if !outcome.missing.isEmpty {
      common.say("missing: " + outcome.missing.joined(separator: ", "))
    }
    for (flag, nights) in outcome.flags {
      common.say("\(flag.rawValue): \(nights) night\(nights == 1 ? "" : "s")")
    }
    if !outcome.firstEdition.isEmpty {
      common.say("note: " + StateCounts.firstEditionLine(outcome.firstEdition.count))
    }
  }
}
