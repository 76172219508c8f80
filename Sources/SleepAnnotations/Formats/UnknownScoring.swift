import Foundation

/// Describes what a file in no known format resembles, and what would help.
enum UnknownScoring {
  static func describe(_ document: ScoringDocument) -> String {
    let head = document.head
    if document.data.prefix(2).elementsEqual([0x50, 0x4B]) {
      return "a ZIP or an Excel workbook; save its sheet as CSV and use that"
    }
    if document.data.starts(with: Array("SQLite format 3".utf8)) {
      return "an SQLite database, such as Noxturnal's .ndb; export the events as CSV or EDF+ and use that"
    }
    if let root = document.rootElement { return xml(String(root)) }
    let lines = document.headLines.filter { !ExportLine.isBlank($0) }
    if lines.first?.lowercased().contains("wonambi") == true {
      return "a Wonambi export of events; write the annotations with its BIDS export instead and use that"
    }
    if let columns = columns(lines) { return columns }
    if let first = lines.first, lines.prefix(20).allSatisfy({ $0.utf8.count < 40 }), lines.count > 3 {
      return
        "a list that begins with '\(printable(first))'; if it has one stage per line, say that it is a list of stages "
        + "and what its labels stand for"
    }
    return "something that begins with '\(printable(head.prefix(40)))'; say what its format is"
  }

  private static func xml(_ root: String) -> String {
    switch root.lowercased() {
    case "annotationlist":
      "the XML annotation list of EDFbrowser; save it as CSV or EDF+ there and use that"
    case "annotations":
      "Wonambi's own XML of annotations; write them with its BIDS export and use that"
    default:
      "XML with the root element '\(printable(root[...]))', which is not Profusion, NSRR, Embla, Philips, OpenXDF or "
        + "Luna; export CSV or EDF+ and use that"
    }
  }

  private static func columns(_ lines: [Substring]) -> String? {
    guard let first = lines.first(where: { !$0.hasPrefix("#") }), lines.count > 1,
      let mark = ["\t", ";", ","].first(where: { first.contains($0) })
    else { return nil }
    let names = ExportLine.cells(first, separator: Character(mark))
    guard names.count > 1 else { return nil }
    let shown = names.prefix(12).map { "'\(printable($0[...]))'" }.joined(separator: ", ")
    return
      "a table with \(names.count) columns: \(shown); it needs onset (seconds or a clock time), duration and "
      + "trial_type, or epoch and stage: rename the columns and try again"
  }

  private static func printable(_ text: Substring) -> String {
    String(text.prefix(40).filter { $0.isASCII && !$0.isNewline && ($0.asciiValue ?? 0) >= 0x20 })
  }
}
