/// An error in an XML text, with its place.
package struct XMLFault: Error, Hashable, Sendable {
  package var line: Int
  package var expected: String
  package var found: String
}

/// One element of a parsed XML text; names have no prefixes.
package final class XMLElementNode {
  package let name: String
  package let attributes: [String: String]
  package var text = ""
  package var children: [XMLElementNode] = []

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  package subscript(attribute name: String) -> String? { attributes[name] }

  package func child(_ name: String) -> XMLElementNode? { children.first { $0.name == name } }
  package func children(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }

  /// The first element with that name at any depth, including this one.
  package func first(_ name: String) -> XMLElementNode? {
    if self.name == name { return self }
    for child in children {
      if let found = child.first(name) { return found }
    }
    return nil
  }
}
