import ArgumentParser

/// The options that every command has.
struct CommonOptions: ParsableArguments {
  @Flag(
    name: [.long, .customShort("j")], help: "Print one JSON value on standard output and nothing else there.")
  var json = false

  @Flag(name: [.long, .customShort("q")], help: "Say nothing on standard error but errors.")
  var quiet = false

  /// Talk on standard error, unless `--quiet`.
  func say(_ text: String) {
    if !quiet { Output.talk(text) }
  }
}
