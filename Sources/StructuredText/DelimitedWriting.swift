/// Writing of delimited tables.
package enum Delimited {
  /// A TSV line ending in `\n`; tabs and line breaks inside a cell become blanks, and an absent cell becomes
  /// `n/a`.
  package static func tsvLine(_ cells: [String?]) -> String {
    cells.map { cell in
      guard let cell else { return "n/a" }
      return cell.contains(where: { $0 == "\t" || $0.isNewline })
        ? String(cell.map { $0 == "\t" || $0.isNewline ? " " : $0 }) : cell
    }.joined(separator: "\t") + "\n"
  }

  /// An RFC 4180 line ending in CRLF; an absent cell is empty.
  ///
  /// - Parameter separator: `,` unless a locale with decimal commas requires `;`.
  package static func csvLine(_ cells: [String?], separator: Character = ",") -> String {
    cells.map { quoted($0 ?? "", separator: separator) }.joined(separator: String(separator)) + "\r\n"
  }

  private static func quoted(_ cell: String, separator: Character) -> String {
    guard cell.contains(where: { $0 == separator || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  /// Prefixes an apostrophe to text that a spreadsheet would read as a formula. For text cells only, never
  /// for numbers.
  package static func defused(_ text: String) -> String {
    // A lone hyphen, the id of a patient without one, is no formula.
    guard let first = text.first, "=+-@\t\r".contains(first), text != "-" else { return text }
    return "'" + text
  }

  /// The text before it was defused, when a table of ours is read.
  package static func undefused(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'") else { return text }
    let rest = text.dropFirst()
    return rest.first.map { "=+-@\t\r".contains($0) } == true ? String(rest) : text
  }

  /// A number with a fixed number of decimals and a decimal point whatever the locale; nil stays nil.
  package static func fixed(_ value: Double?, _ decimals: Int) -> String? {
    guard let value, value.isFinite else { return nil }
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrEven)
    guard scaled < 9e15 else { return value.description }
    let whole = Int64(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// Seconds with nine decimals, or ten where nine would read as another tick (of 1/2,048,000,000 s): samples of 1,024 Hz
  /// and more lie between nanoseconds.
  package static func seconds(_ value: Double) -> String? {
    let nanoseconds = abs(value) * 1e9
    let isBetween = abs(nanoseconds - nanoseconds.rounded()) > 0.2
    return fixed(value, isBetween && nanoseconds < 1e14 ? 10 : 9)
  }

  /// A number with at most the given number of decimals and no trailing zeros; nil for one that is not
  /// finite.
  package static func plain(_ value: Double, decimals: Int) -> String? {
    guard let fixed = fixed(value, decimals) else { return nil }
    guard fixed.contains(".") else { return fixed }
    var text = Substring(fixed)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : String(text)
  }
}
