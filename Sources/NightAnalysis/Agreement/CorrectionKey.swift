import Foundation
import StructuredText

/// The line that names the night to which corrections belong: the first line of the viewer's download.
package enum CorrectionKey {
  package static let prefix = "# tibialis corrections of night "

  /// The key in the first line of a file; nil if it has none.
  ///
  /// - Throws: `TextError` for a file that cannot be read.
  static func read(_ path: String) throws(TextError) -> String? {
    let text = decoded(Data(try FileBytes(path: path).bytes(at: 0, count: 1024)))
    // Whatever a spreadsheet or an editor put before it, the key still names the night.
    let line =
      text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .first { !$0.isEmpty } ?? ""
    guard line.hasPrefix(prefix) else { return nil }
    return String(line.dropFirst(prefix.count)).trimmingCharacters(in: .whitespaces)
  }

  private static func decoded(_ start: Data) -> String {
    let whole = start.prefix(start.count & ~1)
    switch Array(start.prefix(3)) {
    case [0xEF, 0xBB, 0xBF]: return String(decoding: start.dropFirst(3), as: UTF8.self)
    case let mark where mark.starts(with: [0xFF, 0xFE]):
      return String(data: whole, encoding: .utf16) ?? ""
    case let mark where mark.starts(with: [0xFE, 0xFF]):
      return String(data: whole, encoding: .utf16) ?? ""
    default: return String(decoding: start, as: UTF8.self)
    }
  }
}
