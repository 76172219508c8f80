import SleepEvents

/// A row of a table that may have a million of them. One list of its fields serves for writing and reading.
package protocol PackedRecord: Sendable {
  /// A row without values, to read into.
  static var blank: Self { get }

  /// Passes the key fields. They come first so that they can be read without the rest.
  mutating func passHead(_ fields: inout some PackedFields)

  /// Passes all other fields, always in the same order.
  mutating func passRest(_ fields: inout some PackedFields)
}

/// A destination or source for the fields of a row.
package protocol PackedFields {
  mutating func pass(_ value: inout Double?)
  mutating func pass(_ value: inout Int?)
  /// A string that is usually unique to the row: an id, a remark, a path.
  mutating func pass(own value: inout String?)
  /// A string that many rows share: a rule set, a version, a flag.
  mutating func pass(shared value: inout String?)
}

extension PackedFields {
  package mutating func pass(_ value: inout Int) {
    var some: Int? = value
    pass(&some)
    value = some ?? 0
  }

  package mutating func pass(_ value: inout Bool?) {
    var number = value.map { $0 ? 1 : 0 }
    pass(&number)
    value = number.map { $0 == 1 }
  }

  package mutating func pass(_ value: inout Bool) {
    var some: Bool? = value
    pass(&some)
    value = some ?? false
  }

  package mutating func pass(_ value: inout CalendarDate?) {
    var number = value?.dayNumber
    pass(&number)
    value = number.map { CalendarDate(dayNumber: $0) }
  }

  package mutating func pass<Word: RawRepresentable>(_ value: inout Word?) where Word.RawValue == String {
    var text = value?.rawValue
    pass(shared: &text)
    value = text.flatMap { Word(rawValue: $0) }
  }

  package mutating func pass(own value: inout String) {
    var some: String? = value
    pass(own: &some)
    value = some ?? ""
  }

  package mutating func pass(shared value: inout [String]) {
    pass(each: &value, blank: "") { fields, text in
      var some: String? = text
      fields.pass(shared: &some)
      text = some ?? ""
    }
  }

  package mutating func pass(own value: inout [String]) {
    pass(each: &value, blank: "") { fields, text in fields.pass(own: &text) }
  }

  package mutating func pass(_ value: inout [Int]) { pass(each: &value, blank: 0) { $0.pass(&$1) } }

  package mutating func pass(_ value: inout [AdditionalCell]) {
    pass(each: &value, blank: AdditionalCell(column: "", text: nil)) { fields, cell in
      var column: String? = cell.column
      fields.pass(shared: &column)
      cell.column = column ?? ""
      fields.pass(own: &cell.text)
    }
  }

  /// An empty list is passed as a missing count, which takes no memory of its own.
  private mutating func pass<Value>(
    each values: inout [Value], blank: Value, _ body: (inout Self, inout Value) -> Void
  ) {
    var count = values.isEmpty ? nil : values.count
    pass(&count)
    guard let count else { return }
    if values.isEmpty { values = [Value](repeating: blank, count: count) }
    for index in values.indices { body(&self, &values[index]) }
  }
}
