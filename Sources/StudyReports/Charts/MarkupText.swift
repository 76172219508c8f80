/// Text that came from files on its way into XML or HTML.
package enum MarkupText {
  /// No label in a picture or cell in a page is longer, in characters.
  static let longest = 300

  /// The text with everything escaped that markup could take for its own.
  ///
  /// Characters that XML 1.0 cannot hold and those that change the direction of the text after them become
  /// U+FFFD, so that a hostile label can neither break a document nor turn its neighbours around.
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

  /// At most `limit` characters, with an ellipsis where something was cut.
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

/// A patient's id as part of a name in a document: ids are letters, digits, dots, dashes and underscores already.
func safeName(_ id: String) -> String {
  String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" })
}
