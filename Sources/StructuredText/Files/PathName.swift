/// The parts of a path, split at slashes and at the last dot.
///
/// On Linux, Foundation's version traps on a relative path of one letter, and a list may well be called `n`.
package enum PathName {
  /// The folder of a path; empty for a bare name.
  package static func folder(of path: String) -> String {
    let bare = withoutSlashes(path)
    guard let slash = bare.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let folder = withoutSlashes(bare[..<slash])
    return folder.isEmpty ? "/" : String(folder)
  }

  /// The last component of a path.
  package static func last(of path: String) -> String {
    let bare = withoutSlashes(path)
    guard let slash = bare.utf8.lastIndex(of: UInt8(ascii: "/")) else { return String(bare) }
    return String(bare[bare.utf8.index(after: slash)...])
  }

  /// The path without the extension of its last component; a name whose only dot is the first character has
  /// none.
  package static func stem(of path: String) -> String {
    guard let dot = dot(of: path) else { return path }
    return String(path[..<dot])
  }

  /// The extension of the last component; empty if there is none.
  package static func ending(of path: String) -> String {
    guard let dot = dot(of: path) else { return "" }
    return String(path[path.utf8.index(after: dot)...])
  }

  private static func dot(of path: String) -> String.Index? {
    let bytes = path.utf8
    let first = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    guard let dot = bytes[first...].lastIndex(of: UInt8(ascii: ".")), dot > first else { return nil }
    return dot
  }

  private static func withoutSlashes(_ path: some StringProtocol) -> Substring {
    var bare = Substring(path)
    while bare.utf8.last == UInt8(ascii: "/") { bare.removeLast() }
    return bare
  }
}
