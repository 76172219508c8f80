import Foundation
import StructuredText
import Testing

@Suite struct JSONParserTests {
  private func parsed(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Data(text.utf8), file: "a.json")
  }

  @Test func `objects keep the order of their keys both ways`() throws {
    let text = #"{"b":1,"a":[true,null,"x"],"c":{"z":0.5,"y":-2}}"#
    #expect(try parsed(text).text(pretty: false) == text)
  }

  @Test(arguments: [
    ("1", JSONValue.integer(1)), ("-0.25", .number(-0.25)), ("1e3", .integer(1000)),
    (#""\u00e9\ud83d\ude00\n""#, .string("é😀\n")), (" [ ] ", .array([])),
  ])
  func `values are read by RFC 8259`(_ text: String, _ value: JSONValue) throws {
    #expect(try parsed(text) == value)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "+1", "nul", "\"a", "\"\u{1}\"", "\"\\x\"", "{\"a\" 1}",
    "{\"a\":1,\"a\":2}", "1 2", "\"\\ud83d\"", "1e999", String(repeating: "[", count: 5000),
  ])
  func `what is no JSON is refused with its byte`(_ text: String) {
    #expect(throws: TextError.self) { try parsed(text) }
  }
}
