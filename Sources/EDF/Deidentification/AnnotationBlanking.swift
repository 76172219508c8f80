/// Blanks annotation texts in place, so that nothing else in a record moves.
struct AnnotationBlanking {
  let vocabulary: AnnotationVocabulary
  /// Labels allowed after `@@`.
  let labels: Set<String>
  private(set) var kept = 0
  private(set) var blanked = 0
  private(set) var removed = 0

  init(vocabulary: AnnotationVocabulary, labels: Set<String>) {
    self.vocabulary = vocabulary
    self.labels = labels
  }

  /// Edits one annotation block in place. Anything that is not an annotation list is zeroed, since its
  /// content is unknown.
  mutating func edit(_ block: inout [UInt8]) {
    var position = 0
    while position < block.count {
      guard block[position] != 0 else {
        position += 1
        continue
      }
      let end = block[position...].firstIndex(of: 0) ?? block.endIndex
      edit(&block, position..<end)
      position = end
    }
  }

  private mutating func edit(_ block: inout [UInt8], _ list: Range<Int>) {
    guard let mark = block[list].firstIndex(of: 0x14), isTime(block[list.lowerBound..<mark]) else {
      fill(&block, list, with: 0)
      removed += 1
      return
    }
    var position = mark + 1
    while position < list.upperBound {
      let end = block[position..<list.upperBound].firstIndex(of: 0x14) ?? list.upperBound
      if end > position {
        if mayStay(TextDecoding.decode(block[position..<end]).text) {
          kept += 1
        } else {
          fill(&block, position..<end, with: 0x20)
          blanked += 1
        }
      }
      position = end + 1
    }
  }

  private func isTime(_ head: ArraySlice<UInt8>) -> Bool {
    head.split(separator: 0x15, omittingEmptySubsequences: false).allSatisfy {
      DecimalText(HeaderText($0).bytes) != nil
    }
  }

  private func mayStay(_ text: String) -> Bool {
    let annotation = EDFAnnotation(onset: .zero, duration: nil, written: text)
    return vocabulary.allows(annotation.text) && (annotation.channel.map(labels.contains) ?? true)
  }

  private func fill(_ block: inout [UInt8], _ range: Range<Int>, with byte: UInt8) {
    for index in range { block[index] = byte }
  }
}
