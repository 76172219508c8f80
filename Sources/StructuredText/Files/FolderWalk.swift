import Foundation

/// Lists the contents of a folder, with names as bytes: names that are not UTF-8 and unreadable folders are
/// reported, never skipped silently.
package struct FolderWalk: Sendable {
  /// Paths relative to the folder, sorted; links to files are included, links to folders are not followed.
  package private(set) var files: [String] = []
  /// Names that are not UTF-8.
  package private(set) var oddNames: [OddName] = []
  /// Subfolders that cannot be read.
  package private(set) var unreadable: [TextError] = []

  /// An entry whose name is not valid text.
  package struct OddName: Hashable, Sendable {
    /// The folder that contains it, as a path that can be opened.
    package var folder: String
    package var bytes: [UInt8]
    package var isFolder: Bool

    /// The name with `\xE9` and the like for bytes outside printable ASCII.
    package var escaped: String {
      bytes.map { byte in
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\\")
          ? String(UnicodeScalar(byte))
          : "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }.joined()
    }

    /// Whether the name ends in `ending`, ignoring the case of ASCII letters.
    package func hasEnding(_ ending: String) -> Bool {
      let lower = bytes.suffix(ending.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      return lower.elementsEqual(ending.utf8)
    }

    package var error: TextError { .nameNotUTF8(folder: folder, name: escaped) }
  }

  /// Names that begin with a dot are excluded.
  ///
  /// - Throws: `TextError` if the folder itself cannot be read.
  package init(below folder: String) throws(TextError) {
    var open = [""]
    while let place = open.popLast() {
      let path = place.isEmpty ? folder : folder + "/" + place
      let entries: [Entry]
      do throws(TextError) { entries = try FolderWalk.entries(of: path) } catch {
        if place.isEmpty { throw error }
        unreadable.append(error)
        continue
      }
      for entry in entries where entry.bytes.first != UInt8(ascii: ".") {
        guard let name = String(validating: entry.bytes, as: UTF8.self) else {
          oddNames.append(OddName(folder: path, bytes: entry.bytes, isFolder: entry.isFolder(path)))
          continue
        }
        let inner = place.isEmpty ? name : place + "/" + name
        if entry.isFolder(path) { open.append(inner) } else { files.append(inner) }
      }
    }
    files.sort()
    oddNames.sort { ($0.folder, $0.escaped) < ($1.folder, $1.escaped) }
  }

  /// The names in one folder that are UTF-8, sorted.
  ///
  /// - Throws: `TextError` if it cannot be read.
  package static func names(in folder: String) throws(TextError) -> [String] {
    try entries(of: folder).compactMap { String(validating: $0.bytes, as: UTF8.self) }.sorted()
  }

  private struct Entry {
    var bytes: [UInt8]
    var kind: UInt8

    /// Links are not followed.
    func isFolder(_ parent: String) -> Bool {
      guard kind == UInt8(DT_UNKNOWN) else { return kind == UInt8(DT_DIR) }
      var facts = stat()
      let path = Array(parent.utf8) + [UInt8(ascii: "/")] + bytes + [0]
      let answer = path.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { lstat($0, &facts) } ?? -1 }
      }
      return answer == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
  }

  private static func entries(of folder: String) throws(TextError) -> [Entry] {
    guard let stream = opendir(folder) else {
      let code = errno
      throw code == ENOENT
        ? .missing(file: folder) : .cannotOpen(file: folder, reason: String(cString: strerror(code)))
    }
    defer { closedir(stream) }
    var found: [Entry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else {
          throw .readFailed(file: folder, reason: String(cString: strerror(errno)))
        }
        return found
      }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes != [0x2E], bytes != [0x2E, 0x2E] {
        found.append(Entry(bytes: bytes, kind: entry.pointee.d_type))
      }
    }
  }
}
