import Foundation
import Testing
import Tibialis

/// Wrong usage is reported in one style, whether the parser notices it, or a command before or during its run.
@Suite struct UsageErrorTests {
  @Test(arguments: [
    (["foo"], "command: expected one of"),
    (["analyse", "x"], "(did you mean 'analyze'?); see 'tibialis help'"),
    (["help", "foo"], "help: expected one of"), (["help", "analyze", "foo"], "expected one command"),
    (["analyze"], "expected RECORDING (The recording:"),
    (["analyze", "x", "--foo"], "--foo: is not an option of this"),
    (["analyze", "x", "--verbos"], "did you mean '--verbose'?"),
    (["analyze", "x", "y"], "nothing more, found 'y'"),
    (["analyze", "x", "y", "z"], "nothing more, found 'y', 'z'"),
    (["analyze", "x", "--json=3"], "--json: expected no value"),
    (["batch", "x"], "--out: expected this option"), (["batch", "x", "--out"], "--out: expected a value"),
    (["batch", "x", "-o", "y", "--jobs", "abc"], "--jobs: expected a number, found 'abc'"),
    (["batch", "x", "-o", "y", "--jobs", "1.5"], "--jobs: expected a whole number from 0, found '1.5'"),
    (["batch", "x", "-o", "y", "--jobs", "0"], "--jobs: expected a number from 1, found 0"),
    (["batch", "x", "-o", "y", "--shard", "3"], "shard: expected I/N"),
    (["report", "x", "--paper", "A5"], "--paper: expected one of A4, letter, found 'A5'"),
    (["compare", "x", "--outcome", "plm"], "(did you mean 'plms'?)"),
    (["report", "x", "--viewer"], "--viewer: expected --recording FILE too"),
    (["analyze", "x", "--rules", "wasm2015"], "(did you mean 'wasm2016'?)"),
    (["score", "x", "--scoring-format", "emblaa"], "(did you mean 'embla'?)"),
    (["extract", "x"], "expected either --channel LABEL or --annotations, found neither"),
    (["deidentify", "a", "b", "--relative", "--shift-days", "1"], "--relative: expected no --shift-days"),
  ])
  func `wrong usage is one sentence with the status 64`(_ arguments: [String], _ words: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("tibialis: ") && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("; see 'tibialis help"))
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.lines.isEmpty)
    let json = try Tool.run(arguments + ["--json"])
    #expect(arguments[0] == "help" || json.json?["error"]?["message"] != nil)
  }

  @Test func `completions offer files and folders where one is wanted, and the words of a choice`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let outcome = try Tool.run("--generate-completion-script", shell)
      #expect(outcome.status == 0 && outcome.output.contains("wasm2006"))
    }
    let script = try Tool.run("--generate-completion-script", "bash").output
    for (command, option, kind) in [
      ("analyze", "'--scoring'", "-f"), ("analyze", "'--out'|'-o'", "-d"), ("batch", "'--channel-map'", "-f"),
      ("compare", "'--medications'", "-f"), ("report", "'--recording'", "-f"),
      ("review", "'--corrected'", "-f"),
      ("merge", "'--database'", "-f"), ("export", "'--to'", "-W"), ("simulate", "'--preset'", "-W"),
    ] {
      let part = try #require(script.range(of: "_tibialis_\(command)() {")).upperBound
      let place = try #require(script[part...].range(of: option + ")\n")).upperBound
      #expect(
        script[place...].prefix(60).contains("__tibialis_add_completions \(kind)"), "\(command) \(option)")
    }
    // An argument that is a recording, a table or a folder.
    for command in [
      "analyze", "inspect", "score", "batch", "compare", "report", "status", "verify", "review",
    ] {
      let part = try #require(script.range(of: "_tibialis_\(command)() {")).upperBound
      let body = script[part...].prefix(upTo: try #require(script[part...].range(of: "\n}\n")).lowerBound)
      let places = try #require(body.range(of: "case \"${positional_number}\"")).upperBound
      #expect(body[places...].contains("__tibialis_add_completions -"), "\(command)")
    }
  }
}
