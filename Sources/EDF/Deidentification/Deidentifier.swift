import Foundation
import SleepEvents
import StructuredText

/// Copies a recording without what identifies the patient: header fields are rebuilt, annotation texts are
/// blanked in place, and every sample byte stays the same.
package struct Deidentifier: Sendable {
  /// What was done, for the user.
  package struct Report: Sendable, Hashable {
    /// One clause each, such as `patient field replaced by 'X X X X'`.
    package let changes: [String]
    package let annotationsKept: Int
    package let annotationsBlanked: Int
    /// Texts of the header that the copy still holds: labels, transducers and filters. The user should check
    /// them.
    package let keptTexts: [String]
    /// Bytes in annotation channels that were not annotations.
    package let annotationsRemoved: Int
    /// Bytes after the last whole record, which are not copied.
    package let bytesDropped: Int
    /// Sample bytes that were read back and found equal.
    package let sampleBytesEqual: Int
  }

  private static let pieceBytes = 1 << 20
  private static let largestBlock = 64 << 20

  private let shift: DateShift
  private let vocabulary: AnnotationVocabulary

  package init(shift: DateShift = .relative, vocabulary: AnnotationVocabulary = AnnotationVocabulary()) {
    self.shift = shift
    self.vocabulary = vocabulary
  }

  /// Writes a de-identified copy of `input` to `output`, which must be a different file.
  ///
  /// - Throws: `EDFError`; `output` is then unchanged.
  package func copy(_ input: String, to output: String) throws(EDFError) -> Report {
    let file = try EDFFile(path: input)
    try refuseSameFile(input, output)
    let header = try DeidentifiedHeader(file, shift: shift)
    let target = try AtomicOutput(path: output)
    try target.write(header.bytes)
    var blanking = AnnotationBlanking(vocabulary: vocabulary, labels: Set(file.signals.map(\.label)))
    try copyRecords(file, to: target, blanking: &blanking)
    let equal = try verify(file, target)
    try target.commit()
    let end = file.header.dataOffset + file.recordCount * file.header.recordBytes
    return Report(
      changes: header.changes, annotationsKept: blanking.kept, annotationsBlanked: blanking.blanked,
      keptTexts: header.keptTexts, annotationsRemoved: blanking.removed,
      bytesDropped: file.source.size - end, sampleBytesEqual: equal)
  }

  private func refuseSameFile(_ input: String, _ output: String) throws(EDFError) {
    if let identity = FileIdentity(input), identity == FileIdentity(output) { throw .sameFile(file: output) }
  }

  /// Copies all whole records. Annotations are blanked before writing, so the originals never reach the disk.
  private func copyRecords(
    _ file: EDFFile, to target: AtomicOutput, blanking: inout AnnotationBlanking
  ) throws(EDFError) {
    let recordBytes = file.header.recordBytes
    let annotations = file.signals.filter(holdsText).map { signal in
      signal.recordOffset..<signal.recordOffset + signal.samplesPerRecord * file.format.bytesPerSample
    }
    if let block = annotations.first(where: { $0.count > Self.largestBlock }) {
      throw .overLimit(
        file: file.name, what: "bytes of annotations a record", byte: 256, found: block.count,
        limit: Self.largestBlock)
    }
    let together = max(1, Self.pieceBytes / max(1, recordBytes))
    var record = 0
    while record < file.recordCount {
      let count = min(together, file.recordCount - record)
      let start = file.header.dataOffset + record * recordBytes
      if recordBytes <= Self.largestBlock {
        var piece = try file.source.bytes(at: start, count: count * recordBytes)
        for number in 0..<count {
          for block in annotations {
            let place = number * recordBytes + block.lowerBound..<number * recordBytes + block.upperBound
            var text = Array(piece[place])
            blanking.edit(&text)
            piece.replaceSubrange(place, with: text)
          }
        }
        try target.write(piece)
      } else {
        try copyLargeRecord(file, at: start, annotations, to: target, blanking: &blanking)
      }
      record += count
    }
  }

  /// Copies a record too large for memory in pieces: each annotation block whole, the bytes in between as
  /// they come.
  private func copyLargeRecord(
    _ file: EDFFile, at start: Int, _ annotations: [Range<Int>], to target: AtomicOutput,
    blanking: inout AnnotationBlanking
  ) throws(EDFError) {
    var offset = 0
    for block in annotations + [file.header.recordBytes..<file.header.recordBytes] {
      while offset < block.lowerBound {
        let count = min(Self.pieceBytes, block.lowerBound - offset)
        try target.write(try file.source.bytes(at: start + offset, count: count))
        offset += count
      }
      guard !block.isEmpty else { continue }
      var text = try file.source.bytes(at: start + offset, count: block.count)
      blanking.edit(&text)
      try target.write(text)
      offset = block.upperBound
    }
  }

  /// True for annotation channels, including those that a plain EDF or BDF file has in breach of the
  /// standard.
  private func holdsText(_ signal: EDFSignal) -> Bool {
    signal.isAnnotations || ["edf annotations", "bdf annotations"].contains(signal.label.lowercased())
  }

  /// Reads both files again and compares everything except annotations.
  private func verify(_ file: EDFFile, _ target: AtomicOutput) throws(EDFError) -> Int {
    let copy = target.source()
    var equal = 0
    for record in 0..<file.recordCount {
      for signal in file.signals where !holdsText(signal) {
        let base = file.header.dataOffset + record * file.header.recordBytes + signal.recordOffset
        var done = 0
        let all = signal.samplesPerRecord * file.format.bytesPerSample
        while done < all {
          let count = min(Self.pieceBytes, all - done)
          guard
            try file.source.bytes(at: base + done, count: count) == copy.bytes(at: base + done, count: count)
          else {
            throw .copyDiffers(file: target.path, byte: base + done)
          }
          done += count
        }
        equal += all
      }
    }
    return equal
  }
}
