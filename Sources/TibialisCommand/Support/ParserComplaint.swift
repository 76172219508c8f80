import Foundation

/// The argument parser's errors in the program's own form: the option, what was expected, what was found.
///
/// The parser keeps its error types private and only provides English text, so its sentences are matched and
/// rephrased here. Unknown ones are left as they are.
struct ParserComplaint {
  /// The parser's message, in one or more lines.
  let message: String
  /// The help text of the option at fault.
  let help: String?
  /// Options of the command.
  let options: [String]

  /// - Parameters:
  ///   - message: the parser's sentence.
  ///   - full: the same including the lines `Help:` and `Usage:`.
  ///   - helpText: the help of the command, from which its options are read.
  init(message: String, full: String, helpText: String) {
    self.message = message
    help = full.split(separator: "\n").first { $0.hasPrefix("Help:") }.flatMap { line in
      line.dropFirst(5).split(separator: ">", maxSplits: 1).last.map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " ."))
      }
    }
    options = helpText.matches(of: /--[a-z][a-z0-9-]*/).map { String($0.output) }
  }

  var sentence: String {
    if let found = message.firstMatch(of: /^Unknown option '([^']*)'/) {
      let name = String(found.1)
      let known = options.filter { name.hasPrefix("--") && $0 != name }
      return "\(name): is not an option of this command" + NearestWord.hint(known, to: name)
    }
    if let found = message.firstMatch(of: /^Missing value for '([^ ']*)/) {
      return "\(found.1): expected a value\(meaning), found none"
    }
    if let found = message.firstMatch(of: /^Missing expected argument '([^']*)'/) {
      return missing(String(found.1))
    }
    if let found = message.firstMatch(of: /(?s)^The value '(.*)' is invalid for '([^']*)'(.*)$/) {
      return "\(plain(String(found.2))): expected \(expected(String(found.3), found: String(found.1)))"
        + ", found '\(found.1)'" + NearestWord.hint(words(String(found.3)), to: String(found.1))
    }
    if let found = message.firstMatch(of: /(?s)^Unexpected argument '(.*)'$/) {
      return "expected nothing more, found '\(found.1)'"
    }
    if let found = message.firstMatch(of: /(?s)^\d+ unexpected arguments: '(.*)'$/) {
      return "expected nothing more, found '\(found.1)'"
    }
    if let found = message.firstMatch(
      of: /(?s)^The option '([^']*)' does not take any value, but '(.*)' was specified\.$/)
    {
      return "\(found.1): expected no value, found '\(found.2)'"
    }
    let line = message.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }

  /// `--out <out>` is an option, `<recording> ...` an argument.
  private func missing(_ synopsis: String) -> String {
    let name = plain(synopsis)
    return name.hasPrefix("--")
      ? "\(name): expected this option with a value\(meaning), found none"
      : "expected \(name)\(meaning), found nothing"
  }

  /// An option without the name of its value, or an argument as written in the help.
  private func plain(_ synopsis: String) -> String {
    if synopsis.hasPrefix("-") { return String(synopsis.prefix { $0 != " " }) }
    return synopsis.filter { $0 != "<" && $0 != ">" }.uppercased()
  }

  private var meaning: String { help.map { " (\($0))" } ?? "" }

  /// The values that the option accepts, if the parser lists them.
  private func words(_ tail: String) -> [String] {
    let quoted = tail.matches(of: /'([^']+)'/).map { String($0.output.1) }
    return quoted.isEmpty ? tail.matches(of: /\n  - (\S+)/).map { String($0.output.1) } : quoted
  }

  /// Text is accepted as it is: only numbers and values from a list can be invalid.
  private func expected(_ tail: String, found: String) -> String {
    let words = words(tail)
    if words.count > 1 { return "one of " + words.joined(separator: ", ") }
    return Double(found) == nil ? "a number" : "a whole number from 0"
  }
}
