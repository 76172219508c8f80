import Foundation
import StructuredText

/// The line that names the night to which corrections belong: the first line of the viewer's download.
package enum CorrectionKey {
  package static let prefix = "# tibialis corrections of night "

  /// The key in the first line of a file; nil if it has none.
  ///
  /// - Throws: `TextError` for a file that cannot be read.
  static func read(_ path: String) throws(TextError) -> String? {
    let start = try FileBytes(path: path).bytes(at: 0, count: 512)
    let line = String(decoding: start, as: UTF8.self).prefix { !$0.isNewline }
    guard line.hasPrefix(prefix) else { return nil }
    return String(line.dropFirst(prefix.count)).trimmingCharacters(in: .whitespaces)
  }
}
