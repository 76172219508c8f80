import StructuredText

/// One row of the output of `tibialis drug`: a typed name and what the drug table knows about it.
package struct DrugNameRow: Hashable, Sendable {
  package var resolution: DrugResolution
  /// A class id from `drugs.csv`; nil if there is none.
  package var classID: String?

  package init(typed: String, drugs: DrugTable) {
    resolution = drugs.names.resolve(typed)
    classID = resolution.classID ?? drugs.drugClass(name: typed)?.id
  }

  private static let columns = ["typed", "generic", "atc", "class", "how"]

  private var cells: [String?] {
    let atc = resolution.atcCodes.isEmpty ? nil : resolution.atcCodes.joined(separator: ";")
    return [resolution.typed, resolution.generic, atc, classID, resolution.match.rawValue]
  }

  /// A table with the header `typed generic atc class how`; missing values are `n/a`.
  package static func tsv(_ rows: [DrugNameRow]) -> String {
    Delimited.tsvLine(columns) + rows.map { Delimited.tsvLine($0.cells) }.joined()
  }

  /// The same as objects whose keys are the column names.
  package static func json(_ rows: [DrugNameRow]) -> JSONValue {
    .array(
      rows.map { row in
        .object(zip(columns, row.cells).map { JSONValue.Member($0, JSONValue($1)) })
      })
  }
}
