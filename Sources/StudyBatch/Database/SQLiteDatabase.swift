import NightResults
import SleepEvents
import StructuredText
import SystemSQLite

/// The subset of SQLite needed to write a derived database: one writer, parameterized statements, one
/// transaction.
final class SQLiteDatabase {
  private var handle: OpaquePointer?
  private let path: String

  /// Creates a new database; there must be no file with that name.
  ///
  /// - Parameter name: the name used in errors.
  init(creating scratch: String, named name: String) throws(TextError) {
    path = name
    guard sqlite3_open_v2(scratch, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK
    else {
      let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw .cannotCreate(file: name, reason: reason)
    }
    // The file is created under a temporary name and renamed when complete, so no journal is needed.
    try execute(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; PRAGMA page_size=8192; PRAGMA application_id=\(OwnFile.databaseID); BEGIN"
    )
  }

  deinit { sqlite3_close_v2(handle) }

  func execute(_ sql: String) throws(TextError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  func commit() throws(TextError) {
    try execute("COMMIT")
    sqlite3_close_v2(handle)
    handle = nil
  }

  /// Creates a table and the statement that fills it.
  func table(
    _ name: String, _ columns: [SQLiteColumn], key: String? = nil, suffix: String = ""
  ) throws(TextError) -> SQLiteStatement {
    let declared = columns.map(\.declaration) + (key.map { [$0] } ?? [])
    try execute("CREATE TABLE \"\(name)\" (\(declared.joined(separator: ", "))) \(suffix)")
    let places = columns.map { _ in "?" }.joined(separator: ",")
    return try prepare("INSERT INTO \"\(name)\" VALUES (\(places))")
  }

  func prepare(_ sql: String) throws(TextError) -> SQLiteStatement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure
    }
    return SQLiteStatement(statement: statement, path: path)
  }

  private var failure: TextError {
    .writeFailed(file: path, reason: handle.map { String(cString: sqlite3_errmsg($0)) } ?? "closed")
  }
}

/// A column of a table in the database.
struct SQLiteColumn {
  enum Kind: String {
    case integer = "INTEGER"
    case real = "REAL"
    case text = "TEXT"
  }

  let declaration: String

  init(_ name: String, _ kind: Kind, _ constraint: String = "") {
    declaration = "\"\(name)\" \(kind.rawValue) \(constraint)"
  }
}

/// A prepared statement, run once per row.
final class SQLiteStatement {
  enum Value {
    case null
    case integer(Int)
    case number(Double)
    case text(String)
  }

  private let statement: OpaquePointer
  private let path: String

  init(statement: OpaquePointer, path: String) {
    self.statement = statement
    self.path = path
  }

  deinit { sqlite3_finalize(statement) }

  func run(_ values: [Value]) throws(TextError) {
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .null: sqlite3_bind_null(statement, place)
      case .integer(let number): sqlite3_bind_int64(statement, place, Int64(number))
      case .number(let number): sqlite3_bind_double(statement, place, number)
      case .text(let text):
        // SQLITE_TRANSIENT: SQLite makes its own copy.
        sqlite3_bind_text(statement, place, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
      }
    }
    guard sqlite3_step(statement) == SQLITE_DONE else {
      throw .writeFailed(file: path, reason: "an insert failed")
    }
    sqlite3_reset(statement)
  }
}

extension SQLiteStatement.Value {
  init(_ cell: StoredCell.Value) {
    switch cell {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    }
  }
  init(_ text: String?) { self = text.map(Self.text) ?? .null }
  init(_ number: Double?) { self = number.map(Self.number) ?? .null }
  init(_ number: Int?) { self = number.map(Self.integer) ?? .null }
}
