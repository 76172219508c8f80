import Foundation
import StructuredText

/// Whether a file that stands where a result is to go is one that this program wrote, by its content.
package enum OwnFile {
  /// What a page of ours carries in its head.
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

  /// A page of ours of that night.
  static func isPage(_ path: String, ofNight key: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 4096), as: UTF8.self).contains("\(pageMark) night \(key)\"")
  }

  /// A picture of ours of that name.
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

  /// An EDF+ file of annotations alone that names this program: an export, and no recording.
  package static func isAnnotations(_ path: String) throws(TextError) -> Bool {
    guard try isEDF(path) else { return false }
    let header = try head(path, 272)
    return header.count == 272 && String(decoding: header[252..<256], as: UTF8.self).hasPrefix("1 ")
      && String(decoding: header[256..<272], as: UTF8.self).hasPrefix("EDF Annotations")
  }

  /// The first member of a description of tables.
  package static let descriptionMark = JSONValue.Member("generator", "tibialis")

  /// A data package or a schema of ours.
  package static func isDescription(_ path: String) throws(TextError) -> Bool {
    let mark = "\"\(descriptionMark.key)\": \(descriptionMark.value.text())"
    return String(decoding: try head(path, 64), as: UTF8.self).contains(mark)
  }

  /// The description of a BIDS derivative of ours.
  package static func isBIDSDerivative(_ path: String) throws(TextError) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let text = String(decoding: try head(path, 4096), as: UTF8.self)
    return text.contains("\"GeneratedBy\"") && text.contains("\"Name\": \"tibialis\"")
  }

  /// A table of nights, movements or a clinician's lines whose first columns are ours.
  package static func isTable(_ path: String) throws(TextError) -> Bool {
    let text = String(decoding: try head(path, 256), as: UTF8.self)
    let line = text.prefix { !$0.isNewline }.drop { $0 == "\u{FEFF}" }
    let names = line.split(whereSeparator: { ",;\t".contains($0) }).prefix(4)
    return names.elementsEqual(["patient_id", "night_id", "date", "phase"])
      || names.elementsEqual(["patient_id", "night_id", "date", "plms_index_wasm2016"])
      || names.elementsEqual(["patient_id", "night_id", "scoring_rules", "number"])
  }

  /// A text that begins so, whatever its byte order mark; `;` between cells counts as a comma.
  package static func begins(_ path: String, with starts: [String]) throws(TextError) -> Bool {
    var bytes = try head(path, 256)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let text = String(decoding: bytes, as: UTF8.self).replacing(";", with: ",")
    return starts.contains { text.hasPrefix($0) }
  }

  /// A file whose first 8 KiB hold a word of ours.
  package static func names(_ word: String, _ path: String) throws(TextError) -> Bool {
    String(decoding: try head(path, 8192), as: UTF8.self).contains(word)
  }
}
