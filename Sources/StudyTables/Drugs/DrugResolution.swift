/// How a typed name was taken for a drug's.
public enum DrugNameMatch: String, Hashable, Sendable, CaseIterable {
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
public struct DrugResolution: Hashable, Sendable {
  /// As typed.
  public var typed: String
  public var match: DrugNameMatch
  /// International nonproprietary name; nil unless it is one drug or one fixed combination.
  public var generic: String?
  /// WHO ATC codes of that drug, those of its products together; empty where it has none.
  public var atcCodes: [String]
  /// The class of `drugs.csv`; also where several drugs are meant and all are of one class.
  public var classID: String?
  /// The generic names between which an ambiguous name cannot tell, in alphabetical order.
  public var candidates: [String]

  /// True if the name was mended, which is to be said.
  public var isMended: Bool { generic != nil && (match == .misspelling || match == .near) }

  /// "'clonezepam' was read as clonazepam"; nil where nothing was mended.
  public var remark: String? {
    guard let generic, isMended else { return nil }
    return "'\(typed)' was read as \(generic)"
  }
}
