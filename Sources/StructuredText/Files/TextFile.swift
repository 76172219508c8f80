import Foundation
import SleepEvents

/// Reading and writing of whole text files, with a size limit and atomic replacement.
package enum TextFile {
  /// The text of a file: UTF-8, UTF-16 with a byte order mark, or else Latin-1.
  package static func read(_ path: String, limit: Int) throws(TextError) -> String {
    decode(try bytes(of: path, limit: limit))
  }

  /// The bytes of a file; `-` means standard input.
  ///
  /// - Throws: `TextError` for a file that is missing, a folder, a device or a pipe, unreadable, or larger
  ///   than `limit` bytes.
  package static func bytes(of path: String, limit: Int) throws(TextError) -> Data {
    try FileBytes(path: path).all(limit: limit)
  }

  package static func decode(_ data: Data) -> String {
    if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
      if let text = String(data: data, encoding: .utf16) { return text }
    }
    if let text = String(validating: data, as: UTF8.self) { return text }
    return String(data: data, encoding: .isoLatin1) ?? ""
  }

  /// Writes `contents` to a temporary file next to `path`, syncs and renames it, so that the file is complete
  /// or absent.
  package static func writeAtomically(_ contents: Data, to path: String) throws(TextError) {
    try writeAtomically(parts: CollectionOfOne(contents), to: path)
  }

  /// The same for contents in parts, of which only one is in memory at a time.
  ///
  /// - Parameter isComplete: called after the last part; false leaves the previous file in place.
  package static func writeAtomically(
    parts: some Sequence<some ContiguousBytes>, to path: String, isComplete: () -> Bool = { true }
  ) throws(TextError) {
    let file = try AtomicFile(path: path)
    for part in parts { try file.append(part) }
    if isComplete() { try file.commit() } else { file.discard() }
  }

  package static func writeAtomically(_ text: String, to path: String) throws(TextError) {
    try writeAtomically(Data(text.utf8), to: path)
  }

  /// Creates a folder and its parents; succeeds if it already exists.
  package static func makeFolder(_ path: String) throws(TextError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
      guard mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
      let code = errno
      var facts = stat()
      // A read-only parent is fine as long as it exists.
      if stat(made, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { continue }
      throw .cannotCreate(file: path, reason: String(cString: strerror(code)))
    }
    var facts = stat()
    guard stat(path.isEmpty ? "." : path, &facts) == 0 else {
      throw .cannotCreate(file: path, reason: String(cString: strerror(errno)))
    }
    guard facts.st_mode & S_IFMT == S_IFDIR else {
      throw .cannotCreate(file: path, reason: "there is a file with that name")
    }
  }
}
