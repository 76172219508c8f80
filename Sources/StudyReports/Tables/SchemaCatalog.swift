import NightResults
import StructuredText
import StudyComparison
import StudyTables

/// Describes the program's files to other programs: JSON Schema of its documents, Table Schema of its tables.
package struct SchemaCatalog {
  /// The rule sets whose columns appear in the tables of a night.
  package var rules: [String]
  /// Whether movements have heart-rate columns.
  package var hasHeart: Bool

  package init(rules: [String], hasHeart: Bool) {
    self.rules = rules
    self.hasHeart = hasHeart
  }

  private static let dictionary = "data_dictionary.csv"

  private var documents: [(file: String, schema: JSONValue)] {
    [
      ("result.json", SchemaCatalog.document("result.json", NightDocument.jsonSchema)),
      ("error.json", SchemaCatalog.document("error.json", FailureDocument.jsonSchema)),
      ("comparison.json", DrugComparisonResult.jsonSchema),
    ]
  }

  private var tables: [TableDescription] {
    var known: [TableDescription] = []
    let ofNight = NightTableDescriptions.all(rules: rules, hasHeart: hasHeart)
    for table in DataDictionary.tables + ofNight where !table.file.contains(NightTableDescriptions.anyRules) {
      known.removeAll { $0.file == table.file }
      known.append(table)
    }
    return known
  }

  private static func document(_ file: String, _ schema: JSONValue) -> JSONValue {
    .object(
      [
        .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
        .init("title", .string(file + " of tibialis")),
      ] + (schema.members ?? []))
  }

  /// The described files.
  package var files: [String] { documents.map(\.file) + tables.map(\.file) + [SchemaCatalog.dictionary] }

  /// The description of a file, by its name with or without extension; nil for an unknown one.
  package func text(of file: String) -> String? {
    func isMeant(_ name: String) -> Bool { name == file || PathName.stem(of: name) == file }
    if let document = documents.first(where: { isMeant($0.file) }) { return document.schema.text() + "\n" }
    if let table = tables.first(where: { isMeant($0.file) }) { return table.tableSchema.text() + "\n" }
    return isMeant(SchemaCatalog.dictionary) ? DataDictionary.csv() : nil
  }
}
