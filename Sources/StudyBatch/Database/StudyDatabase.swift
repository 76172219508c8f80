import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// A SQLite database of a study, derived from the per-night files by one process, never by the shards.
///
/// Its tables and units stand in the article "Cohorts" of this module. Columns and types are those of the row types, so
/// that no table can drift from its file.
package struct StudyDatabase: Sendable {
  private let outcome: Merge.Outcome

  /// - Parameter outcome: the merged rows, whose nights are written.
  package init(_ outcome: Merge.Outcome) { self.outcome = outcome }

  /// Writes the database beside `path` and renames it.
  ///
  /// - Throws: `TextError`, and `NightFolderError` for a night whose files are not those that were written.
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

  /// `nights`: the columns of nights.csv, one row per night and rule set.
  private func writeRows(_ database: SQLiteDatabase) throws {
    let columns = NightColumns.all
    let insert = try database.table(
      "nights", columns.map { SQLiteColumn($0.name, $0.sqlType) },
      key: "PRIMARY KEY (patient_id, night_id, scoring_rules)")
    for row in outcome.table.rows {
      try insert.run(
        columns.map { column in
          guard let text = column.text(row) else { return .null }
          switch column.sqlType {
          case .text: return .text(text)
          case .integer:
            if column.kind == .truth { return .integer(text == "true" ? 1 : 0) }
            return Int(text).map(SQLiteStatement.Value.integer) ?? .null
          case .real: return SQLiteStatement.Value(Double(text))
          }
        })
    }
  }

  /// A table of the night's files and the statement that fills it.
  private struct Target {
    var names: [String]
    var insert: SQLiteStatement

    init<Row>(
      _ database: SQLiteDatabase, _ name: String, _ columns: [TableColumn<Row>], byRules: Bool = false
    ) throws(TextError) {
      names = columns.map(\.name)
      let key = [SQLiteColumn("night", .integer)] + (byRules ? [SQLiteColumn("scoring_rules", .text)] : [])
      insert = try database.table(name, key + columns.map { SQLiteColumn($0.name, $0.kind.sqlType) })
    }

    /// Copies a night's table behind its key, column by column by name.
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
    let legs = try Target(
      database, "leg_movements", LegMovementRow.columns(rules: [], hasHeart: true))
    let misses = try Target(database, "near_misses", NearMissRow.columns(rules: []))
    let combined = try Target(database, "movements", CombinedMovementRow.columns, byRules: true)
    let quality = try Target(database, "quality", QualityMinuteRow.columns)
    let events = try Target(database, "events", EventRow.columns)
    let tone = try Target(database, "tone", ToneRow.columns)
    let other = try Target(database, "other_movements", OtherMovementRow.columns)
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
      // Only where the night has them.
      if document.files.keys.contains(NightFolder.tone) { try tone.copy(table(NightFolder.tone), key: key) }
      if document.files.keys.contains(NightFolder.otherMovements) {
        try other.copy(table(NightFolder.otherMovements), key: key)
      }
      if document.quality.left != nil || document.quality.right != nil {
        try quality.copy(table(NightFolder.quality), key: key)
      }
    }
  }

  private static let indices = """
    CREATE INDEX movements_by_night ON movements (night, scoring_rules);
    CREATE INDEX leg_movements_by_night ON leg_movements (night);
    CREATE INDEX quality_by_night ON quality (night);
    CREATE INDEX events_by_night ON events (night);
    CREATE VIEW movements_of_nights AS SELECT patient_id, night_id, movements.* FROM movements JOIN night_keys USING (night);
    CREATE VIEW leg_movements_of_nights AS
      SELECT patient_id, night_id, leg_movements.* FROM leg_movements JOIN night_keys USING (night);
    CREATE VIEW events_of_nights AS SELECT patient_id, night_id, events.* FROM events JOIN night_keys USING (night);
    """
}

extension ColumnKind {
  fileprivate var sqlType: SQLiteColumn.Kind {
    switch self {
    case .number: .real
    case .wholeNumber, .truth: .integer
    case .date, .word, .codes, .text: .text
    }
  }
}

extension NightColumn {
  fileprivate var sqlType: SQLiteColumn.Kind {
    switch kind {
    case .number: .real
    case .wholeNumber, .truth: .integer
    case .identifier, .date, .text, .choice, .codes: .text
    }
  }
}
