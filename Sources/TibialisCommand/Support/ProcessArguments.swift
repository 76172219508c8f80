import CProcess

/// The command line, also where there is no `/proc`.
///
/// Swift's runtime reads the arguments from `/proc/self/cmdline` on Linux. In an empty root there is none, and every
/// command would be taken for one without arguments.
enum ProcessArguments {
  /// What follows the program's name.
  static let all: [String] = {
    let count = Int(cprocess_argument_count())
    guard CommandLine.arguments.count < count else { return Array(CommandLine.arguments.dropFirst()) }
    return (1..<count).compactMap { index in cprocess_argument(Int32(index)).map { String(cString: $0) } }
  }()
}
