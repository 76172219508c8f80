import Foundation
import StructuredText

/// Recognizes by content whether a file at an output path was written by this program.
package enum OwnFile {
  /// The mark in the head of our pages.
  package static let pageMark = "<meta name=\"generator\" content=\"tibialis"
  /// `TIBL`, the application id of our databases.
  package static let databaseID: UInt32 = 0x5449_424C

  private static func head(_ path: String, _ count: Int) throws(TextError) -> [UInt8] {
    try FileBytes(path: path).bytes(at: 0, count: count)
  }

  /// A page with our mark in its first 4 KiB.
  package static func isPage(_ path: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 4096), as: UTF8.self).contains(pageMark)
  }

  /// One of our pages for the given night.
  static func isPage(_ path: String, ofNight key: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 4096), as: UTF8.self).contains("\(pageMark) night \(key)\"")
  }

  /// One of our pictures with the given name.
  package static func isPicture(_ path: String, named name: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 4096), as: UTF8.self).contains(
      "aria-labelledby=\"\(name)-title \(name)-desc\"")
  }

  /// A SQLite database with our application id.
  package static func isDatabase(_ path: String) throws(TextError) -> Bool {
    let bytes = try head(path, 72)
    guard bytes.count == 72, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return false }
    return bytes[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == databaseID
  }

  /// An EDF or EDF+ file whose recording field names this program.
  package static func isEDF(_ path: String) throws(TextError) -> Bool {
    let bytes = try head(path, 256)
    guard bytes.count == 256 else { return false }
    return String(decoding: bytes[88..<168], as: UTF8.self).contains("Tibialis")
  }

  /// An annotations-only EDF+ file that names this program: an export, not a recording.
  package static func isAnnotations(_ path: String) throws(TextError) -> Bool {
    guard try isEDF(path) else { return false }
    let header = try head(path, 272)
    return header.count == 272 && String(decoding: header[252..<256], as: UTF8.self).hasPrefix("1 ")
      && String(decoding: header[256..<272], as: UTF8.self).hasPrefix("EDF Annotations")
  }

  /// The first member of our table descriptions.
  package static let descriptionMark = JSONValue.Member("generator", "tibialis")

  /// One of our data packages or schemas.
  package static func isDescription(_ path: String) throws(TextError) -> Bool {
    let mark = "\"\(descriptionMark.key)\": \(descriptionMark.value.text())"
    return String(decoding: try head(path, 64), as: UTF8.self).contains(mark)
  }

  /// The description of one of our BIDS derivatives.
  package static func isBIDSDerivative(_ path: String) throws(TextError) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let text = String(decoding: try head(path, 4096), as: UTF8.self)
    return text.contains("\"GeneratedBy\"") && text.contains("\"Name\": \"tibialis\"")
  }

  /// A table of nights, movements or clinician's lines whose first columns are ours.
  package static func isTable(_ path: String) throws(TextError) -> Bool {
    let text = String(decoding: try head(path, 256), as: UTF8.self)
    let line = text.prefix { !$0.isNewline }.drop { $0 == "\u{FEFF}" }
    let names = line.split(whereSeparator: { ",;\t".contains($0) }).prefix(4)
    return names.elementsEqual(["patient_id", "night_id", "date", "phase"])
      || names.elementsEqual(["patient_id", "night_id", "date", "plms_index_wasm2016"])
      || names.elementsEqual(["patient_id", "night_id", "scoring_rules", "number"])
  }

  /// A text that begins with one of `starts`, ignoring a byte order mark and reading `;` between cells as a
  /// comma.
  package static func begins(_ path: String, with starts: [String]) throws(TextError) -> Bool {
    var bytes = try head(path, 256)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let text = String(decoding: bytes, as: UTF8.self).replacing(";", with: ",")
    return starts.contains { text.hasPrefix($0) }
  }

  /// A file whose first 8 KiB contain `word`.
  package static func names(_ word: String, _ path: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 8192), as: UTF8.self).contains(word)
  }
}
