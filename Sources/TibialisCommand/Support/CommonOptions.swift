import ArgumentParser

/// The options of all commands.
struct CommonOptions: ParsableArguments {
  @Flag(
    name: [.long, .customShort("j")], help: "Print one JSON value on standard output and nothing else there.")
  var json = false

  @Flag(name: [.long, .customShort("q")], help: "Print nothing but errors on standard error.")
  var quiet = false

  /// Prints to standard error, unless `--quiet`.
  func say(_ text: String) {
    if !quiet { Output.talk(text) }
  }
}
