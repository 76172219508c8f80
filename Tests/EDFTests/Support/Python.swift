import Foundation

/// Runs Python scripts for tests that compare with other people's code.
enum Python {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A Python that has the given modules, or nil.
  static func interpreter(with modules: [String]) -> String? {
    let check = modules.map { "import \($0)" }.joined(separator: ";")
    let named = ProcessInfo.processInfo.environment["TIBIALIS_TEST_PYTHON"]
    return [named, "python3"].compactMap { $0 }.first { python in
      (try? run(python, ["-c", check])) != nil
    }
  }

  /// What the program prints.
  @discardableResult
  static func run(_ python: String, _ arguments: [String], in folder: String? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONDONTWRITEBYTECODE": "1"], uniquingKeysWith: { $1 })
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
