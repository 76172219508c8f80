import Foundation

/// All that a command reads and all that it will write, so that no output lands on an input or on a file that is not ours.
package struct OutputPlan {
  private var inputs: [(path: String, identity: FileIdentity)] = []
  private var outputs: [(path: String, isOurs: (String) throws(TextError) -> Bool)] = []

  /// - Parameter inputs: paths; folders stand for themselves alone. `-` is no file.
  package init(inputs: [String]) {
    for path in inputs where path != "-" {
      if let identity = FileIdentity(path) { self.inputs.append((path, identity)) }
    }
  }

  /// Adds a file to be written.
  ///
  /// - Parameter isOurs: whether a file that stands there already may be replaced; asked of its path.
  package mutating func add(
    _ path: String, isOurs: @escaping (String) throws(TextError) -> Bool = { _ throws(TextError) in false }
  ) {
    if path != "-" { outputs.append((path, isOurs)) }
  }

  /// Checks everything before anything is written.
  ///
  /// - Parameter force: replaces plain files that are not ours; never an input, a folder or a device.
  /// - Throws: `TextError.cannotCreate` that names the first target that cannot be.
  package func check(force: Bool = false) throws(TextError) {
    var seen: [FileIdentity: String] = [:]
    for (path, isOurs) in outputs {
      if let problem = AtomicFile.problem(ofTarget: path) {
        throw .cannotCreate(file: path, reason: problem)
      }
      guard let identity = FileIdentity(path) else { continue }
      if inputs.contains(where: { $0.identity == identity }) {
        throw .cannotCreate(file: path, reason: "it is one of the inputs")
      }
      if let other = seen[identity], other != path {
        throw .cannotCreate(file: path, reason: "it is the same file as \(other)")
      }
      seen[identity] = path
      if force { continue }
      guard try isOurs(path) else {
        throw .cannotCreate(
          file: path, reason: "a file that this program did not write is there")
      }
    }
  }
}

/// What tells one file from another whatever it is called.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64

  /// Nil where there is no such file.
  package init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    device = UInt64(facts.st_dev)
    node = UInt64(facts.st_ino)
  }
}
