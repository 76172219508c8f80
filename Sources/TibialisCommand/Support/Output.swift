import Foundation
import Tibialis

/// Results go to standard output, messages to standard error. A closed pipe ends the program quietly.
enum Output {
  static func result(_ text: String) { write(Data(text.utf8), to: STDOUT_FILENO) }

  static func result(_ bytes: Data) { write(bytes, to: STDOUT_FILENO) }

  static func line(_ text: String) { result(text + "\n") }

  /// The one JSON value of a `--json` run.
  static func json(_ value: JSONValue) { line(value.text()) }

  /// The same for a long array in parts.
  static func json(parts: some Sequence<String>) {
    for part in parts { result(part) }
    result("\n")
  }

  static func talk(_ text: String) { write(Data((printable(text) + "\n").utf8), to: STDERR_FILENO) }

  /// Overwrites the current line of the terminal.
  static func progress(_ text: String) { write(Data(("\u{1B}[2K\r" + text).utf8), to: STDERR_FILENO) }

  /// The text with control characters escaped, for a terminal.
  static func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F...0x9F).contains(scalar.value) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  private static func write(_ data: Data, to descriptor: Int32) {
    data.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let count = Foundation.write(descriptor, base + done, buffer.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EPIPE { exit(ExitStatus.good.rawValue) }
          if descriptor == STDOUT_FILENO { exit(ExitStatus.inputOutputFailure.rawValue) }
          return
        }
        done += count
      }
    }
  }
}

extension ReportableError {
  /// The error object of the contract: `{"error": {"code", "message", "file", "location"}}`.
  var json: JSONValue {
    [
      "error": [
        "code": .string(code), "message": .string(sentence), "file": JSONValue(file),
        "location": JSONValue(location),
      ]
    ]
  }
}

/// A comparison of nights that have not been analyzed yet.
struct MissingResults: ReportableError {
  let table: String
  let list: String
  var sentence: String {
    "\(table): does not exist, and \(list) has no column plms_count; analyze its recordings with 'tibialis batch "
      + "\(list) --out RESULTS' and compare RESULTS, or add plms_count and tst_h from the reports"
  }
  var code: String { "missing_file" }
  var exitStatus: ExitStatus { .missingInput }
  var file: String? { table }
  var location: String? { nil }
}

/// Wrong usage (status 64).
struct UsageError: ReportableError {
  let sentence: String
  let code: String
  let file: String?
  let location: String?
  var exitStatus: ExitStatus { .wrongUsage }

  /// A value that is not among those allowed.
  init(_ place: String, oneOf words: [String], found: String) {
    self.init(
      "\(place): expected one of \(words.joined(separator: ", ")), found '\(Output.printable(found))'"
        + NearestWord.hint(words, to: found))
  }

  init(_ sentence: String) {
    self.sentence = sentence
    code = "wrong_usage"
    (file, location) = (nil, nil)
  }

  /// The same problem, with the command whose help explains more.
  init(_ problem: any ReportableError, help: String) {
    let hint =
      switch problem as? ScoringError {
      case .unknownRuleSet(let name, let known)?: NearestWord.hint(known, to: name)
      case .unknownParameter(let key, let known)?: NearestWord.hint(known, to: key)
      default: ""
      }
    let advice = Advice.text(for: problem).map { "; \($0)" } ?? ""
    sentence = "\(problem.sentence)\(hint)\(advice); see 'tibialis \(help)'"
    code = problem.code
    (file, location) = (problem.file, problem.location)
  }
}
