import Foundation
import NightAnalysis
import SleepEvents
import StructuredText

/// A SQLite database of a study, derived from the per-night files by one process, never by the shards.
///
/// Its tables and units stand in the article "Cohorts" of this module.
public struct StudyDatabase: Sendable {
  private let folder: StudyFolder
  private let table: NightTable

  /// - Parameter table: the merged rows, whose nights are written.
  public init(folder: StudyFolder, table: NightTable) {
    self.folder = folder
    self.table = table
  }

  /// Writes the database beside `path` and renames it.
  public func write(to path: String) throws {
    let scratch = path + ".tmp"
    try? FileManager.default.removeItem(atPath: scratch)
    do {
      let database = try SQLiteDatabase(creating: scratch)
      try database.execute(StudyDatabase.schema)
      try writeRows(database)
      try writeNights(database)
      try database.execute(StudyDatabase.indices)
      try database.commit()
    } catch {
      try? FileManager.default.removeItem(atPath: scratch)
      throw error
    }
    guard rename(scratch, path) == 0 else {
      throw TextError.writeFailed(file: path, reason: String(cString: strerror(errno)))
    }
  }

  /// `nights`: the columns of nights.csv, one row per night and rule set.
  private func writeRows(_ database: SQLiteDatabase) throws {
    let columns = NightColumns.all
    let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let types = columns.map { column -> String in
      switch column.kind {
      case .number: "REAL"
      case .wholeNumber: "INTEGER"
      default: "TEXT"
      }
    }
    let declared = zip(columns, types).map { "\"\($0.name)\" \($1)" }.joined(separator: ", ")
    try database.execute(
      "CREATE TABLE nights (\(declared), PRIMARY KEY (patient_id, night_id, scoring_rules))")
    let insert = try database.prepare(
      "INSERT INTO nights (\(names)) VALUES (\(columns.map { _ in "?" }.joined(separator: ",")))")
    for row in table.rows {
      try insert.run(
        zip(columns, types).map { column, type in
          guard let text = column.text(row) else { return .null }
          return type == "TEXT" ? .text(text) : SQLiteStatement.Value(Double(text))
        })
    }
  }

  private func writeNights(_ database: SQLiteDatabase) throws {
    let result = try database.prepare("INSERT INTO rule_set_results VALUES (?,?,?,?)")
    let warning = try database.prepare("INSERT INTO warnings VALUES (?,?,?,?)")
    let leg = try database.prepare("INSERT INTO leg_movements VALUES (?,?,?,?,?,?,?,?)")
    let combined = try database.prepare(
      "INSERT INTO movements VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    let quality = try database.prepare("INSERT INTO quality VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    let nightKey = try database.prepare("INSERT INTO night_keys VALUES (?,?,?)")
    var seen: Set<[String]> = []
    for row in table.rows where row.isIncluded != false || row.plmsCount != nil {
      guard seen.insert([row.patientID, row.nightID]).inserted else { continue }
      let place = folder.path + "/" + row.patientID + "/" + row.nightID
      let key: [SQLiteStatement.Value] = [.integer(seen.count)]
      try nightKey.run(key + [.text(row.patientID), .text(row.nightID)])
      guard let value = try? ResultState(folder: place).read(NightFiles.result) else { continue }
      for rules in value["rule_sets"]?.members ?? [] {
        for member in rules.value.members ?? [] {
          guard let number = member.value.doubleValue else { continue }
          try result.run(key + [.text(rules.key), .text(member.key), .number(number)])
        }
        try copy(place + "/movements_\(rules.key).tsv", key + [.text(rules.key)], 16, combined)
      }
      for entry in value["warnings"]?.arrayValue ?? [] {
        try warning.run(
          key + ["code", "message", "location"].map { SQLiteStatement.Value(entry[$0]?.stringValue) })
      }
      try copy(place + "/leg_movements.tsv", key, 7, leg)
      try copy(place + "/quality.tsv", key, 14, quality)
    }
  }

  /// Copies the first `count` columns of a night's table behind its key.
  private func copy(
    _ path: String, _ key: [SQLiteStatement.Value], _ count: Int, _ statement: SQLiteStatement
  ) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    var values = key
    try PlainTable(path: path).forEachRow { cells throws(TextError) in
      values.removeSubrange(key.count...)
      for cell in cells.prefix(count) { values.append(cell.value) }
      // A table of an earlier version has fewer columns.
      while values.count < key.count + count { values.append(.null) }
      try statement.run(values)
    }
  }

  private static let schema = """
    CREATE TABLE night_keys (night INTEGER PRIMARY KEY, patient_id TEXT, night_id TEXT, UNIQUE (patient_id, night_id));
    CREATE TABLE rule_set_results (
      night INTEGER, scoring_rules TEXT, name TEXT, value REAL, PRIMARY KEY (night, scoring_rules, name))
      WITHOUT ROWID;
    CREATE TABLE leg_movements (
      night INTEGER, leg TEXT, onset_s REAL, duration_s REAL, resting_uv REAL, peak_uv REAL, area_uvs REAL, stage TEXT);
    CREATE TABLE movements (
      night INTEGER, scoring_rules TEXT, number INTEGER, onset_s REAL, duration_s REAL, side TEXT, members INTEGER,
      stage TEXT, candidate INTEGER, imi_s REAL, short_interval INTEGER, periodic INTEGER, series INTEGER,
      respiratory INTEGER, arousal INTEGER, periodic_nr INTEGER, series_nr INTEGER, reason TEXT);
    CREATE TABLE quality (
      night INTEGER, leg TEXT, onset_s REAL, duration_s REAL, valid INTEGER, valid_share REAL, resting_uv REAL,
      hum_uv REAL, ecg_uv REAL, off INTEGER, flat INTEGER, saturated INTEGER, resolution_uv REAL,
      envelope_mean_uv REAL, envelope_peak_uv REAL);
    CREATE TABLE warnings (night INTEGER, code TEXT, message TEXT, location TEXT);
    """

  private static let indices = """
    CREATE INDEX movements_by_night ON movements (night, scoring_rules);
    CREATE INDEX leg_movements_by_night ON leg_movements (night);
    CREATE INDEX quality_by_night ON quality (night);
    """
}
