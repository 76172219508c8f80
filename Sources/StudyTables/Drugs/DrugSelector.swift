/// The drug requested for a comparison: a name, an ATC code or prefix, or a class of `drugs.csv`.
package struct DrugSelector: Hashable, Sendable {
  private enum Target: Hashable, Sendable {
    /// A generic name: the drug alone or in fixed combinations.
    case drug(String, atcCodes: [String])
    case drugClass(String)
    case code(String)
    /// A name that is not in the table, folded.
    case stranger(String)
  }

  /// As the user wrote it.
  package var text: String
  /// The name for use in sentences: the generic name for a single drug, otherwise as the user wrote it.
  package var name: String
  /// "'trazadone' was read as trazodone"; nil if nothing was corrected.
  package var remark: String?

  private let target: Target

  package init(_ text: String, table: DrugTable) {
    let plain = text.trimmingBlanks()
    let code = plain.uppercased()
    let resolution = table.names.resolve(plain)
    self.text = text
    name = plain
    if MedicationInterval.looksLikeATC(code), resolution.match == .unknown {
      target = .code(code)
    } else if let found = table.drugClass(named: plain), DrugSelector.means(found, resolution, table: table) {
      target = .drugClass(found.id)
    } else if let generic = resolution.generic {
      target = .drug(generic, atcCodes: resolution.atcCodes.filter { $0.count == 7 })
      name = generic
      remark = resolution.remark
    } else {
      target = .stranger(DrugWords(plain).key)
    }
  }

  /// Whether a name shared by a class and a drug means the class: if every drug of the class contains the
  /// drug, or the drug is not a single substance, as with iron.
  private static func means(_ drugClass: DrugClass, _ resolution: DrugResolution, table: DrugTable) -> Bool {
    guard let generic = resolution.generic, resolution.atcCodes.contains(where: { $0.count == 7 }) else {
      return true
    }
    return table.names.drugs.allSatisfy {
      $0.classID != drugClass.id || DrugNames.substances($0.generic).contains(generic)
    }
  }

  /// True if the selector means trazodone, whose dose is also in the nights table.
  package var isTrazodone: Bool {
    switch target {
    case .drug(let generic, _): generic == "trazodone"
    case .drugClass(let id): id == "trazodone"
    case .code(let code): "N06AX05".hasPrefix(code)
    case .stranger: false
    }
  }

  /// True if both request the same drug, under whichever of its names.
  package func isSame(as other: DrugSelector) -> Bool {
    target == other.target || isTrazodone && other.isTrazodone
  }

  /// The drugs that a row may mean, if the requested one is only one of them; empty for a row that is clear.
  package func candidates(for interval: MedicationInterval, table: DrugTable) -> [String] {
    let resolution = table.names.resolve(interval.drugName)
    guard resolution.generic == nil, !matches(interval, table: table) else { return [] }
    let mayBe: (String) -> Bool
    switch target {
    case .drug(let generic, _): mayBe = { $0 == generic || DrugNames.substances($0).contains(generic) }
    case .drugClass(let id): mayBe = { table.names.resolve($0).classID == id }
    case .code, .stranger: return []
    }
    return resolution.candidates.contains(where: mayBe) ? resolution.candidates : []
  }

  /// True if a medication row is of the requested drug, by its name or its code.
  package func matches(_ interval: MedicationInterval, table: DrugTable) -> Bool {
    let resolution = table.names.resolve(interval.drugName)
    switch target {
    case .drug(let generic, let codes):
      if let theirs = resolution.generic, DrugNames.substances(theirs).contains(generic) || theirs == generic
      {
        return true
      }
      // A name that means another drug outweighs a copied code.
      return resolution.generic == nil && (interval.atc.map(codes.contains) ?? false)
    case .drugClass(let id):
      return table.drugClass(of: interval)?.id == id
    case .code(let code):
      if let theirs = interval.atc { return theirs.hasPrefix(code) }
      if !resolution.atcCodes.isEmpty { return resolution.atcCodes.contains { $0.hasPrefix(code) } }
      let prefixes = table.drugClass(of: interval)?.atcPrefixes ?? []
      return !prefixes.isEmpty && prefixes.allSatisfy { $0.hasPrefix(code) }
    case .stranger(let key):
      guard resolution.generic == nil else { return false }
      let words = DrugWords(interval.drugName)
      return [words.key, words.withoutRemarks.key].contains(key)
    }
  }
}
