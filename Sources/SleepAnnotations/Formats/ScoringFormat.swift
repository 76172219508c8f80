import EDF
import Foundation
import SleepEvents
import StructuredText

/// One format in which laboratories keep scorings: how it is recognized and how it is read.
public struct ScoringFormat: Sendable {
  /// The name for `--scoring-format`.
  public let name: String
  public let summary: String
  let recognizes: @Sendable (ScoringDocument) -> Bool
  let read: @Sendable (ScoringDocument, ReadingContext) throws -> NightAnnotations

  /// All formats, in the order in which they are tried on a file of unknown kind.
  public static let all: [ScoringFormat] = [.edfPlus, .eventsTable]

  public static func named(_ name: String) -> ScoringFormat? { all.first { $0.name == name } }
}

/// A scoring file that is about to be recognized: its name and its bytes.
public struct ScoringDocument: Sendable {
  /// The path as the user gave it.
  public let path: String
  public let data: Data
  static let largest = 1 << 30

  public init(path: String, data: Data) {
    self.path = path
    self.data = data
  }

  public init(path: String) throws(TextError) {
    self.init(path: path, data: try TextFile.bytes(of: path, limit: ScoringDocument.largest))
  }

  /// The text whatever its encoding; see `TextFile.decode`.
  public var text: String { TextFile.decode(data) }

  /// The first lines, for recognition.
  var head: String { TextFile.decode(data.prefix(4096)) }
}

/// Reads scorings of any format.
public enum ScoringReader {
  /// Reads the scoring at `path`, recognizing its format by its content.
  ///
  /// - Parameters:
  ///   - format: forces one.
  /// - Throws: `AnnotationError` for a file that no format fits, `EDFError` and `TextError` for broken ones.
  public static func read(
    _ path: String, format: ScoringFormat? = nil, context: ReadingContext
  ) throws -> NightAnnotations {
    let document = try ScoringDocument(path: path)
    guard !document.data.isEmpty else { throw AnnotationError.empty(file: path) }
    if let format { return try format.read(document, context) }
    guard let found = ScoringFormat.all.first(where: { $0.recognizes(document) }) else {
      throw AnnotationError.unknownFormat(file: path, start: String(document.head.prefix(40)))
    }
    return try found.read(document, context)
  }
}
