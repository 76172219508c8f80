import ArgumentParser
import CProcess
import Foundation
import Tibialis

@main
struct TibialisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tibialis",
    abstract:
      "Find leg movements in sleep recordings, score them, and compare nights before and after a drug.",
    discussion: """
      Not a medical device; for use with a physician. Exit status: 0 success, 2 some nights failed, 64 wrong \
      usage, 65 unusable input, 66 missing input, 70 bug in this program, 73 cannot create output, 74 input/output \
      error, 75 interrupted.

      A file named - is standard input, which can be only one of the files read, or standard output where one file \
      is written. --version --json prints the version, rule sets, libedf and platform as an object.
      """,
    version: TibialisVersion.version,
    subcommands: [
      AnalyzeCommand.self,
      BatchCommand.self,
      CompareCommand.self,
      DeidentifyCommand.self,
      DrugCommand.self,
      ExportCommand.self,
      ExtractCommand.self,
      InspectCommand.self,
      MergeCommand.self,
      OpenCommand.self,
      PlanCommand.self,
      ReportCommand.self,
      ReviewCommand.self,
      SchemaCommand.self,
      ScoreCommand.self,
      SimulateCommand.self,
      SlurmCommand.self,
      StatusCommand.self,
      TemplateCommand.self,
      ValidateCommand.self,
      VerifyCommand.self,
    ])

  static func main() {
    cprocess_prepare_heap()
    signal(SIGPIPE, SIG_IGN)
    Interruption.watch()
    do {
      try checkEmpty(ProcessArguments.all)
      try checkCommand(ProcessArguments.all)
      var command = try parseAsRoot(ProcessArguments.all == ["-V"] ? ["--version"] : ProcessArguments.all)
      try command.run()
    } catch {
      finish(with: error)
    }
  }

  private static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
  }

  /// A word that is not a command, which the parser would treat as an argument of none; help for such a word
  /// is also an error, which the parser would answer with the full list.
  private static func checkCommand(_ arguments: [String]) throws {
    let asksHelp = arguments.first == "help"
    guard let word = arguments.dropFirst(asksHelp ? 1 : 0).first, !word.hasPrefix("-") else { return }
    let names = commandNames
    guard names.contains(word) else {
      if !asksHelp, FileManager.default.fileExists(atPath: word) {
        throw UsageError(
          "expected a command before the file, such as 'tibialis inspect FILE' or 'tibialis analyze FILE', found "
            + "'\(Output.printable(word))'")
      }
      throw UsageError(asksHelp ? "help" : "command", oneOf: names.sorted(), found: word)
    }
    if asksHelp, arguments.count > 2, !arguments[2].hasPrefix("-") {
      throw UsageError("help: expected one command, found '\(Output.printable(arguments[2]))' after it")
    }
  }

  /// The requested command, if the arguments name one.
  private static var askedCommand: (any ParsableCommand.Type)? {
    configuration.subcommands.first { $0.configuration.commandName == ProcessArguments.all.first }
  }

  /// An empty argument is usually an unset shell variable. As a folder it would be the root of the file
  /// system.
  static func checkEmpty(_ arguments: [String]) throws(UsageError) {
    guard arguments.first != "drug" else { return }
    for (index, argument) in arguments.enumerated() {
      let before = index > 0 ? arguments[index - 1] : ""
      let isEmpty = argument.isEmpty
      let isEmptyValue =
        argument.hasPrefix("--") && argument.hasSuffix("=") && !argument.dropLast().contains("=")
      guard isEmpty || isEmptyValue else { continue }
      let option = isEmptyValue ? String(argument.dropLast()) : before.hasPrefix("-") ? before : ""
      throw UsageError(
        (option.isEmpty ? "" : Output.printable(option) + ": ")
          + "expected a value, found an empty one; is a variable unset?")
    }
  }

  /// Whether the user requested JSON.
  private static var wantsJSON: Bool { ProcessArguments.all.contains { $0 == "--json" || $0 == "-j" } }

  /// Prints an error in the documented form and exits with its status.
  private static func finish(with error: any Error) -> Never {
    switch error {
    case let status as ExitStatus: Foundation.exit(status.rawValue)
    case let problem as any ReportableError: end(with: problem)
    default:
      // Errors of the argument parser; a request for help or the version is not an error.
      guard exitCode(for: error) != .success else {
        guard message(for: error) == configuration.version else { exit(withError: error) }
        if wantsJSON { Output.json(VersionFacts.json) } else { Output.line(VersionFacts.text) }
        Foundation.exit(ExitStatus.good.rawValue)
      }
      let complaint = ParserComplaint(
        message: message(for: error), full: fullMessage(for: error),
        helpText: askedCommand?.helpMessage() ?? helpMessage())
      end(with: UsageError(complaint.sentence))
    }
  }

  private static func end(with problem: any ReportableError) -> Never {
    var problem = problem
    if problem.exitStatus == .wrongUsage {
      problem = UsageError(
        problem, help: askedCommand?.configuration.commandName.map { "help " + $0 } ?? "help")
    }
    if wantsJSON { Output.json(problem.json) }
    Output.talk("tibialis: \(problem.told)")
    Foundation.exit(problem.exitStatus.rawValue)
  }
}

/// Thrown to exit with a status after everything has been printed.
extension ExitStatus: Error {}
