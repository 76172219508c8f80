import ArgumentParser
import Foundation
import Tibialis

@main
struct TibialisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tibialis",
    abstract:
      "Find leg movements in sleep recordings, score them, and compare nights before and after a drug.",
    discussion: """
      Not a medical device; for use with a physician. Exit status: 0 good, 2 some nights failed, 64 wrong \
      usage, 65 unusable input, 66 missing input, 70 defect of ours, 73 cannot create output, 74 input/output \
      error, 75 interrupted.
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
    signal(SIGPIPE, SIG_IGN)
    Interruption.watch()
    do {
      try checkHelp(ProcessArguments.all)
      try checkEmpty(ProcessArguments.all)
      var command = try parseAsRoot(ProcessArguments.all == ["-V"] ? ["--version"] : ProcessArguments.all)
      try command.run()
    } catch {
      finish(with: error)
    }
  }

  /// Help on a command that is none is an error, which the parser would answer with the list of all.
  private static func checkHelp(_ arguments: [String]) throws {
    guard arguments.count >= 2, arguments[0] == "help", !arguments[1].hasPrefix("-") else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !names.contains(arguments[1]) else { return }
    func shared(_ name: String) -> Int { name.commonPrefix(with: arguments[1]).count }
    let likely = names.filter { shared($0) >= 2 }.max { shared($0) < shared($1) }
    throw UsageError(
      "help: expected one of \(names.sorted().joined(separator: ", ")), found '\(Output.printable(arguments[1]))'"
        + (likely.map { "; did you mean '\($0)'?" } ?? ""))
  }

  /// An empty argument is a variable of a script that nobody set. As a folder it would be the root of the file system.
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
          + "expected a value, found an empty one; is a variable not set?")
    }
  }

  /// Whether the user asked for JSON.
  private static var wantsJSON: Bool { ProcessArguments.all.contains { $0 == "--json" || $0 == "-j" } }

  /// Prints an error the way the contract promises and ends the program with its status.
  private static func finish(with error: any Error) -> Never {
    switch error {
    case let status as ExitStatus: Foundation.exit(status.rawValue)
    case let problem as any ReportableError:
      if wantsJSON { Output.json(problem.json) }
      Output.talk("tibialis: \(problem.sentence)")
      Foundation.exit(problem.exitStatus.rawValue)
    default:
      // What the argument parser objects to; asking for help or the version is no error.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      if wantsJSON {
        let problem = UsageError(message(for: error))
        Output.json(problem.json)
        Output.talk("tibialis: \(problem.sentence)")
        Foundation.exit(problem.exitStatus.rawValue)
      }
      exit(withError: error)
    }
  }
}

/// Thrown to end with a status after everything has been said.
extension ExitStatus: Error {}
