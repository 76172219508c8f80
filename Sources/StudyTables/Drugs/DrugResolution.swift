/// How a typed name was taken for a drug's.
package enum DrugNameMatch: String, Hashable, Sendable, CaseIterable {
  /// The generic name.
  case exact
  case brand
  /// A salt, an abbreviation, the name in another language.
  case other
  /// A misspelling that is known.
  case misspelling
  /// One or two letters away from one name and from no other.
  case near
  /// Several drugs are called so, or nearly so, or several were typed in one cell.
  case ambiguous
  case unknown
}

/// What a typed name of a drug means.
package struct DrugResolution: Hashable, Sendable {
  /// As typed.
  package var typed: String
  package var match: DrugNameMatch
  /// International nonproprietary name; nil unless it is one drug or one fixed combination.
  package var generic: String?
  /// WHO ATC codes of that drug, those of its products together; empty where it has none.
  package var atcCodes: [String]
  /// The class of `drugs.csv`; also where several drugs are meant and all are of one class.
  package var classID: String?
  /// The generic names between which an ambiguous name cannot tell, in alphabetical order.
  package var candidates: [String]

  /// True if the name was mended, which is to be said.
  package var isMended: Bool { generic != nil && (match == .misspelling || match == .near) }

  /// "'clonezepam' was read as clonazepam"; nil where nothing was mended.
  package var remark: String? {
    guard let generic, isMended else { return nil }
    return "'\(typed)' was read as \(generic)"
  }
}
