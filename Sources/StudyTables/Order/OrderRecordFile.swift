import SleepEvents
import StructuredText

extension OrderRecord {
  /// Reads the records in a file: one object or an array.
  ///
  /// - Throws: `TextError` if the file is not such a record.
  package static func read(path: String) throws(TextError) -> [OrderRecord] {
    let data = try TextFile.bytes(of: path, limit: 1 << 24)
    let value = try JSONValue(parsing: data, file: path)
    var records: [OrderRecord] = []
    for item in value.arrayValue ?? [value] {
      let noRecord = TextError.notJSON(
        file: path, detail: "no drawn order of a plan in pairs")
      let record: OrderRecord
      do throws(JSONMismatch) { record = try OrderRecord(json: item) } catch { throw noRecord }
      guard record.order.utf8.count == record.nights else { throw noRecord }
      records.append(record)
    }
    return records
  }

  /// Number of nights in the whole order.
  private var nights: Int { 2 * pairs * blockNights }
}

extension OrderRecord: JSONRecord {
  package static let fields: [JSONField<OrderRecord>] = [
    JSONField(
      key: "design", definition: "pairs of blocks", schema: String.jsonSchema,
      write: { _ in .string(designName) },
      read: { _, json throws(JSONMismatch) in
        guard json.stringValue == designName else { throw JSONMismatch(expected: designName) }
      }),
    .value("patient_id", \.patientID, "null if the study has one patient"),
    .whole("pairs", \.pairs, 1...10_000, "pairs of blocks, one with and one without the drug"),
    .whole("block", \.blockNights, 1...1000, "nights per block"),
    JSONField(
      key: "seed",
      definition: "seed of the generator; a string above 2^53, up to which JSON numbers are exact",
      schema: Int.jsonSchema,
      write: { $0.seed <= 1 << 53 ? .integer(Int($0.seed)) : .string(String($0.seed)) },
      read: { record, json throws(JSONMismatch) in
        guard
          let seed = json.integerValue.flatMap({ UInt64(exactly: $0) })
            ?? json.stringValue.flatMap({ UInt64($0) })
        else { throw JSONMismatch(expected: "a whole number of 0 or more") }
        record.seed = seed
      }),
    JSONField(
      key: "seed_source", definition: "typed by a person, or from the system", schema: String.jsonSchema,
      write: { .string($0.isSeedTyped ? "typed" : "system") },
      read: { record, json throws(JSONMismatch) in record.isSeedTyped = json.stringValue == "typed" }),
    .value("order", \.order, "one digit per night: 0 without, 1 with the drug"),
    JSONField(
      key: "start_date", definition: "the first evening", schema: String.jsonSchema,
      write: { .string($0.start.description) },
      read: { record, json throws(JSONMismatch) in
        guard let date = json.stringValue.flatMap({ CalendarDate($0) }) else {
          throw JSONMismatch(expected: "a date")
        }
        record.start = date
      }),
    .value("drug", \.drug, ""), .value("dose_mg", \.milligrams, "dose on a night with the drug"),
    .value("made", \.made, "when it was drawn, UTC"),
    .value("sha256", \.seal, "SHA-256 of one line with all decisions"),
  ]
}

extension JSONField where Root == OrderRecord {
  fileprivate static func whole(
    _ key: String, _ path: any JSONKeyPath<OrderRecord, Int>, _ range: ClosedRange<Int>, _ definition: String
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: Int.jsonSchema, write: { .integer($0[keyPath: path]) },
      read: { record, json throws(JSONMismatch) in
        guard let value = json.integerValue, range.contains(value) else {
          throw JSONMismatch(expected: "\(range.lowerBound)-\(range.upperBound)")
        }
        record[keyPath: path] = value
      })
  }
}
