import SleepEvents

/// One column of one of our tables: its name and meaning, and how a cell is written and read. Writer, reader,
/// database and data dictionary are derived from it.
package struct TableColumn<Row: Sendable>: Sendable {
  package typealias Kind = ColumnKind

  package let name: String
  package let kind: Kind
  package let unit: String
  package let definition: String
  /// Whether every row has a value.
  package let isRequired: Bool
  /// The cell's text; nil if missing.
  package let text: @Sendable (Row) -> String?
  /// Reads the column's cell of a row.
  package let readCell: @Sendable (inout Row, DelimitedTable.Row) throws(TextError) -> Void

  package init(
    name: String, kind: Kind, unit: String = "", definition: String, isRequired: Bool,
    text: @escaping @Sendable (Row) -> String?,
    read: @escaping @Sendable (inout Row, DelimitedTable.Row) throws(TextError) -> Void
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.definition = definition
    self.isRequired = isRequired
    self.text = text
    readCell = read
  }
}

extension TableColumn {
  /// A point in time, seconds since the start of the recording.
  package static func moment(
    _ name: String, _ path: any JSONKeyPath<Row, Instant>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: "s", definition: definition, isRequired: true,
      text: { Delimited.seconds($0[keyPath: path].seconds) },
      read: { row, cells throws(TextError) in
        row[keyPath: path] = Instant(seconds: try cells.needed(name))
      })
  }

  /// A duration, seconds, with enough decimals that reading gives the same value.
  package static func span(
    _ name: String, _ path: any JSONKeyPath<Row, TimeSpan>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: "s", definition: definition, isRequired: true,
      text: { Delimited.seconds($0[keyPath: path].seconds) },
      read: { row, cells throws(TextError) in row[keyPath: path] = TimeSpan(seconds: try cells.needed(name)) }
    )
  }

  package static func span(
    _ name: String, _ path: any JSONKeyPath<Row, TimeSpan?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: "s", definition: definition, isRequired: false,
      text: { $0[keyPath: path].flatMap { Delimited.seconds($0.seconds) } },
      read: { row, cells throws(TextError) in
        row[keyPath: path] = try cells.number(name).map { TimeSpan(seconds: $0) }
      })
  }

  package static func number(
    _ name: String, _ unit: String, decimals: Int, _ path: any JSONKeyPath<Row, Double?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: unit, definition: definition, isRequired: false,
      text: { Delimited.fixed($0[keyPath: path], decimals) },
      read: { row, cells throws(TextError) in row[keyPath: path] = try cells.number(name) })
  }

  package static func number(
    _ name: String, _ unit: String, decimals: Int, _ path: any JSONKeyPath<Row, Double>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: unit, definition: definition, isRequired: true,
      text: { Delimited.fixed($0[keyPath: path], decimals) },
      read: { row, cells throws(TextError) in row[keyPath: path] = try cells.needed(name) })
  }

  package static func count(
    _ name: String, _ path: any JSONKeyPath<Row, Int>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .wholeNumber, definition: definition, isRequired: true,
      text: { String($0[keyPath: path]) },
      read: { row, cells throws(TextError) in
        guard let value = try cells.whole(name) else {
          throw cells.error(name, expected: "a whole number of 0 or more")
        }
        row[keyPath: path] = value
      })
  }

  package static func count(
    _ name: String, _ path: any JSONKeyPath<Row, Int?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .wholeNumber, definition: definition, isRequired: false,
      text: { $0[keyPath: path].map(String.init) },
      read: { row, cells throws(TextError) in row[keyPath: path] = try cells.whole(name) })
  }

  package static func truth(
    _ name: String, _ path: any JSONKeyPath<Row, Bool?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .truth, definition: definition, isRequired: false,
      text: { $0[keyPath: path].map(String.init) },
      read: { row, cells throws(TextError) in
        guard let text = cells[name] else {
          row[keyPath: path] = nil
          return
        }
        guard let value = Bool(text) else { throw cells.error(name, expected: "true or false") }
        row[keyPath: path] = value
      })
  }

  package static func truth(
    _ name: String, _ path: any JSONKeyPath<Row, Bool>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .truth, definition: definition, isRequired: true,
      text: { String($0[keyPath: path]) },
      read: { row, cells throws(TextError) in
        guard let value = Bool(cells[name] ?? "") else {
          throw cells.error(name, expected: "true or false")
        }
        row[keyPath: path] = value
      })
  }

  package static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ path: any JSONKeyPath<Row, Word>, _ definition: String
  ) -> TableColumn where Word.RawValue == String {
    TableColumn(
      name: name, kind: .word(Word.allCases.map(\.rawValue)), definition: definition, isRequired: true,
      text: { $0[keyPath: path].rawValue },
      read: { row, cells throws(TextError) in
        guard let value = Word(rawValue: cells[name] ?? "") else {
          throw cells.error(
            name, expected: "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        row[keyPath: path] = value
      })
  }

  package static func text(
    _ name: String, _ path: any JSONKeyPath<Row, String?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .text, definition: definition, isRequired: false, text: { $0[keyPath: path] },
      read: { row, cells throws(TextError) in row[keyPath: path] = cells[name] })
  }
}

extension DelimitedTable.Row {
  fileprivate func needed(_ column: String) throws(TextError) -> Double {
    guard let value = try number(column) else { throw error(column, expected: "a number") }
    return value
  }

  fileprivate func whole(_ column: String) throws(TextError) -> Int? {
    guard let text = self[column] else { return nil }
    guard let value = Int(text), value >= 0 else {
      throw error(column, expected: "a whole number of 0 or more")
    }
    return value
  }
}

extension Array {
  /// A TSV with these columns.
  package func tsv<Row>(_ rows: some Sequence<Row>) -> String where Element == TableColumn<Row> {
    var text = Delimited.tsvLine(map(\.name))
    for row in rows { text += Delimited.tsvLine(map { $0.text(row) }) }
    return text
  }

  /// Reads rows from a table that has at least the required columns.
  ///
  /// - Throws: `TextError` with file, line and column.
  package func rows<Row>(
    of table: DelimitedTable, blank: Row
  ) throws(TextError) -> [Row] where Element == TableColumn<Row> {
    let absent = filter { $0.isRequired && !table.has($0.name) }.map(\.name)
    guard absent.isEmpty else {
      throw .missingColumns(file: table.file, missing: absent, found: table.columns)
    }
    let present = filter { table.has($0.name) }
    var rows: [Row] = []
    rows.reserveCapacity(table.rows.count)
    for cells in table.rows {
      var row = blank
      for column in present { try column.readCell(&row, cells) }
      rows.append(row)
    }
    return rows
  }
}
