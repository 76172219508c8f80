import Foundation
import StructuredText

extension NightFolder {
  /// Checks that a night may be written here: its file names are either unused or belong to a night of ours.
  ///
  /// - Parameters:
  ///   - rules: the rule sets to be written.
  ///   - inputs: files that the run reads; none of them may be overwritten.
  /// - Throws: `TextError.cannotCreate`, naming the first file in the way.
  package func plan(rules: [String], inputs: [String], force: Bool = false) throws(TextError) {
    var plan = OutputPlan(inputs: inputs)
    for name in NightFolder.names(rules: rules) {
      plan.add(file(name)) { _ throws(TextError) in isOurs(name) }
    }
    try plan.check(force: force)
  }

  /// Called for existing files. The record of files being written is read before the result, since another
  /// run may replace the one by the other at any moment.
  private func isOurs(_ name: String) -> Bool {
    if unfinishedFiles.contains(name) { return true }
    switch standing {
    case .done: return true
    // An unreadable result is still ours, so its files may be overwritten; another program's is not.
    case .damaged: return isResultOfOurs
    // A failure tells nothing about the other files here.
    case .failed: return name == NightFolder.failure
    case .absent: return false
    }
  }

  /// Whether `result.json` is empty or begins as ours do, however damaged the rest of it is.
  private var isResultOfOurs: Bool {
    let start: Data
    do throws(TextError) {
      start = Data(try FileBytes(path: file(NightFolder.result)).bytes(at: 0, count: 200))
    } catch {
      // A result that cannot be read may be ours; a pipe or a device of that name is not.
      if case .notRegular = error { return false }
      return true
    }
    return start.isEmpty || start.range(of: Data("tibialis".utf8)) != nil
      || Data("{\n  \"schema\": \"tibialis".utf8).starts(with: start)
  }
}
