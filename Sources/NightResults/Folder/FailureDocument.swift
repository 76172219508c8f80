import SleepEvents
import StructuredText

/// The content of `error.json`: why a night has no result. It contains codes and places, never anything found
/// in an input.
package struct FailureDocument: Hashable, Sendable {
  package struct Facts: Hashable, Sendable {
    /// A stable identifier for programs.
    package var code = ""
    /// A description of the code.
    package var message = ""
    /// Such as `line 7` or `byte 236`.
    package var location: String?
    package var exitStatus = 0
    package init() {}
  }

  package var error = Facts()
  /// The requested rule sets, so that the night still has rows in a merged table.
  package var ruleSets: [String] = []

  package init() {}

  package init(_ failure: any ReportableError, rules: [String]) {
    error.code = failure.code
    error.message = failure.code.replacing("_", with: " ")
    error.location = failure.place?.description
    error.exitStatus = Int(failure.exitStatus.rawValue)
    ruleSets = rules
  }
}

extension FailureDocument.Facts: JSONRecord {
  package static let fields: [JSONField<FailureDocument.Facts>] = [
    .value("code", \.code, "stable identifier for programs"),
    .value("message", \.message, "the code in words"),
    .value("location", \.location, "line, byte or record"), .value("exit_status", \.exitStatus, ""),
  ]
}

extension FailureDocument: JSONRecord {
  package static let fields: [JSONField<FailureDocument>] = [
    .value("error", \.error, ""), .value("rule_sets", \.ruleSets, "the requested rule sets"),
  ]
}
