import ArgumentParser
import Tibialis

struct DrugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drug",
    abstract: "Show what the drug table knows about a name.",
    discussion: """
      Takes names as people type them: generic or brand, with strength, form and salt, in several languages, \
      even misspelled. Prints a table (typed, generic, atc, class, how), one row per name. How: exact, brand, other, \
      misspelling, near, ambiguous or unknown.

      Example: tibialis drug Desyrel 'Zoloft 50 mg tab' clonezepam
      """)

  @Argument(help: "Names of drugs.")
  var names: [String]
  @OptionGroup var common: CommonOptions

  func run() throws {
    let drugs = try DrugTable.standard()
    let rows = names.map { name in DrugNameRow(typed: name, drugs: drugs) }
    if common.json {
      Output.json(DrugNameRow.json(rows))
    } else {
      Output.result(Output.printable(DrugNameRow.tsv(rows)))
    }
    for row in rows where !row.resolution.candidates.isEmpty {
      common.say(
        "tibialis: '\(row.resolution.typed)' may be \(row.resolution.candidates.joined(separator: " or "))")
    }
  }
}
