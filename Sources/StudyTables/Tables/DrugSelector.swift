/// The drug that a comparison asks about: a name, an ATC code or prefix, or a class of `drugs.csv`.
public struct DrugSelector: Hashable, Sendable {
  /// As the user wrote it, for sentences.
  public var text: String

  private let plain: String
  private let atc: String?
  private let drugClass: DrugClass?

  public init(_ text: String, table: DrugTable) {
    self.text = text
    plain = text.lowercased().trimmingBlanks()
    atc = MedicationInterval.looksLikeATC(text.uppercased()) ? text.uppercased() : nil
    drugClass = table[plain]
  }

  /// True where the selector means trazodone, whose dose the nights table carries too.
  public var isTrazodone: Bool {
    plain == "trazodone" || atc.map { "N06AX05".hasPrefix($0) } ?? false
  }

  /// True if both ask for the same drug, whichever of its names was written.
  public func isSame(as other: DrugSelector) -> Bool {
    plain == other.plain || atc != nil && atc == other.atc || isTrazodone && other.isTrazodone
  }

  /// True if a medication row is one of the drug. A row without a code is matched by its name or class.
  public func matches(_ interval: MedicationInterval, table: DrugTable) -> Bool {
    if interval.drugName.lowercased() == plain { return true }
    if DrugName.holds(DrugName.words(interval.drugName), DrugName.words(plain)) { return true }
    let theirs = table.drugClass(of: interval)
    if let drugClass, theirs == drugClass { return true }
    guard let atc else { return false }
    if let code = interval.atc { return code.hasPrefix(atc) }
    return theirs.map { !$0.atcPrefixes.isEmpty && $0.atcPrefixes.allSatisfy { $0.hasPrefix(atc) } } ?? false
  }
}
