import StructuredText

/// How a CSV file is written so that a spreadsheet opens it correctly.
package struct SpreadsheetStyle: Hashable, Sendable {
  /// A byte order mark at the start, by which Excel recognizes UTF-8.
  package var hasByteOrderMark: Bool
  /// `;` between cells and decimal commas, as in most of Europe.
  package var hasDecimalComma: Bool

  /// RFC 4180: commas, decimal points, no byte order mark.
  package static let plain = SpreadsheetStyle(hasByteOrderMark: false, hasDecimalComma: false)

  package init(hasByteOrderMark: Bool, hasDecimalComma: Bool) {
    self.hasByteOrderMark = hasByteOrderMark
    self.hasDecimalComma = hasDecimalComma
  }

  /// - Parameter locale: such as `de_DE` or `fr`; nil for decimal points.
  package init(excel: Bool, locale: String?) {
    let language = locale.map { String($0.prefix { $0.isLetter }).lowercased() }
    self.init(
      hasByteOrderMark: excel,
      hasDecimalComma: language.map(SpreadsheetStyle.languagesWithDecimalComma.contains) ?? false)
  }

  static let languagesWithDecimalComma: Set<String> = [
    "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "is", "it", "lt", "lv", "nb",
    "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
  ]

  package enum Cell: Hashable, Sendable {
    /// Free text; protected against being read as a formula.
    case text(String?)
    /// A number with a decimal point, rewritten for the style.
    case number(String?)
  }

  /// The text before the first line.
  package var start: String { hasByteOrderMark ? "\u{FEFF}" : "" }

  /// One line ending in CRLF.
  package func line(_ cells: [Cell]) -> String {
    let texts = cells.map { cell -> String? in
      switch cell {
      case .text(let text): text.map(Delimited.defused)
      case .number(let text): hasDecimalComma ? text?.replacing(".", with: ",") : text
      }
    }
    return Delimited.csvLine(texts, separator: hasDecimalComma ? ";" : ",")
  }
}
