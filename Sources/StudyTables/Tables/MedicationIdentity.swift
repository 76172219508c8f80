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
    if let classID, table[classID] != nil, let own = resolution.classID, own != classID {
      errors.append(
        row.error(
          "class_id", expected: "\(own), the class of \(generic)",
          advice: "correct the class or the name, or leave the class empty"))
    }
    return errors
  }

  /// A code that the table lacks is believed unless it is another drug's or of another class.
  private static func belongs(_ atc: String, to resolution: DrugResolution, table: DrugTable) -> Bool {
    if resolution.has(code: atc) { return true }
    guard atc.count == 7 else { return false }
    if table.names.drugs.contains(where: { $0.atcCodes.contains(atc) }) { return false }
    guard let coded = table.drugClass(atc: atc) else { return true }
    return coded.id == resolution.classID
  }
}
