/// Annotation texts that cannot identify a person: the terms of sleep scoring. Every other text is blanked.
package struct AnnotationVocabulary: Sendable {
  private let texts: Set<String>

  /// - Parameter also: further texts that a laboratory knows to be harmless.
  package init(also: [String] = []) {
    let listed = String(decoding: PackageResources.allowed_annotations_txt, as: UTF8.self).split(
      separator: "\n")
    texts = Set((listed.map(String.init) + also).map(Self.folded))
  }

  /// True if `text` may be kept. Case and surrounding blanks are ignored.
  package func allows(_ text: String) -> Bool {
    let folded = Self.folded(text)
    return folded.isEmpty || texts.contains(folded)
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
