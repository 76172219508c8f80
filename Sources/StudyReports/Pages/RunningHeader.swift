/// The header of every printed page: whose it is, which hours it shows, and page x of y.
struct RunningHeader {
  /// Whose page it is.
  var name: String
  /// The hours shown; empty if unknown.
  var times = ""

  /// CSS boxes in the page margins.
  var style: String {
    """
    @page { @top-left { content: "\(RunningHeader.quoted(name))"; font: 8pt sans-serif; color: #555; }
      @top-right { content: "\(RunningHeader.quoted(times))"; font: 8pt sans-serif; color: #555; }
      @bottom-left { content: "\(RunningHeader.quoted(ReportWords.notADevice))"; font: 8pt sans-serif; color: #555; }
      @bottom-right { content: "\(ReportWords.pageWord) " counter(page) " \(ReportWords.ofWord) " counter(pages);
        font: 8pt sans-serif; color: #555; } }

    """
  }

  /// A text for use in quotes inside a style sheet inside a page: characters that could end either are
  /// written as code points, and those that could change the text direction are dropped.
  static func quoted(_ text: String) -> String {
    var out = ""
    for scalar in MarkupText.shortened(text, to: 90).unicodeScalars {
      let isPlain =
        scalar.value < 0x80
        && (scalar.properties.isAlphabetic || "0123456789 .,-:".unicodeScalars.contains(scalar))
      if isPlain {
        out.unicodeScalars.append(scalar)
      } else if MarkupText.isAllowed(scalar) {
        out += "\\\(String(scalar.value, radix: 16)) "
      }
    }
    return out
  }
}
