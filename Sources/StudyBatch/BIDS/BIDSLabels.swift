import SleepEvents

/// BIDS labels for patients and nights: letters and digits only.
///
/// A prefix `sub-` or `ses-` and all dots, hyphens and underscores are dropped. Two ids that would then be
/// the same, ignoring case, are refused: every label must lead back to its patient.
struct BIDSLabels {
  /// Labels by id.
  private(set) var labels: [String: String] = [:]

  /// - Parameters:
  ///   - prefix: `sub-` or `ses-`.
  ///   - column: the origin of the ids, for error messages.
  /// - Throws: `BIDSError`.
  init(_ ids: [String], prefix: String, column: String) throws(BIDSError) {
    var first: [String: String] = [:]
    for id in ids where labels[id] == nil {
      let rest = id.hasPrefix(prefix) ? id.dropFirst(prefix.count) : id[...]
      let label = rest.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      guard !label.isEmpty, rest.allSatisfy({ $0.isASCII }) else { throw .noLabel(column: column, id: id) }
      let folded = label.lowercased()
      if let other = first[folded] { throw .sameLabel(column: column, ids: [other, id], label: label) }
      first[folded] = id
      labels[id] = label
    }
  }

  subscript(id: String) -> String { labels[id] ?? "" }
}

/// Why a study cannot be exported as a BIDS derivative.
package enum BIDSError: ReportableError, Equatable {
  case noLabel(column: String, id: String)
  case sameLabel(column: String, ids: [String], label: String)
  case unknownRules(rules: String, known: [String], night: String)
  case leftOver(folder: String, path: String)

  package var code: String {
    switch self {
    case .noLabel: "no_bids_label"
    case .sameLabel: "same_bids_label"
    case .unknownRules: "unknown_rules"
    case .leftOver: "another_derivative"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .noLabel, .sameLabel: .unusableInput
    case .unknownRules: .wrongUsage
    case .leftOver: .cannotCreateOutput
    }
  }

  package var file: String? { if case .leftOver(let folder, _) = self { folder } else { nil } }
  package var location: String? { nil }

  package var sentence: String {
    switch self {
    case .noLabel(let column, let id):
      "\(column): expected an id with a letter or a digit, for a BIDS label, found '\(id)'; name "
        + "patient and night, or give them in the night list"
    case .sameLabel(let column, let ids, let label):
      "\(column): expected ids that differ in letters or digits, since BIDS allows nothing else, found "
        + "'\(ids.joined(separator: "' and '"))', both \(label); rename one in the night list and run batch again"
    case .unknownRules(let rules, let known, let night):
      "rule set: expected one of \(night): \(known.joined(separator: ", ")), found '\(rules)'"
    case .leftOver(let folder, let path):
      "\(folder): expected an empty folder or an earlier export of these nights, found \(path), which is none of them; "
        + "remove the folder or choose another"
    }
  }
}
