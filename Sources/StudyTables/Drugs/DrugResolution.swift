/// How a typed name was matched.
package enum DrugNameMatch: String, Hashable, Sendable, CaseIterable {
  /// An exact generic name.
  case exact
  case brand
  /// A salt, an abbreviation, or the name in another language.
  case other
  /// A known misspelling.
  case misspelling
  /// Within one or two letters of one name and of no other.
  case near
  /// Several drugs have that name or a similar one, or several were typed in one cell.
  case ambiguous
  case unknown
}

/// The meaning of a typed drug name.
package struct DrugResolution: Hashable, Sendable {
  /// As typed.
  package var typed: String
  package var match: DrugNameMatch
  /// International nonproprietary name; nil unless it is one drug or one fixed combination.
  package var generic: String?
  /// The WHO ATC codes of that drug, including those of all its products; empty if it has none.
  package var atcCodes: [String]
  /// The class from `drugs.csv`; also given if several drugs are possible but all are of one class.
  package var classID: String?
  /// The generic names that an ambiguous name may refer to, in alphabetical order.
  package var candidates: [String]

  /// True if the name was corrected, which must be reported.
  package var isMended: Bool { generic != nil && (match == .misspelling || match == .near) }

  /// "'clonezepam' was read as clonazepam"; nil if nothing was corrected.
  package var remark: String? {
    guard let generic, isMended else { return nil }
    return "'\(typed)' was read as \(generic)"
  }

  /// Whether an ATC code, or the beginning of one, may be this drug's; true where the table has none.
  func has(code: String) -> Bool { atcCodes.isEmpty || atcCodes.contains { $0.hasPrefix(code) } }
}
