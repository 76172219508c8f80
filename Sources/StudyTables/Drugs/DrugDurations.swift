import StructuredText

/// The duration of action of a single drug if it is longer than that of its class, and whether the drug has
/// the effects of its class.
///
/// All values are from memory of pharmacology textbooks: the longest half-life of the drug or an active
/// metabolite, and a washout of five half-lives. Depot injections act for weeks to months and are not
/// covered.
package struct DrugDuration: Hashable, Sendable {
  package var longestHalfLifeHours: Double?
  package var washoutDays: Int?
  /// True for drugs without the effects of their class, to which published findings about the class do not
  /// apply.
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
  /// A half-life of 7-9 h is typical of trazodone (Nilsen and Dale 1992: 7.3 h), so at most an eighth of a
  /// bedtime dose is left on the next evening; the table's 15 h are the longest ever reported.
  package static let trazodoneHalfLifeHours = 8.0

  /// The half-life that determines which nights after a dose are set aside, hours; nil for a drug for which
  /// the table has none.
  package func halfLifeHours(of interval: MedicationInterval) -> Double? {
    halfLifeHours(generic: names.resolve(interval.drugName).generic, of: drugClass(of: interval))
  }

  /// The same for a drug's name, class or ATC code.
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

  /// Days after the last dose during which a row's drug may still act; 0 if unknown.
  package func washoutDays(of interval: MedicationInterval) -> Int {
    let own = names.resolve(interval.drugName).generic.flatMap { durations[$0]?.washoutDays }
    return own ?? drugClass(of: interval)?.washoutDays ?? 0
  }
}
