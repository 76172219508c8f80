import Foundation
import SleepEvents

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// One element of a parsed XML scoring, names without prefixes.
final class XMLElementNode {
  let name: String
  let attributes: [String: String]
  fileprivate(set) var text = ""
  fileprivate(set) var children: [XMLElementNode] = []

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  func child(_ name: String) -> XMLElementNode? { children.first { $0.name == name } }
  func children(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }

  /// The text of a child without surrounding blanks; nil if there is none.
  func value(_ name: String) -> String? {
    guard let text = child(name)?.text.trimmingBlanks, !text.isEmpty else { return nil }
    return text
  }

  /// The first element of that name at any depth, itself included.
  func first(_ name: String) -> XMLElementNode? {
    if self.name == name { return self }
    for child in children {
      if let found = child.first(name) { return found }
    }
    return nil
  }
}

/// Reads a small XML document into a tree. Hostile files get an error: declarations of document types and
/// entities are refused outright, nothing outside the file is ever opened, and depth and size are capped.
enum XMLTree {
  static let deepest = 64
  static let mostElements = 2_000_000
  static let largest = 256 << 20

  static func parse(_ document: ScoringDocument) throws(AnnotationError) -> XMLElementNode {
    let file = document.path
    guard document.data.count <= largest else {
      throw .broken(
        file: file, location: "byte 0", expected: "at most \(largest) bytes of XML",
        found: "\(document.data.count)")
    }
    let text = document.text
    if let place = text.range(of: "<!DOCTYPE", options: .caseInsensitive)
      ?? text.range(of: "<!ENTITY", options: .caseInsensitive)
    {
      throw .broken(
        file: file, location: "character \(text.distance(from: text.startIndex, to: place.lowerBound))",
        expected: "plain elements", found: "a document type or entity declaration, which no scoring needs")
    }
    let collector = XMLCollector()
    let parser = XMLParser(data: document.data)
    parser.shouldResolveExternalEntities = false
    parser.delegate = collector
    let isWhole = parser.parse()
    if let problem = collector.problem {
      throw .broken(
        file: file, location: "line \(collector.problemLine)", expected: problem.expected, found: problem.found)
    }
    guard isWhole, let root = collector.root else {
      throw .broken(
        file: file, location: "line \(max(parser.lineNumber, 1))", expected: "well-formed XML",
        found: "a break in it")
    }
    return root
  }
}

private final class XMLCollector: NSObject, XMLParserDelegate {
  var root: XMLElementNode?
  var problem: (expected: String, found: String)?
  var problemLine = 0
  private var open: [XMLElementNode] = []
  private var elements = 0

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes attributeDict: [String: String]
  ) {
    guard problem == nil else { return }
    elements += 1
    if open.count >= XMLTree.deepest {
      stop(parser, "at most \(XMLTree.deepest) levels", "more")
    } else if elements > XMLTree.mostElements {
      stop(parser, "at most \(XMLTree.mostElements) elements", "more")
    }
    guard problem == nil else { return }
    let name = elementName.split(separator: ":").last.map(String.init) ?? elementName
    let node = XMLElementNode(name: name, attributes: attributeDict)
    if let parent = open.last { parent.children.append(node) } else if root == nil { root = node }
    open.append(node)
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName qName: String?
  ) {
    _ = open.popLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }

  func parser(_ parser: XMLParser, foundCDATA CDATABlock: Data) {
    open.last?.text += String(decoding: CDATABlock, as: UTF8.self)
  }

  private func stop(_ parser: XMLParser, _ expected: String, _ found: String) {
    problem = (expected, found)
    problemLine = parser.lineNumber
    parser.abortParsing()
  }
}

extension ScoringDocument {
  /// The name of the first element, without prefix; nil if this is not XML.
  var rootElement: Substring? {
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
  /// Behind the `>` that ends a document type, past a bracketed subset.
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
