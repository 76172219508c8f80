import StructuredText

/// How long a single drug acts where it acts longer than its class, and whether it does what its class does.
///
/// All values are from memory of pharmacology textbooks: the longest half-life of drug or active metabolite, five of
/// them as washout. Depot injections act for weeks to months and are not covered.
package struct DrugDuration: Hashable, Sendable {
  package var longestHalfLifeHours: Double?
  package var washoutDays: Int?
  /// True for drugs that do not act as the class does, so that what is published of the class does not hold.
  package var isUnlikeItsClass: Bool

  static func builtIn() throws(TextError) -> [String: DrugDuration] {
    let table = try DelimitedTable(
      text: String(decoding: PackageResources.drug_half_lives_csv, as: UTF8.self),
      file: "drug_half_lives.csv",
      required: ["generic", "half_life_h_max", "washout_days", "no_direction"])
    var durations: [String: DrugDuration] = [:]
    for row in table.rows {
      durations[try row.required("generic")] = DrugDuration(
        longestHalfLifeHours: try row.number("half_life_h_max"),
        washoutDays: try row.number("washout_days").map { Int($0) },
        isUnlikeItsClass: try row.truth("no_direction") ?? false)
    }
    return durations
  }
}

extension DrugTable {
  /// 7-9 h is typical of trazodone (Nilsen and Dale 1992: 7.3 h), so that the next evening at most an eighth of a
  /// dose at bedtime is left; the table's 15 h are the longest that was ever quoted.
  package static let trazodoneHalfLifeHours = 8.0

  /// Hours by which nights after a dose are set aside; nil for a drug that the table does not say it of.
  package func halfLifeHours(of interval: MedicationInterval) -> Double? {
    halfLifeHours(generic: names.resolve(interval.drugName).generic, of: drugClass(of: interval))
  }

  /// The same by a drug's name, class or ATC code.
  package func halfLifeHours(of drug: String) -> Double? {
    if DrugSelector(drug, table: self).isTrazodone { return DrugTable.trazodoneHalfLifeHours }
    let atc = drug.uppercased()
    let code = MedicationInterval.looksLikeATC(atc) ? drugClass(atc: atc) : nil
    return halfLifeHours(generic: names.resolve(drug).generic, of: code ?? drugClass(name: drug))
  }

  private func halfLifeHours(generic: String?, of drugClass: DrugClass?) -> Double? {
    if drugClass?.id == "trazodone" { return DrugTable.trazodoneHalfLifeHours }
    return generic.flatMap { durations[$0]?.longestHalfLifeHours } ?? drugClass?.longestHalfLifeHours
  }

  /// Days after the last dose in which a row's drug may still act; 0 where nobody knows.
  package func washoutDays(of interval: MedicationInterval) -> Int {
    let own = names.resolve(interval.drugName).generic.flatMap { durations[$0]?.washoutDays }
    return own ?? drugClass(of: interval)?.washoutDays ?? 0
  }
}
