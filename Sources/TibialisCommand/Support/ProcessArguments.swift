import CProcess

/// The command line, even where there is no `/proc`.
///
/// On Linux, Swift's runtime reads the arguments from `/proc/self/cmdline`. In an empty root that does not
/// exist, and every command would appear to have no arguments.
enum ProcessArguments {
  /// The arguments after the program name.
  static let all: [String] = {
    let count = Int(cprocess_argument_count())
    guard CommandLine.arguments.count < count else { return Array(CommandLine.arguments.dropFirst()) }
    return (1..<count).compactMap { index in cprocess_argument(Int32(index)).map { String(cString: $0) } }
  }()
}
