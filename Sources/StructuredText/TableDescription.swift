/// The type of the cells in a column.
package enum ColumnKind: Sendable, Hashable {
  case wholeNumber
  case number
  case truth
  /// `YYYY-MM-DD`.
  case date
  /// One of these words.
  case word([String])
  /// Any of these words, separated by `;`.
  case codes([String])
  case text

  /// The name of the type in the data dictionary.
  package var name: String {
    switch self {
    case .wholeNumber: "integer"
    case .number: "number"
    case .truth: "boolean"
    case .date: "date"
    case .word: "word"
    case .codes: "words"
    case .text: "text"
    }
  }

  /// The words allowed in a cell; empty if any text is allowed.
  package var levels: [String] {
    switch self {
    case .word(let words), .codes(let words): words
    default: []
    }
  }
}

/// The description of a column, independent of the type of its rows.
package struct ColumnDescription: Sendable, Hashable {
  package var name: String
  package var kind: ColumnKind
  package var unit: String
  package var definition: String
  package var notes: String
  /// Whether every table of that kind has the column.
  package var isAlwaysThere: Bool
  /// Whether each of its cells has a value.
  package var isFilled: Bool

  package init(
    name: String, kind: ColumnKind, unit: String = "", definition: String, notes: String = "",
    isAlwaysThere: Bool = true, isFilled: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.definition = definition
    self.notes = notes
    self.isAlwaysThere = isAlwaysThere
    self.isFilled = isFilled
  }
}

/// A table that the program reads or writes. The data dictionary, Table Schema, BIDS sidecars and the
/// dictionary in the database are derived from it.
package struct TableDescription: Sendable, Hashable {
  package enum Origin: String, Sendable, Hashable {
    case written
    /// Filled in by people.
    case typed
  }

  /// Its file, such as `leg_movements.tsv`.
  package var file: String
  package var title: String
  package var origin: Origin
  package var columns: [ColumnDescription]
  /// The columns that identify a row; empty if there are none.
  package var key: [String]

  package init(
    file: String, title: String, origin: Origin = .written, columns: [ColumnDescription], key: [String] = []
  ) {
    self.file = file
    self.title = title
    self.origin = origin
    self.columns = columns
    self.key = key
  }

  /// The text that marks a missing value.
  package var missing: String { isCommaSeparated ? "" : "n/a" }
  private var isCommaSeparated: Bool { file.hasSuffix(".csv") }

  package subscript(column: String) -> ColumnDescription? { columns.first { $0.name == column } }

  // MARK: Table Schema

  /// The columns as a Table Schema (Frictionless Data), with `unit` as an additional property.
  package var tableSchema: JSONValue {
    var members: [JSONValue.Member] = [
      .init("fields", .array(columns.map(\.tableSchemaField))), .init("missingValues", [.string(missing)]),
    ]
    if !key.isEmpty { members.append(.init("primaryKey", .array(key.map(JSONValue.string)))) }
    return .object(members)
  }

  /// A resource of a data package.
  ///
  /// - Parameter schema: the schema itself, or the path of its file.
  package func resource(name: String, path: String, schema: JSONValue) -> JSONValue {
    [
      "profile": "tabular-data-resource", "name": .string(name), "title": .string(title),
      "path": .string(path), "format": isCommaSeparated ? "csv" : "tsv",
      "mediatype": isCommaSeparated ? "text/csv" : "text/tab-separated-values", "encoding": "utf-8",
      "dialect": isCommaSeparated
        ? ["delimiter": ",", "lineTerminator": "\r\n"] : ["delimiter": "\t", "lineTerminator": "\n"],
      "schema": schema,
    ]
  }
}

extension ColumnDescription {
  fileprivate var tableSchemaField: JSONValue {
    var members: [JSONValue.Member] = [.init("name", .string(name)), .init("type", .string(tableSchemaType))]
    if !definition.isEmpty { members.append(.init("description", .string(definition))) }
    if !unit.isEmpty { members.append(.init("unit", .string(unit))) }
    if kind == .truth { members += [.init("trueValues", ["true"]), .init("falseValues", ["false"])] }
    var constraints: [JSONValue.Member] = []
    if isFilled { constraints.append(.init("required", true)) }
    switch kind {
    case .word(let words):
      constraints.append(.init("enum", .array(words.map(JSONValue.string))))
    case .codes(let words):
      members += [.init("separator", ";"), .init("levels", .array(words.map(JSONValue.string)))]
    default: break
    }
    if !constraints.isEmpty { members.append(.init("constraints", .object(constraints))) }
    return .object(members)
  }

  private var tableSchemaType: String {
    switch kind {
    case .wholeNumber: "integer"
    case .number: "number"
    case .truth: "boolean"
    case .date: "date"
    case .word, .codes, .text: "string"
    }
  }
}

extension TableColumn {
  package var description: ColumnDescription {
    ColumnDescription(name: name, kind: kind, unit: unit, definition: definition, isFilled: isRequired)
  }
}
