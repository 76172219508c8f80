import Foundation
import StructuredText

extension XMLElementNode {
  /// The text of a child without surrounding blanks; nil if there is none.
  func value(_ name: String) -> String? {
    guard let text = child(name)?.text.trimmingBlanks, !text.isEmpty else { return nil }
    return text
  }
}

/// Parses an XML document into a tree. Hostile files cause an error: document type and entity declarations
/// are refused, nothing outside the file is ever opened, and depth and size are limited.
///
/// Foundation's parser is not used: on Linux it traps on some malformed elements, and a malformed export must
/// not end a batch.
enum XMLTree {
  static let largest = 256 << 20

  static func parse(_ document: ScoringDocument) throws(AnnotationError) -> XMLElementNode {
    guard document.data.count <= largest else {
      throw .broken(
        file: document.path, location: "byte 0", expected: "at most \(largest) bytes of XML",
        found: "\(document.data.count)")
    }
    var scanner = XMLScanner(bytes: Array(document.text.utf8))
    do { return try scanner.document() } catch {
      throw .broken(
        file: document.path, location: "line \(error.line)", expected: error.expected, found: error.found)
    }
  }
}

extension ScoringDocument {
  /// See `rootElement`.
  static func rootElement(_ head: String) -> Substring? {
    var rest = Substring(head)
    while let open = rest.firstIndex(of: "<") {
      let body = rest[rest.index(after: open)...]
      guard rest[..<open].allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" }) else { return nil }
      guard let first = body.first else { return nil }
      if first == "?" {
        guard let end = body.range(of: "?>") else { return nil }
        rest = body[end.upperBound...]
      } else if body.hasPrefix("!--") {
        guard let end = body.range(of: "-->") else { return nil }
        rest = body[end.upperBound...]
      } else if first == "!" {
        guard let end = XMLProlog.end(ofDeclaration: body) else { return nil }
        rest = body[end...]
      } else {
        let name = body.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        return name.split(separator: ":").last
      }
    }
    return nil
  }
}

private enum XMLProlog {
  /// The position after the `>` that ends a document type declaration, skipping a bracketed subset.
  static func end(ofDeclaration body: Substring) -> Substring.Index? {
    var inBrackets = false
    for index in body.indices {
      switch body[index] {
      case "[": inBrackets = true
      case "]": inBrackets = false
      case ">" where !inBrackets: return body.index(after: index)
      default: break
      }
    }
    return nil
  }
}
