extension DrugTable {
  /// 7-9 h is typical of trazodone (Nilsen and Dale 1992: 7.3 h), so that the next evening at most an eighth of a
  /// dose at bedtime is left; the table's 15 h are the longest that was ever quoted.
  package static let trazodoneHalfLifeHours = 8.0

  /// Hours by which nights after a dose are set aside; nil for a class that the table does not say it of.
  public func halfLifeHours(of drugClass: DrugClass?) -> Double? {
    drugClass?.id == "trazodone" ? DrugTable.trazodoneHalfLifeHours : drugClass?.longestHalfLifeHours
  }

  /// The same by a drug's name, class or ATC code.
  public func halfLifeHours(of drug: String) -> Double? {
    let selector = DrugSelector(drug, table: self)
    if selector.isTrazodone { return DrugTable.trazodoneHalfLifeHours }
    return halfLifeHours(
      of: drugClass(atc: drug.uppercased()) ?? self[drug.lowercased()] ?? drugClass(name: drug))
  }
}
