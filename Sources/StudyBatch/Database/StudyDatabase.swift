import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// A SQLite database of a study, derived from the per-night files by one process, never by the shards.
///
/// Its tables and units are described in this module's article "Cohorts". Columns and types are those of the
/// row types, so that no table can diverge from its file.
package struct StudyDatabase: Sendable {
  /// A table of the study written by another step, with its columns.
  package struct Companion: Sendable {
    var path: String
    var table: TableDescription

    package init(path: String, table: TableDescription) {
      self.path = path
      self.table = table
    }
  }

  private let outcome: Merge.Outcome
  private let comparison: Companion?

  /// - Parameters:
  ///   - outcome: the merged rows, whose nights are written.
  ///   - comparison: `comparison.csv`; the table stays empty if there is none.
  package init(_ outcome: Merge.Outcome, comparison: Companion? = nil) {
    self.outcome = outcome
    self.comparison = comparison
  }

  /// Writes the database to a temporary file next to `path` and renames it.
  ///
  /// - Throws: `TextError`, and `NightFolderError` for a night whose files have changed since they were
  ///   written.
  package func write(to path: String) throws {
    if let problem = AtomicFile.problem(ofTarget: path) {
      throw TextError.cannotCreate(file: path, reason: problem)
    }
    let home = PathName.folder(of: path)
    TemporaryFile.removeOrphans(in: home.isEmpty ? "." : home)
    let scratch = TemporaryFile(beside: path)
    do {
      let database = try SQLiteDatabase(creating: scratch.path, named: path)
      try writeRows(database)
      try writeNights(database)
      try writeComparison(database)
      try DatabaseDictionary.write(database, comparison: comparison?.table)
      try database.execute(StudyDatabase.indices)
      try database.commit()
    } catch {
      scratch.remove()
      throw error
    }
    guard rename(scratch.path, path) == 0 else {
      let reason = String(cString: strerror(errno))
      scratch.remove()
      throw TextError.writeFailed(file: path, reason: reason)
    }
    scratch.forget()
  }

  /// Table `nights`: the columns of nights.csv, one row per night and rule set.
  private func writeRows(_ database: SQLiteDatabase) throws {
    let columns = NightColumns.all
    let insert = try database.table(
      "nights", columns.map { SQLiteColumn($0.name, $0.description.kind.sqlType) },
      key: "PRIMARY KEY (patient_id, night_id, scoring_rules)")
    for row in outcome.table.rows {
      try insert.run(columns.map { .init($0.text(row), $0.description.kind) })
    }
  }

  /// Table `comparison`: the columns of comparison.csv, one row per contrast.
  private func writeComparison(_ database: SQLiteDatabase) throws {
    guard let comparison else { return }
    let columns = comparison.table.columns
    let insert = try database.table(
      "comparison", columns.map { SQLiteColumn($0.name, $0.kind.sqlType) })
    guard FileManager.default.fileExists(atPath: comparison.path) else { return }
    for row in try DelimitedTable(path: comparison.path).rows {
      var values: [SQLiteStatement.Value] = []
      for column in columns {
        switch column.kind {
        case .number: values.append(.init(try row.number(column.name)))
        default: values.append(.init(row[column.name], column.kind))
        }
      }
      try insert.run(values)
    }
  }

  /// A table for the night's files and the statement that fills it.
  private struct Target {
    var names: [String]
    var insert: SQLiteStatement

    init(_ database: SQLiteDatabase, _ name: String) throws(TextError) {
      let columns = DatabaseDictionary.columns(of: name)
      names = columns.map(\.name).filter { !DatabaseDictionary.keys.contains($0) }
      insert = try database.table(name, columns.map { SQLiteColumn($0.name, $0.kind.sqlType) })
    }

    /// Copies a night's table, prefixed by its key, matching columns by name.
    func copy(_ table: StoredTable, key: [SQLiteStatement.Value]) throws(TextError) {
      let places = names.map { table.columns.firstIndex(of: $0) }
      try table.forEachRow { cells throws(TextError) in
        var values = key
        for place in places {
          guard let place, place < cells.count else {
            values.append(.null)
            continue
          }
          values.append(SQLiteStatement.Value(cells[place].value))
        }
        try insert.run(values)
      }
    }
  }

  private func writeNights(_ database: SQLiteDatabase) throws {
    let keys = try database.table(
      "night_keys",
      [
        SQLiteColumn("night", .integer, "PRIMARY KEY"), SQLiteColumn("patient_id", .text),
        SQLiteColumn("night_id", .text),
      ], key: "UNIQUE (patient_id, night_id)")
    let result = try database.table(
      "rule_set_results",
      [
        SQLiteColumn("night", .integer), SQLiteColumn("scoring_rules", .text), SQLiteColumn("name", .text),
        SQLiteColumn("value", .real),
      ], key: "PRIMARY KEY (night, scoring_rules, name)", suffix: "WITHOUT ROWID")
    let warning = try database.table(
      "warnings",
      [
        SQLiteColumn("night", .integer), SQLiteColumn("code", .text), SQLiteColumn("message", .text),
        SQLiteColumn("location", .text),
      ])
    let legs = try Target(database, "leg_movements")
    let misses = try Target(database, "near_misses")
    let combined = try Target(database, "movements")
    let quality = try Target(database, "quality")
    let events = try Target(database, "events")
    let tone = try Target(database, "tone")
    let other = try Target(database, "other_movements")
    for (index, night) in outcome.done.enumerated() {
      let key: [SQLiteStatement.Value] = [.integer(index + 1)]
      try keys.run(key + [.text(night.record.patientID), .text(night.record.nightID)])
      guard let document = try night.folder.document() else {
        throw NightFolderError.noNight(folder: night.folder.path)
      }
      func table(_ name: String) throws -> StoredTable {
        StoredTable(try night.folder.checkedBytes(name, document))
      }
      for (rules, value) in document.ruleSets {
        for entry in NightIndices.entries {
          guard let number = entry.value(value.indices) else { continue }
          try result.run(key + [.text(rules), .text(entry.key), .number(number)])
        }
        try combined.copy(table(NightFolder.combined(rules)), key: key + [.text(rules)])
      }
      for entry in document.warnings {
        try warning.run(
          key + [.text(entry.code), .text(entry.message), SQLiteStatement.Value(entry.location)])
      }
      try legs.copy(table(NightFolder.legMovements), key: key)
      try misses.copy(table(NightFolder.nearMisses), key: key)
      try events.copy(table(NightFolder.events), key: key)
      // Only if the night has them.
      if document.files.keys.contains(NightFolder.tone) { try tone.copy(table(NightFolder.tone), key: key) }
      if document.files.keys.contains(NightFolder.otherMovements) {
        try other.copy(table(NightFolder.otherMovements), key: key)
      }
      if document.quality.left != nil || document.quality.right != nil {
        try quality.copy(table(NightFolder.quality), key: key)
      }
    }
  }

  /// Tables with rows of a night, each with a view that adds the ids of patient and night.
  private static let ofNights = [
    "movements", "leg_movements", "near_misses", "quality", "events", "tone", "other_movements",
    "rule_set_results", "warnings",
  ]

  private static let indices =
    "CREATE INDEX movements_by_night ON movements (night, scoring_rules);\n"
    + ["leg_movements", "near_misses", "quality", "events", "tone", "other_movements"].map {
      "CREATE INDEX \($0)_by_night ON \($0) (night);\n"
    }.joined()
    + ofNights.map { name in
      "CREATE VIEW \(name)_of_nights AS SELECT patient_id, night_id, \(name).* FROM \(name) "
        + "JOIN night_keys USING (night);\n"
    }.joined()
}

extension SQLiteStatement.Value {
  /// The value of a cell; booleans become 1 and 0.
  fileprivate init(_ text: String?, _ kind: ColumnKind) {
    guard let text else {
      self = .null
      return
    }
    switch kind {
    case .truth: self = .integer(text == "true" ? 1 : 0)
    case .wholeNumber: self.init(Int(text))
    case .number: self.init(Double(text))
    case .date, .word, .codes, .text: self = .text(text)
    }
  }
}

extension ColumnKind {
  var sqlType: SQLiteColumn.Kind {
    switch self {
    case .number: .real
    case .wholeNumber, .truth: .integer
    case .date, .word, .codes, .text: .text
    }
  }
}
