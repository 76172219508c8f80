import EDF
import Foundation
import SleepEvents
import StructuredText

/// One format in which laboratories keep scorings: how it is recognized and how it is read.
package struct ScoringFormat: Sendable {
  /// The name for `--scoring-format`.
  package let name: String
  package let summary: String
  let recognizes: @Sendable (ScoringDocument) -> Bool
  let read: @Sendable (ScoringDocument, ReadingContext) throws -> NightAnnotations

  /// All formats, in the order in which they are tried on a file of unknown kind.
  package static let all: [ScoringFormat] = [
    .edfPlus, .wfdb,
    .profusionXML, .nsrrXML, .emblaXML, .philipsRML, .openXDF, .lunaXML,
    .eventsTable, .noxturnal, .stages, .edfBrowser, .caisr, .mneText, .remLogic, .domino, .sandman, .prana,
    .deltamed, .dreams,
    .lunaAnnotations, .bids, .intervals, .yasa, .lunaEpochs,
  ]

  package static func named(_ name: String) -> ScoringFormat? { all.first { $0.name == name } }
}

/// A scoring file that is about to be recognized: its name and its bytes.
package struct ScoringDocument: Sendable {
  /// The path as the user gave it.
  package let path: String
  package let data: Data
  /// A recording that holds its own annotations.
  static let largest = 1 << 30
  /// Texts of a night have a few MiB at most.
  static let largestText = 32 << 20

  package init(path: String, data: Data) {
    self.path = path
    self.data = data
  }

  package init(path: String) throws(TextError) {
    guard path != "-" else {
      self.init(path: path, data: try TextFile.bytes(of: path, limit: ScoringDocument.largestText))
      return
    }
    let file = try FileBytes(path: path)
    let isEDF = try ScoringDocument.startsAsEDF(file.bytes(at: 0, count: 8))
    self.init(
      path: path, data: try file.all(limit: isEDF ? ScoringDocument.largest : ScoringDocument.largestText))
  }

  private static func startsAsEDF(_ bytes: [UInt8]) -> Bool {
    bytes.elementsEqual("0       ".utf8) || bytes.elementsEqual([0xFF] + Array("BIOSEMI".utf8))
  }

  /// The text whatever its encoding; see `TextFile.decode`.
  package var text: String {
    if looksLikeUTF16, let text = String(data: data, encoding: .utf16LittleEndian) { return text }
    return TextFile.decode(data)
  }

  /// The document as a table, without making one text of it.
  func table(required: [String] = []) throws(TextError) -> DelimitedTable {
    let isUTF16 = looksLikeUTF16 || data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
    return isUTF16
      ? try DelimitedTable(text: text, file: path, required: required)
      : try DelimitedTable(bytes: Array(data), file: path, required: required)
  }

  /// The first lines, for recognition.
  var head: String {
    var start = data.prefix(4096)
    if looksLikeUTF16, let text = String(data: start.prefix(start.count & ~1), encoding: .utf16LittleEndian) {
      return text
    }
    // A cut through a character would make UTF-8 look like Latin-1.
    if start.count < data.count { while let last = start.last, last >= 0x80 { start.removeLast() } }
    return TextFile.decode(start)
  }

  /// UTF-16 without a byte order mark: every second byte of ASCII text is zero.
  private var looksLikeUTF16: Bool {
    let start = [UInt8](data.prefix(64))
    guard start.count >= 16, start[0] != 0 else { return false }
    return stride(from: 1, to: start.count, by: 2).allSatisfy { start[$0] == 0 }
  }

  var lines: [Substring] { TextLines.cut(text) }

  var headLines: [Substring] { TextLines.cut(head) }
}

/// Reads scorings of any format.
package enum ScoringReader {
  /// Reads the scoring at `path`, recognizing its format by its content.
  ///
  /// - Parameters:
  ///   - format: forces one.
  /// - Throws: `AnnotationError` for a file that no format fits, `EDFError` and `TextError` for broken ones.
  package static func read(
    _ path: String, format: ScoringFormat? = nil, context: ReadingContext
  ) throws -> NightAnnotations {
    let document = try ScoringDocument(path: path)
    guard !document.data.isEmpty else { throw AnnotationError.empty(file: path) }
    if let format { return try format.read(document, context) }
    guard let found = ScoringFormat.all.first(where: { $0.recognizes(document) }) else {
      throw AnnotationError.unknownFormat(file: path, looks: UnknownScoring.describe(document))
    }
    return try found.read(document, context)
  }
}
