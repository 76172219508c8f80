/// Text from files, for inclusion in XML or HTML.
package enum MarkupText {
  /// The longest label in a picture or cell in a page, in characters.
  static let longest = 300

  /// The text with all characters escaped that are special in markup.
  ///
  /// Characters not allowed in XML 1.0, and those that change the direction of the following text, become
  /// U+FFFD, so that a hostile label can neither break a document nor reverse its neighbours.
  package static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return out
  }

  /// At most `limit` characters, with an ellipsis if shortened.
  package static func shortened(_ text: String, to limit: Int = longest) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}

/// A patient id for use in identifiers: ids consist of letters, digits, dots, hyphens and underscores.
func safeName(_ id: String) -> String {
  String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" })
}
