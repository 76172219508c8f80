/// How the program ends, by the numbers of sysexits.h that CommandsAndFiles promises. Nothing else is used.
package enum ExitStatus: Int32, Sendable {
  case good = 0
  /// Finished, but some nights failed, each named with its reason.
  case someNightsFailed = 2
  case wrongUsage = 64
  /// An input was opened and is not usable.
  case unusableInput = 65
  /// An input does not exist or cannot be opened.
  case missingInput = 66
  /// A defect of ours.
  case internalDefect = 70
  case cannotCreateOutput = 73
  case inputOutputFailure = 74
  /// Interrupted; run again to go on.
  case interrupted = 75
}

/// An error that a user can act on: one sentence that names the file, the place in it, what was expected,
/// what was found and what to do next. Every module's error enum conforms.
package protocol ReportableError: Error, Sendable, CustomStringConvertible {
  /// A stable word for programs, such as `truncated_header`.
  var code: String { get }
  var exitStatus: ExitStatus { get }
  /// The file's name as the user gave it, if one is at fault.
  var file: String? { get }
  /// The place in the file, such as `byte 236` or `line 7, column dose`.
  var location: String? { get }
  /// The place as numbers alone: what a stored error may say. Nil where a place would quote what was found.
  var place: ErrorPlace? { get }
  /// The whole sentence, with file and location in it. For a terminal: it quotes what was found.
  var sentence: String { get }
}

extension ReportableError {
  package var description: String { sentence }
  package var place: ErrorPlace? { nil }
}

/// A place in a file.
package enum ErrorPlace: Hashable, Sendable, CustomStringConvertible {
  case byte(Int)
  case line(Int)
  case record(Int)

  package var description: String {
    switch self {
    case .byte(let number): "byte \(number)"
    case .line(let number): "line \(number)"
    case .record(let number): "record \(number)"
    }
  }
}

/// Something odd that did not stop the work, with a stable code and its place.
public struct Warning: Hashable, Sendable {
  /// A stable word for programs.
  public var code: String
  /// For a terminal.
  public var message: String
  /// Byte, line or channel; nil for the whole file.
  public var location: String?
  /// Whether the message may hold texts of an input, which can name a patient. Then a result has the code in words instead.
  package var quotesInput: Bool

  package init(code: String, message: String, location: String? = nil, quotesInput: Bool = true) {
    self.code = code
    self.message = message
    self.location = location
    self.quotesInput = quotesInput
  }

  /// As a result may hold it: without anything that was found in an input but numbers.
  package var stored: Warning {
    guard quotesInput else { return self }
    let words = (location ?? "").split(separator: " ")
    let isPlace = words.count == 2 && ["byte", "line", "record"].contains(words[0]) && Int(words[1]) != nil
    return Warning(
      code: code, message: code.replacing("_", with: " "), location: isPlace ? location : nil,
      quotesInput: false)
  }
}
