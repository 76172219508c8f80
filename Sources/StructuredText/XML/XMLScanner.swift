/// Scans the bytes of an XML text: elements, attributes, character data, comments, CDATA sections and
/// processing instructions. The only references are the five predefined entities and numeric characters.
package struct XMLScanner {
  package static let deepest = 64
  package static let mostElements = 2_000_000

  private let bytes: [UInt8]
  private var position = 0
  private var elements = 0

  package init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The root element; only comments and blanks may surround it.
  package mutating func document() throws(XMLFault) -> XMLElementNode {
    var open: [XMLElementNode] = []
    var root: XMLElementNode?
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        let text = try characters()
        if let parent = open.last {
          parent.text += text
        } else if !text.allSatisfy(\.isWhitespace) {
          throw broken("an element", "text")
        }
        continue
      }
      if isNext("<?") {
        try skip(past: "?>")
      } else if isNext("<!--") {
        try skip(past: "-->")
      } else if isNext("<![CDATA[") {
        let start = position + 9
        try skip(past: "]]>")
        guard let parent = open.last, position - 3 >= start else { throw broken("an element", "CDATA") }
        parent.text += String(decoding: bytes[start..<position - 3], as: UTF8.self)
      } else if isNext("<!") {
        throw broken("plain elements", "a document type or entity declaration, which no such file needs")
      } else if isNext("</") {
        position += 2
        let name = try self.name()
        blanks()
        guard let last = open.popLast(), last.name == XMLScanner.local(name) else {
          throw broken("the end of '\(open.last?.name ?? "the document")'", "the end of '\(name.prefix(40))'")
        }
        try take(">")
      } else {
        let (node, isEmpty) = try element()
        if let parent = open.last {
          parent.children.append(node)
        } else if root == nil {
          root = node
        } else {
          throw broken("one root element", "another")
        }
        if !isEmpty { open.append(node) }
        guard open.count <= XMLScanner.deepest else {
          throw broken("at most \(XMLScanner.deepest) levels", "more")
        }
      }
    }
    guard let root, open.isEmpty else {
      throw broken("the end of '\(open.last?.name ?? "an element")'", "the end of the file")
    }
    return root
  }

  private mutating func element() throws(XMLFault) -> (XMLElementNode, isEmpty: Bool) {
    elements += 1
    guard elements <= XMLScanner.mostElements else {
      throw broken("at most \(XMLScanner.mostElements) elements", "more")
    }
    position += 1
    let name = try name()
    var attributes: [String: String] = [:]
    while true {
      blanks()
      if isNext("/>") {
        position += 2
        return (XMLElementNode(name: XMLScanner.local(name), attributes: attributes), true)
      }
      if isNext(">") {
        position += 1
        return (XMLElementNode(name: XMLScanner.local(name), attributes: attributes), false)
      }
      let key = try self.name()
      blanks()
      try take("=")
      blanks()
      attributes[XMLScanner.local(key)] = try quoted()
    }
  }

  private mutating func quoted() throws(XMLFault) -> String {
    guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
      throw broken("a quoted value", "none")
    }
    let mark = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: mark) else {
      throw broken("the closing quote", "the end of the file")
    }
    position = end + 1
    guard !bytes[start..<end].contains(UInt8(ascii: "<")) else { throw broken("an attribute", "a '<' in it") }
    return try unfolded(bytes[start..<end])
  }

  private mutating func characters() throws(XMLFault) -> String {
    let start = position
    position = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    return try unfolded(bytes[start..<position])
  }

  /// The text with its references resolved.
  private func unfolded(_ part: ArraySlice<UInt8>) throws(XMLFault) -> String {
    guard part.contains(UInt8(ascii: "&")) else { return String(decoding: part, as: UTF8.self) }
    var text = ""
    var rest = part
    while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
      text += String(decoding: rest[..<mark], as: UTF8.self)
      guard let end = rest[mark...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
        throw broken("a reference such as &amp;", "a bare &")
      }
      let name = String(decoding: rest[(mark + 1)..<end], as: UTF8.self)
      guard let character = XMLScanner.reference(name) else {
        throw broken("one of the five predefined entities", "&\(name);")
      }
      text.append(character)
      rest = rest[(end + 1)...]
    }
    return text + String(decoding: rest, as: UTF8.self)
  }

  private static func reference(_ name: String) -> Character? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap { Unicode.Scalar($0) }.map { Character($0) }
    }
  }

  private mutating func name() throws(XMLFault) -> String {
    let start = position
    while position < bytes.count, !XMLScanner.endsName(bytes[position]) { position += 1 }
    guard position > start else { throw broken("a name", "none") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "<") || byte == 0x22 || byte == 0x27
  }

  private static func local(_ name: String) -> String {
    name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
  }

  private mutating func blanks() {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
  }

  private func isNext(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func take(_ text: StaticString) throws(XMLFault) {
    guard isNext(text) else {
      throw broken("'\(text)'", position < bytes.count ? "something else" : "the end of the file")
    }
    position += text.utf8CodeUnitCount
  }

  private mutating func skip(past end: StaticString) throws(XMLFault) {
    while position < bytes.count {
      if isNext(end) {
        position += end.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw broken("'\(end)'", "the end of the file")
  }

  private func broken(_ expected: String, _ found: String) -> XMLFault {
    let line = bytes[..<min(position, bytes.count)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    return XMLFault(line: line, expected: expected, found: found)
  }
}
