import Foundation

/// Everything that a command reads and will write, to ensure that no output overwrites an input or a file
/// that is not ours.
package struct OutputPlan {
  private var inputs: [(path: String, identity: FileIdentity)] = []
  private var outputs: [(path: String, isOurs: (String) throws(TextError) -> Bool)] = []

  /// - Parameter inputs: paths; a folder stands only for itself.
  package init(inputs: [String]) {
    for path in inputs {
      if let identity = FileIdentity(path) { self.inputs.append((path, identity)) }
    }
  }

  /// Adds a file to be written.
  ///
  /// - Parameter isOurs: whether an existing file may be replaced; called with its path.
  package mutating func add(
    _ path: String, isOurs: @escaping (String) throws(TextError) -> Bool = { _ throws(TextError) in false }
  ) {
    if path != "-" { outputs.append((path, isOurs)) }
  }

  /// Checks all outputs before anything is written.
  ///
  /// - Parameter force: also replaces regular files that are not ours; never an input, a folder or a device.
  /// - Throws: `TextError.cannotCreate`, naming the first target that cannot be written.
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
          file: path, reason: "there is a file that this program did not write")
      }
    }
  }
}

/// The identity of a file, whatever its name.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64

  /// Nil if there is no such file.
  package init?(_ path: String) {
    guard let facts = StandardInput.facts(of: path) else { return nil }
    device = UInt64(facts.st_dev)
    node = UInt64(facts.st_ino)
  }
}
