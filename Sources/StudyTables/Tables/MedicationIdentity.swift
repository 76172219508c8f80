import StructuredText

/// What a row of `medications.tsv` says twice: which drug it is, and whether it was taken every night.
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
    if resolution.atcCodes.isEmpty || resolution.atcCodes.contains(where: { $0.hasPrefix(atc) }) {
      return true
    }
    guard atc.count == 7 else { return false }
    if table.names.drugs.contains(where: { $0.atcCodes.contains(atc) }) { return false }
    guard let coded = table.drugClass(atc: atc) else { return true }
    return coded.id == resolution.classID
  }

  /// Names that people give to the columns of a list of drugs.
  static let columnAliases: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "stop_date": [
        "end_date", "enddate", "stopdate", "end", "ended", "stop", "stopped", "until", "till", "to",
        "date_stopped",
        "stopped_on", "last_day", "last_dose", "last_date", "date_end", "discontinued", "date_discontinued",
      ],
      "start_date": [
        "startdate", "start", "started", "begin", "begin_date", "from", "since", "date_started", "first_day",
      ],
      "drug_name": ["drug", "medication", "medicine", "drugname", "medication_name", "name_of_drug"],
      "dose": ["dosage", "amount", "strength"], "dose_unit": ["unit", "units", "dosage_unit"],
      "times_per_day": ["times_a_day", "times_daily", "per_day", "doses_per_day"],
    ].flatMap { column, names in names.map { ($0, column) } })

  /// Words for a drug that is not taken every night, in languages in which people write them beside its name.
  private static let notEveryNight: Set<[String]> = Set(
    [
      "prn", "p r n", "sos", "s o s", "as needed", "as required", "if needed", "when needed",
      "only when needed", "qod",
      "every other night", "every other day", "every other evening", "every second night", "every second day",
      "every 2nd night", "every 2nd day", "every third night", "every 3 days", "every 2 days",
      "every few nights",
      "alternate nights", "alternate days", "once a week", "twice a week", "weekly", "occasionally",
      "sometimes",
      "bei bedarf", "b b", "jeden zweiten tag", "jede zweite nacht", "au besoin", "si besoin",
      "un jour sur deux",
      "al bisogno", "a demanda", "si precisa", "se necessario", "zo nodig", "vid behov", "ved behov",
    ].map { $0.split(separator: " ").map(String.init) })

  /// Whether the words of a cell say that a drug is not taken every night.
  static func saysNotEveryNight(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return words.indices.contains { first in
      (1...4).contains { length in
        first + length <= words.count && notEveryNight.contains(Array(words[first..<first + length]))
      }
    }
  }
}
