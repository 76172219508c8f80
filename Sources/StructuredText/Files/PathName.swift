/// The parts of a path, cut at its slashes and its last dot.
///
/// Foundation's own cutting traps on a relative path of one letter on Linux, and a list may well be called `n`.
package enum PathName {
  /// The folder of a path; empty for a name alone.
  package static func folder(of path: String) -> String {
    let bare = withoutSlashes(path)
    guard let slash = bare.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let folder = withoutSlashes(bare[..<slash])
    return folder.isEmpty ? "/" : String(folder)
  }

  /// The last name of a path.
  package static func last(of path: String) -> String {
    let bare = withoutSlashes(path)
    guard let slash = bare.utf8.lastIndex(of: UInt8(ascii: "/")) else { return String(bare) }
    return String(bare[bare.utf8.index(after: slash)...])
  }

  /// The path without what follows the last dot of its last name; a name that begins with its only dot has no ending.
  package static func stem(of path: String) -> String {
    guard let dot = dot(of: path) else { return path }
    return String(path[..<dot])
  }

  /// What follows the last dot of the last name; empty where there is none.
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
