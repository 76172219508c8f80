import Foundation

/// What the argument parser objects to, in the program's own words: the option, what was expected, what was found.
///
/// The parser keeps its errors to itself and hands out English alone, so that its sentences are turned round here. One
/// that is not known stays as it is.
struct ParserComplaint {
  /// The sentence of the parser, in one or more lines.
  let message: String
  /// What the help says of the option that is at fault.
  let help: String?
  /// Options of the command.
  let options: [String]

  /// - Parameters:
  ///   - message: the parser's sentence.
  ///   - full: the same with the lines `Help:` and `Usage:`.
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
      return "\(name): is no option of this command" + NearestWord.hint(known, to: name)
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

  /// An option without its value's name, an argument as its help writes it.
  private func plain(_ synopsis: String) -> String {
    if synopsis.hasPrefix("-") { return String(synopsis.prefix { $0 != " " }) }
    return synopsis.filter { $0 != "<" && $0 != ">" }.uppercased()
  }

  private var meaning: String { help.map { " (\($0))" } ?? "" }

  /// The words that the option takes, where the parser lists them.
  private func words(_ tail: String) -> [String] {
    let quoted = tail.matches(of: /'([^']+)'/).map { String($0.output.1) }
    return quoted.isEmpty ? tail.matches(of: /\n  - (\S+)/).map { String($0.output.1) } : quoted
  }

  /// Texts are taken as they are: what can be invalid is a number, or none of the words of a list.
  private func expected(_ tail: String, found: String) -> String {
    let words = words(tail)
    if words.count > 1 { return "one of " + words.joined(separator: ", ") }
    return Double(found) == nil ? "a number" : "a whole number from 0"
  }
}
