import StructuredText

/// How a CSV is written so that a spreadsheet opens it well.
package struct SpreadsheetStyle: Hashable, Sendable {
  /// A byte order mark in front, by which Excel knows UTF-8.
  package var hasByteOrderMark: Bool
  /// `;` between cells and a comma in numbers, as in most of Europe.
  package var hasDecimalComma: Bool

  /// RFC 4180: commas, decimal points, no mark.
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
    /// Free text; defused against formulas.
    case text(String?)
    /// A number with a decimal point, written in the style's way.
    case number(String?)
  }

  /// What stands before the first line.
  package var start: String { hasByteOrderMark ? "\u{FEFF}" : "" }

  /// One line with CRLF.
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
