import Foundation
import SleepEvents

/// Copies a recording without what identifies the patient: header fields patched together, annotation texts
/// blanked in their own bytes, every sample byte the same.
public struct Deidentifier: Sendable {
  /// What was done, to be told.
  public struct Report: Sendable, Hashable {
    /// One clause each, such as `patient field replaced by 'X X X X'`.
    public let changes: [String]
    public let annotationsKept: Int
    public let annotationsBlanked: Int
    /// Bytes in annotation channels that were no annotations.
    public let annotationsRemoved: Int
    /// Bytes behind the last whole record, which are not copied.
    public let bytesDropped: Int
    /// Bytes of samples that were read back and are equal.
    public let sampleBytesEqual: Int
  }

  private static let pieceBytes = 1 << 20
  private static let largestBlock = 64 << 20

  private let shift: DateShift
  private let vocabulary: AnnotationVocabulary

  public init(shift: DateShift = .relative, vocabulary: AnnotationVocabulary = AnnotationVocabulary()) {
    self.shift = shift
    self.vocabulary = vocabulary
  }

  /// Writes a de-identified copy of `input` to `output`, which must be another file.
  ///
  /// - Throws: `EDFError`; then `output` is as it was before.
  public func copy(_ input: String, to output: String) throws(EDFError) -> Report {
    let file = try EDFFile(path: input)
    try refuseSameFile(input, output)
    let header = try HeaderPatch(file, shift: shift)
    let target = try AtomicOutput(path: output)
    try copyBytes(file, header.bytes, to: target)
    let blanking = try blankAnnotations(file, in: target)
    let equal = try verify(file, target)
    try target.commit()
    let end = file.header.dataOffset + file.recordCount * file.header.recordBytes
    return Report(
      changes: header.changes, annotationsKept: blanking.kept, annotationsBlanked: blanking.blanked,
      annotationsRemoved: blanking.removed, bytesDropped: file.source.size - end, sampleBytesEqual: equal)
  }

  private func refuseSameFile(_ input: String, _ output: String) throws(EDFError) {
    var (first, second) = (stat(), stat())
    guard stat(input, &first) == 0, stat(output, &second) == 0 else { return }
    if first.st_dev == second.st_dev, first.st_ino == second.st_ino { throw .sameFile(file: output) }
  }

  /// The patched header and all whole records.
  private func copyBytes(_ file: EDFFile, _ header: [UInt8], to target: AtomicOutput) throws(EDFError) {
    try target.write(header)
    let end = file.header.dataOffset + file.recordCount * file.header.recordBytes
    var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
    while target.size < end {
      let count = min(Self.pieceBytes, end - target.size)
      if count < piece.count { piece.removeLast(piece.count - count) }
      try file.source.fill(&piece, count: count, at: target.size)
      try target.write(piece)
    }
  }

  private func blankAnnotations(
    _ file: EDFFile, in target: AtomicOutput
  ) throws(EDFError) -> AnnotationBlanking {
    var blanking = AnnotationBlanking(vocabulary: vocabulary, labels: Set(file.signals.map(\.label)))
    for signal in file.signals where signal.isAnnotations {
      let count = signal.samplesPerRecord * file.format.bytesPerSample
      guard count <= Self.largestBlock else {
        throw .overLimit(
          file: file.name, what: "bytes of annotations a record", byte: 256, found: count,
          limit: Self.largestBlock)
      }
      for record in 0..<file.recordCount {
        let offset = file.header.dataOffset + record * file.header.recordBytes + signal.recordOffset
        let original = try file.source.bytes(at: offset, count: count)
        var block = original
        blanking.edit(&block)
        if block != original { try target.write(block, at: offset) }
      }
    }
    return blanking
  }

  /// Reads both files again and compares all that is not annotation.
  private func verify(_ file: EDFFile, _ target: AtomicOutput) throws(EDFError) -> Int {
    let copy = target.source()
    var equal = 0
    for record in 0..<file.recordCount {
      for signal in file.signals where !signal.isAnnotations {
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
