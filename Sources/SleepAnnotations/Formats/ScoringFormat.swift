import EDF
import Foundation
import SleepEvents
import StructuredText

/// A format in which laboratories keep scorings: how to recognize it and how to read it.
package struct ScoringFormat: Sendable {
  /// The name used by `--scoring-format`.
  package let name: String
  package let summary: String
  /// The most bytes that a document may have: larger for formats that are not held in memory as a whole.
  var limit = ScoringDocument.largestText
  let recognizes: @Sendable (ScoringDocument) -> Bool
  let read: @Sendable (ScoringDocument, ReadingContext) throws -> NightAnnotations

  /// All formats, in the order in which they are tried on a file of unknown format.
  package static let all: [ScoringFormat] = [
    .edfPlus, .wfdb,
    .profusionXML, .nsrrXML, .emblaXML, .philipsRML, .openXDF, .lunaXML,
    .eventsTable, .noxturnal, .stages, .edfBrowser, .caisr, .mneText, .remLogic, .domino, .sandman, .prana,
    .deltamed, .dreams,
    // A stage, a start and a length would also pass for Luna's stage, start and stop.
    .intervals, .lunaAnnotations, .bids, .yasa, .lunaEpochs,
  ]

  package static func named(_ name: String) -> ScoringFormat? { all.first { $0.name == name } }
}

/// A scoring file whose format is being determined: its path and its bytes.
package struct ScoringDocument: Sendable {
  /// The path as the user gave it.
  package let path: String
  /// All bytes, or only the beginning of a long file; see `isWhole`.
  package let data: Data
  /// Size of the file, bytes.
  package let size: Int
  private let file: FileBytes?
  /// The first lines, for recognizing the format.
  let head: String
  /// The name of the first element, without prefix; nil if this is not XML.
  let rootElement: Substring?

  /// Whether `data` is the whole file.
  package var isWhole: Bool { data.count == size }

  /// Limit for texts processed as a whole; those of a night have a few MiB at most.
  static let largestText = 32 << 20
  /// More than there are seconds in the longest night.
  static let mostLines = 650_000
  /// Limit for tables that are read row by row.
  static let largest = 1 << 30
  private static let beginning = 1 << 16

  package init(path: String, data: Data) {
    self.init(path: path, data: data, size: data.count, file: nil)
  }

  private init(path: String, data: Data, size: Int, file: FileBytes?) {
    self.path = path
    self.data = data
    self.size = size
    self.file = file
    // Decoded once for all formats that examine it.
    head = ScoringDocument.head(data, size: size)
    rootElement = ScoringDocument.rootElement(head)
  }

  package init(path: String) throws(TextError) {
    let file = try FileBytes(path: path)
    guard file.size > ScoringDocument.largestText else {
      self.init(path: path, data: try file.all(limit: ScoringDocument.largestText))
      return
    }
    let start = Data(try file.bytes(at: 0, count: ScoringDocument.beginning))
    self.init(path: path, data: start, size: file.size, file: file)
  }

  /// The text, in whatever encoding; see `TextFile.decode`.
  package var text: String {
    if isUTF16Unmarked, let text = String(data: data, encoding: .utf16LittleEndian) { return text }
    return TextFile.decode(data)
  }

  /// The document as a table to be read row by row.
  var table: TableSource {
    if isUTF16 { return .text(Array(text.utf8), name: path) }
    return file.map(TableSource.file) ?? .text(Array(data), name: path)
  }

  /// The most bytes for a document of a format; encodings other than UTF-8 and Latin-1 are converted as a
  /// whole.
  func limit(of format: ScoringFormat) -> Int {
    isUTF16 ? ScoringDocument.largestText : format.limit
  }

  /// Whether a text has more than `most` lines.
  func hasMoreLines(than most: Int) -> Bool {
    guard data.count > most, rootElement == nil, !data.prefix(4096).contains(0) else { return false }
    var count = 0
    return data.withUnsafeBytes { bytes in
      for byte in bytes where byte == 0x0A {
        count += 1
        if count > most { return true }
      }
      return false
    }
  }

  private var isUTF16: Bool {
    isUTF16Unmarked || data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
  }

  private static func head(_ data: Data, size: Int) -> String {
    var start = data.prefix(4096)
    if looksLikeUTF16(data),
      let text = String(data: start.prefix(start.count & ~1), encoding: .utf16LittleEndian)
    {
      return text
    }
    // Cutting a character in half would make UTF-8 look like Latin-1.
    if start.count < size { while let last = start.last, last >= 0x80 { start.removeLast() } }
    return TextFile.decode(start)
  }

  private var isUTF16Unmarked: Bool { ScoringDocument.looksLikeUTF16(data) }

  /// UTF-16 without a byte order mark: every second byte of ASCII text is zero.
  private static func looksLikeUTF16(_ data: Data) -> Bool {
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
  ///   - format: overrides recognition.
  /// - Throws: `AnnotationError` for a file in no known format, `EDFError` and `TextError` for malformed
  ///   ones.
  package static func read(
    _ path: String, format: ScoringFormat? = nil, context: ReadingContext
  ) throws -> NightAnnotations {
    let document = try ScoringDocument(path: path)
    guard !document.data.isEmpty else { throw AnnotationError.empty(file: path) }
    guard let found = format ?? ScoringFormat.all.first(where: { $0.recognizes(document) }) else {
      throw AnnotationError.unknownFormat(file: path, looks: UnknownScoring.describe(document))
    }
    guard document.size <= document.limit(of: found) else {
      throw TextError.tooLarge(file: path, bytes: document.size, limit: document.limit(of: found))
    }
    if found.limit == ScoringDocument.largestText, document.hasMoreLines(than: ScoringDocument.mostLines) {
      throw AnnotationError.broken(
        file: path, location: "line \(ScoringDocument.mostLines + 1)",
        expected: "at most \(ScoringDocument.mostLines) lines of one night", found: "more of them")
    }
    return try found.read(document, context)
  }
}
