/// What stands on every printed page: whose it is, which hours it shows, and page x of y.
struct RunningHeader {
  /// Whose page it is.
  var name: String
  /// Which hours it shows; empty where nothing says them.
  var times = ""

  /// Boxes in the margins of the paper.
  var style: String {
    """
    @page { @top-left { content: "\(RunningHeader.quoted(name))"; font: 8pt sans-serif; color: #555; }
      @top-right { content: "\(RunningHeader.quoted(times))"; font: 8pt sans-serif; color: #555; }
      @bottom-left { content: "\(RunningHeader.quoted(ReportWords.notADevice))"; font: 8pt sans-serif; color: #555; }
      @bottom-right { content: "\(ReportWords.pageWord) " counter(page) " \(ReportWords.ofWord) " counter(pages);
        font: 8pt sans-serif; color: #555; } }

    """
  }

  /// A text inside quotes of a style sheet inside a page: whatever could end the one or the other is written by its
  /// number, and what could turn the line around is left out.
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
