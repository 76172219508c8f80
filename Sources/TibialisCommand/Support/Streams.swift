import Foundation
import Tibialis

/// `-` on the command line: standard input among the files to read, standard output for one file to write.
enum Streams {
  private static let name = StandardInput.name

  /// - Parameter files: everything that the command reads, without folders.
  /// - Throws: `UsageError` if standard input is to be several of them.
  static func checkInputs(_ files: [String?]...) throws(UsageError) {
    let count = files.joined().count { $0 == name }
    guard count > 1 else { return }
    throw UsageError("-: expected standard input for one file, found it \(count) times; name the others")
  }

  /// - Throws: `UsageError` if a folder is to go to standard output.
  static func checkFolder(_ path: String?, _ option: String = "--out") throws(UsageError) {
    guard path == name else { return }
    throw UsageError(
      "\(option): expected a folder, found '-'; several files cannot go to standard output, name a folder")
  }

  /// Whether a file is to be written to standard output, where nothing else may then appear.
  static func isOutput(_ path: String?, _ option: String, _ common: CommonOptions) throws(UsageError) -> Bool
  {
    guard path == name else { return false }
    guard !common.json else {
      throw UsageError(
        "\(option): expected a file with --json, found '-'; only one of them can go to standard output")
    }
    return true
  }

  /// Lets `body` write a file and copies it to standard output once it is complete. Only the user can read the
  /// file, which is removed in any case.
  static func output<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(folder)/tibialis-XXXXXX".utf8CString)
    let made = mkstemp(&template)
    guard made >= 0 else {
      throw TextError.cannotCreate(
        file: "\(folder) (for standard output)", reason: String(cString: strerror(errno)))
    }
    close(made)
    let temporary = TemporaryFile(
      at: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    defer { temporary.remove() }
    // The file is replaced by one with the permissions of results.
    let mask = umask(0o077)
    defer { umask(mask) }
    let result = try body(temporary.path)
    let file = try FileBytes(path: temporary.path)
    // Before copying, since a closed pipe ends the program.
    temporary.remove()
    var offset = 0
    while true {
      let bytes = try file.bytes(at: offset, count: 1 << 20)
      if bytes.isEmpty { return result }
      Output.result(Data(bytes))
      offset += bytes.count
    }
  }
}
