import StructuredText

/// Which drug a row of `medications.tsv` is of, which it may say two or three times.
extension MedicationInterval {
  /// Where the code or the class of a row belongs to another drug than its name: most often a line was copied and only
  /// the name changed, so that any choice between the two could be wrong.
  static func contradictions(
    name: String, atc: String?, classID: String?, row: DelimitedTable.Row
  ) -> [TextError] {
    guard atc != nil || classID != nil, case .success(let table) = DrugTable.builtIn else { return [] }
    let resolution = table.names.resolve(name)
    guard let generic = resolution.generic else { return [] }
    var errors: [TextError] = []
    if let atc, !belongs(atc, to: resolution, table: table) {
      let codes = resolution.atcCodes.filter { $0.count == 7 }.prefix(4).joined(separator: ", ")
      errors.append(
        row.error(
          "atc", expected: "the ATC code of \(generic)\(codes.isEmpty ? "" : ", \(codes)")",
          advice: "correct the code or the name, or leave the code empty"))
    }
    if let classID, let typed = table[classID], let own = resolution.classID, own != classID,
      !typed.atcPrefixes.contains(where: { prefix in resolution.atcCodes.contains { $0.hasPrefix(prefix) } })
    {
      errors.append(
        row.error(
          "class_id", expected: "\(own), the class of \(generic)",
          advice: "correct the class or the name, or leave the class empty"))
    }
    return errors
  }

  /// A code is believed unless it is another drug's and of another class: the table lacks many codes.
  private static func belongs(_ atc: String, to resolution: DrugResolution, table: DrugTable) -> Bool {
    if resolution.has(code: atc) || resolution.atcCodes.contains(where: { isCombination(atc, with: $0) }) {
      return true
    }
    let coded = table.drugClass(atc: atc)
    if let coded, coded.id == resolution.classID { return true }
    let owners = table.names.drugs.filter { $0.atcCodes.contains(atc) }
    if let generic = resolution.generic,
      owners.contains(where: { DrugNames.substances($0.generic).contains(generic) })
    {
      return true
    }
    return atc.count == 7 && owners.isEmpty && coded == nil
  }

  /// WHO numbers the combinations of a substance by adding 50, or 70 beside psycholeptics, to its own number.
  private static func isCombination(_ atc: String, with own: String) -> Bool {
    guard atc.count == 7, own.count == 7, atc.prefix(5) == own.prefix(5), let number = Int(atc.suffix(2)),
      let single = Int(own.suffix(2))
    else { return false }
    return [50, 70].contains(number - single)
  }
}
