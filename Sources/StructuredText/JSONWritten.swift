/// A JSON object that is written but never read back: value and schema are derived from one table of its
/// members.
package protocol JSONWritten: Sendable {
  static var written: [WrittenMember<Self>] { get }
}

/// One member of such an object.
package struct WrittenMember<Root: Sendable>: Sendable {
  package let key: String
  package let definition: String
  package let schema: JSONValue
  let value: @Sendable (Root) -> JSONValue

  package init(
    _ key: String, _ definition: String, schema: JSONValue, _ value: @escaping @Sendable (Root) -> JSONValue
  ) {
    self.key = key
    self.definition = definition
    self.schema = schema
    self.value = value
  }

  package static func plain<Value: JSONRepresentable>(
    _ key: String, _ definition: String, _ get: @escaping @Sendable (Root) -> Value
  ) -> WrittenMember {
    WrittenMember(key, definition, schema: Value.jsonSchema) { get($0).json }
  }

  /// A word from a closed list; null if there is none.
  package static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ key: String, _ definition: String, _ get: @escaping @Sendable (Root) -> Word?
  ) -> WrittenMember where Word.RawValue == String {
    let words = JSONValue.array(Word.allCases.map { .string($0.rawValue) })
    return WrittenMember(
      key, definition, schema: ["anyOf": [["type": "string", "enum": words], ["type": "null"]]]
    ) { JSONValue(get($0)?.rawValue) }
  }

  /// An object; null where there is none.
  package static func object<Value: JSONWritten>(
    _ key: String, _ definition: String, _ get: @escaping @Sendable (Root) -> Value?
  ) -> WrittenMember {
    WrittenMember(key, definition, schema: ["anyOf": [Value.writtenSchema, ["type": "null"]]]) {
      get($0)?.writtenJSON ?? .null
    }
  }

  package static func objects<Value: JSONWritten>(
    _ key: String, _ definition: String, _ get: @escaping @Sendable (Root) -> [Value]
  ) -> WrittenMember {
    WrittenMember(key, definition, schema: ["type": "array", "items": Value.writtenSchema]) {
      .array(get($0).map(\.writtenJSON))
    }
  }

  /// The member for an object.
  package func member(of root: Root) -> JSONValue.Member { .init(key, value(root)) }

  /// The entry in a schema's `properties`.
  package var schemaMember: JSONValue.Member {
    let described: [JSONValue.Member] =
      definition.isEmpty ? [] : [.init("description", .string(definition))]
    return .init(key, .object(described + (schema.members ?? [])))
  }
}

extension JSONWritten {
  package var writtenMembers: [JSONValue.Member] { Self.written.map { $0.member(of: self) } }
  package var writtenJSON: JSONValue { .object(writtenMembers) }

  package static var writtenSchema: JSONValue {
    [
      "type": "object", "properties": .object(written.map(\.schemaMember)),
      "required": .array(written.map { .string($0.key) }),
    ]
  }
}
