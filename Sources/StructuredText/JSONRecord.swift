/// A value in one of our JSON files: how it is written, how it is read, and its JSON Schema.
package protocol JSONRepresentable: Sendable {
  var json: JSONValue { get }
  /// - Parameter json: `.null` if the key is missing.
  init(json: JSONValue) throws(JSONMismatch)
  static var jsonSchema: JSONValue { get }
}

/// A JSON value that does not have the form its type requires.
package struct JSONMismatch: Error, Hashable {
  /// Path of keys from the top, such as `sleep.tst_h`.
  package var path: String
  package var expected: String

  package init(path: String = "", expected: String) {
    self.path = path
    self.expected = expected
  }

  func under(_ key: String) -> JSONMismatch {
    JSONMismatch(path: path.isEmpty ? key : key + "." + path, expected: expected)
  }
}

/// A JSON object defined by one table of its members, from which writer, reader and schema are derived.
package protocol JSONRecord: JSONRepresentable {
  init()
  static var fields: [JSONField<Self>] { get }
}

/// Key paths that can be sent between threads.
package typealias JSONKeyPath<Root, Value> = WritableKeyPath<Root, Value> & Sendable

/// One member of a JSON object: its key, its meaning, and where its value is stored.
package struct JSONField<Root: Sendable>: Sendable {
  package let key: String
  package let definition: String
  package let schema: JSONValue
  /// Whether every object has it; false for members that are omitted when nil.
  package let isRequired: Bool
  let write: @Sendable (Root) -> JSONValue?
  let read: @Sendable (inout Root, JSONValue) throws(JSONMismatch) -> Void

  package init(
    key: String, definition: String, schema: JSONValue, isRequired: Bool = true,
    write: @escaping @Sendable (Root) -> JSONValue?,
    read: @escaping @Sendable (inout Root, JSONValue) throws(JSONMismatch) -> Void
  ) {
    self.key = key
    self.definition = definition
    self.schema = schema
    self.isRequired = isRequired
    self.write = write
    self.read = read
  }

  /// A member that is always written, as `null` if an optional value is missing.
  public static func value<Value: JSONRepresentable>(
    _ key: String, _ path: any JSONKeyPath<Root, Value>, _ definition: String
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: Value.jsonSchema, write: { $0[keyPath: path].json },
      read: { root, json throws(JSONMismatch) in root[keyPath: path] = try Value(json: json) })
  }

  /// A member that is omitted when nil.
  package static func optional<Value: JSONRepresentable>(
    _ key: String, _ path: any JSONKeyPath<Root, Value?>, _ definition: String
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: Value.jsonSchema, isRequired: false,
      write: { $0[keyPath: path]?.json },
      read: { root, json throws(JSONMismatch) in root[keyPath: path] = try Value?(json: json) })
  }

  /// A member derived from the others: written, but ignored when reading.
  package static func derived(
    _ key: String, _ schema: JSONValue, _ definition: String,
    _ value: @escaping @Sendable (Root) -> JSONValue?
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: schema, isRequired: false, write: value,
      read: { _, _ throws(JSONMismatch) in })
  }
}

extension JSONRecord {
  package var json: JSONValue {
    .object(Self.fields.compactMap { field in field.write(self).map { .init(field.key, $0) } })
  }

  package init(json: JSONValue) throws(JSONMismatch) {
    guard let members = json.members else { throw JSONMismatch(expected: "an object") }
    let values = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    self.init()
    for field in Self.fields {
      do throws(JSONMismatch) { try field.read(&self, values[field.key] ?? .null) } catch {
        throw error.under(field.key)
      }
    }
  }

  package static var jsonSchema: JSONValue {
    [
      "type": "object",
      "properties": .object(
        fields.map { field in
          let described: [JSONValue.Member] =
            field.definition.isEmpty ? [] : [.init("description", .string(field.definition))]
          return .init(field.key, .object(described + (field.schema.members ?? [])))
        }),
      "required": .array(fields.filter(\.isRequired).map { .string($0.key) }),
    ]
  }
}

/// Members whose keys are data, in order.
public struct OrderedMembers<Value: Sendable>: Sendable, Sequence {
  package var entries: [(key: String, value: Value)]

  package init(_ entries: [(key: String, value: Value)] = []) { self.entries = entries }

  /// The keys in order.
  public var keys: [String] { entries.map(\.key) }
  package var isEmpty: Bool { entries.isEmpty }
  /// Iterates over keys and values in order.
  public func makeIterator() -> IndexingIterator<[(key: String, value: Value)]> { entries.makeIterator() }

  /// The value for `key`; nil if there is none.
  public func value(for key: String) -> Value? { entries.first { $0.key == key }?.value }
}

extension OrderedMembers: Equatable where Value: Equatable {
  /// Equal keys and values in the same order.
  public static func == (a: OrderedMembers, b: OrderedMembers) -> Bool {
    a.entries.elementsEqual(b.entries) { $0.key == $1.key && $0.value == $1.value }
  }
}

extension OrderedMembers: JSONRepresentable where Value: JSONRepresentable {
  package var json: JSONValue { .object(entries.map { .init($0.key, $0.value.json) }) }

  package init(json: JSONValue) throws(JSONMismatch) {
    guard let members = json.members else { throw JSONMismatch(expected: "an object") }
    var entries: [(key: String, value: Value)] = []
    for member in members {
      do throws(JSONMismatch) { entries.append((member.key, try Value(json: member.value))) } catch {
        throw error.under(member.key)
      }
    }
    self.entries = entries
  }

  package static var jsonSchema: JSONValue {
    ["type": "object", "additionalProperties": Value.jsonSchema]
  }
}

// MARK: Plain values

extension Int: JSONRepresentable {
  package var json: JSONValue { .integer(self) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let value = json.integerValue else { throw JSONMismatch(expected: "a whole number") }
    self = value
  }
  package static var jsonSchema: JSONValue { ["type": "integer"] }
}

extension Double: JSONRepresentable {
  package var json: JSONValue { JSONValue(Optional(self)) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let value = json.doubleValue else { throw JSONMismatch(expected: "a number") }
    self = value
  }
  package static var jsonSchema: JSONValue { ["type": "number"] }
}

extension String: JSONRepresentable {
  package var json: JSONValue { .string(self) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let value = json.stringValue else { throw JSONMismatch(expected: "a text") }
    self = value
  }
  package static var jsonSchema: JSONValue { ["type": "string"] }
}

extension Bool: JSONRepresentable {
  package var json: JSONValue { .bool(self) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let value = json.boolValue else { throw JSONMismatch(expected: "true or false") }
    self = value
  }
  package static var jsonSchema: JSONValue { ["type": "boolean"] }
}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
  package var json: JSONValue { self?.json ?? .null }
  package init(json: JSONValue) throws(JSONMismatch) {
    if json == .null { self = nil } else { self = try Wrapped(json: json) }
  }
  package static var jsonSchema: JSONValue { ["anyOf": .array([Wrapped.jsonSchema, ["type": "null"]])] }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  package var json: JSONValue { .array(map(\.json)) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let values = json.arrayValue else { throw JSONMismatch(expected: "a list") }
    self = []
    reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      do throws(JSONMismatch) { append(try Element(json: value)) } catch { throw error.under("\(index)") }
    }
  }
  package static var jsonSchema: JSONValue { ["type": "array", "items": Element.jsonSchema] }
}

/// A value from a closed list of words.
package protocol JSONWord: JSONRepresentable, RawRepresentable, CaseIterable where RawValue == String {}

extension JSONWord {
  package var json: JSONValue { .string(rawValue) }
  package init(json: JSONValue) throws(JSONMismatch) {
    guard let value = json.stringValue.flatMap(Self.init(rawValue:)) else {
      throw JSONMismatch(expected: "one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self = value
  }
  package static var jsonSchema: JSONValue {
    ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
  }
}
