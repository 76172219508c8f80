import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A picture parsed as XML: whether it is well formed, and how many elements of each name have each class.
final class PictureReading: NSObject, XMLParserDelegate {
  private(set) var marks: [String: Int] = [:]
  private(set) var texts: [String] = []
  private var classes: [String] = []
  private var names: [String] = []

  /// Nil if the text is not well-formed XML.
  static func read(_ svg: String) -> PictureReading? {
    let reading = PictureReading()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reading
    return parser.parse() ? reading : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    for group in Set(classes) where !group.isEmpty { marks["\(group) \(name)", default: 0] += 1 }
    classes.append(attributes["class"] ?? "")
    names.append(name)
    if name == "text" { texts.append("") }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if names.last == "text" { texts[texts.count - 1] += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    classes.removeLast()
    names.removeLast()
  }
}
