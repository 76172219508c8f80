import EDF
import Foundation
import SleepEvents
import StructuredText

/// One format in which laboratories keep scorings: how it is recognized and how it is read.
package struct ScoringFormat: Sendable {
  /// The name for `--scoring-format`.
  package let name: String
  package let summary: String
  /// Bytes that a document may have at most: more where it is not looked at as a whole.
  var limit = ScoringDocument.largestText
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
  /// All bytes; only the beginning where the file is long, see `isWhole`.
  package let data: Data
  /// Bytes of the file.
  package let size: Int
  private let file: FileBytes?
  /// The first lines, for recognition.
  let head: String
  /// The name of the first element, without prefix; nil if this is not XML.
  let rootElement: Substring?

  /// Whether `data` holds the whole file.
  package var isWhole: Bool { data.count == size }

  /// A text that is looked at as a whole; those of a night have a few MiB at most.
  static let largestText = 32 << 20
  /// More than the seconds of the longest night.
  static let mostLines = 650_000
  /// A table that is read row by row.
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
    // Once for all formats that look at it.
    head = ScoringDocument.head(data, size: size)
    rootElement = ScoringDocument.rootElement(head)
  }

  package init(path: String) throws(TextError) {
    guard path != "-" else {
      self.init(path: path, data: try TextFile.bytes(of: path, limit: ScoringDocument.largestText))
      return
    }
    let file = try FileBytes(path: path)
    guard file.size > ScoringDocument.largestText else {
      self.init(path: path, data: try file.all(limit: ScoringDocument.largestText))
      return
    }
    let start = Data(try file.bytes(at: 0, count: ScoringDocument.beginning))
    self.init(path: path, data: start, size: file.size, file: file)
  }

  /// The text whatever its encoding; see `TextFile.decode`.
  package var text: String {
    if isUTF16Unmarked, let text = String(data: data, encoding: .utf16LittleEndian) { return text }
    return TextFile.decode(data)
  }

  /// The document as a table that is read row by row.
  var table: TableSource {
    if isUTF16 { return .text(Array(text.utf8), name: path) }
    return file.map(TableSource.file) ?? .text(Array(data), name: path)
  }

  /// How long a document of a format may be: what is not UTF-8 or Latin-1 is turned into it as a whole.
  func limit(of format: ScoringFormat) -> Int {
    isUTF16 ? ScoringDocument.largestText : format.limit
  }

  /// Of a text, whose lines are looked at together.
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
    // A cut through a character would make UTF-8 look like Latin-1.
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
  ///   - format: forces one.
  /// - Throws: `AnnotationError` for a file that no format fits, `EDFError` and `TextError` for broken ones.
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
