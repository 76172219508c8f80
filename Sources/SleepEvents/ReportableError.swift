/// Exit status of the program, by the numbers of sysexits.h documented in CommandsAndFiles. No others are
/// used.
package enum ExitStatus: Int32, Sendable {
  case good = 0
  /// Finished, but some nights failed, each named with its reason.
  case someNightsFailed = 2
  case wrongUsage = 64
  /// An input was opened and is not usable.
  case unusableInput = 65
  /// An input does not exist or cannot be opened.
  case missingInput = 66
  /// A defect in Tibialis.
  case internalDefect = 70
  case cannotCreateOutput = 73
  case inputOutputFailure = 74
  /// Interrupted; run again to go on.
  case interrupted = 75
}

/// An error that a user can act on: one sentence that names the file, the place in it, what was expected,
/// what was found and what to do next. Every module's error enum conforms to it.
package protocol ReportableError: Error, Sendable, CustomStringConvertible {
  /// A stable identifier for programs, such as `truncated_header`.
  var code: String { get }
  var exitStatus: ExitStatus { get }
  /// The file's name as the user gave it, if one is at fault.
  var file: String? { get }
  /// The place in the file, such as `byte 236` or `line 7, column dose`.
  var location: String? { get }
  /// The place as numbers alone, as a stored error may give it. Nil if the place would quote the input.
  var place: ErrorPlace? { get }
  /// The whole sentence, including file and location. For a terminal only, since it quotes the input.
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

/// Something unusual that did not stop the work, with a stable code and its place.
public struct Warning: Hashable, Sendable {
  /// A stable identifier for programs.
  public var code: String
  /// For a terminal: may quote the input.
  public var message: String
  /// Byte, line or channel; nil for the whole file.
  public var location: String?
  /// Whether the message may quote an input, which can name a patient. A result then stores a description of
  /// the code instead.
  package var quotesInput: Bool

  package init(code: String, message: String, location: String? = nil, quotesInput: Bool = true) {
    self.code = code
    self.message = message
    self.location = location
    self.quotesInput = quotesInput
  }

  /// The warning as a result may store it: nothing taken from an input except numbers.
  package var stored: Warning {
    guard quotesInput else { return self }
    let words = (location ?? "").split(separator: " ")
    let isPlace = words.count == 2 && ["byte", "line", "record"].contains(words[0]) && Int(words[1]) != nil
    return Warning(
      code: code, message: code.replacing("_", with: " "), location: isPlace ? location : nil,
      quotesInput: false)
  }
}
