/// Annotation texts that say nothing of a person: the words of sleep scoring. All else may, and is blanked.
package struct AnnotationVocabulary: Sendable {
  private let texts: Set<String>

  /// - Parameter also: further texts that are harmless in a laboratory.
  package init(also: [String] = []) {
    let listed = String(decoding: PackageResources.allowed_annotations_txt, as: UTF8.self).split(
      separator: "\n")
    texts = Set((listed.map(String.init) + also).map(Self.folded))
  }

  /// True if `text` may stay. Case and blanks around it do not matter.
  package func allows(_ text: String) -> Bool {
    let folded = Self.folded(text)
    return folded.isEmpty || texts.contains(folded)
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
