import ArgumentParser
import Tibialis

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print descriptions of the program's files, for other programs.",
    discussion: """
      JSON Schema of result.json, error.json and comparison.json; Table Schema (Frictionless Data) of the tables, with \
      type, unit and definition of each column; data_dictionary prints all tables as one CSV. Without a name: lists \
      the files that are described.

      Example: tibialis schema result
      """)

  @Argument(
    help: "A file of the program, such as result.json, nights.csv or leg_movements.tsv.", completion: .file())
  var file: String?

  @Option(
    help: "Rule sets whose columns the tables of a night have. (default: wasm2016,aasm3)",
    completion: .list(Choices.ruleSets))
  var rules: String?

  @Flag(help: "Include the heart-rate columns of leg_movements.tsv, as for a night with an ECG.")
  var heart = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let names = try RuleList.resolve(rules, changes: []).map(\.name)
    let catalog = SchemaCatalog(rules: names, hasHeart: heart)
    guard let file else {
      if common.json {
        Output.json(["files": .array(catalog.files.map(JSONValue.string))])
      } else {
        for name in catalog.files { Output.line(name) }
      }
      return
    }
    guard let text = catalog.text(of: file) else {
      throw UsageError("schema", oneOf: catalog.files, found: file)
    }
    if common.json, !text.hasPrefix("{") {
      throw UsageError("--json: the data dictionary is a CSV; leave --json out")
    }
    Output.result(text)
  }
}
