/// Words of lists of drugs as people write them.
extension MedicationInterval {
  /// Names that people give to the columns of a list of drugs.
  static let columnAliases: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "stop_date": ["end_date", "enddate", "stopdate", "until", "date_stopped", "date_end", "last_day"],
      "start_date": ["startdate", "begin_date", "from", "since", "date_started", "first_day"],
      "drug_name": ["drug", "medication", "medicine", "drugname", "medication_name", "name_of_drug"],
    ].flatMap { column, names in names.map { ($0, column) } })

  /// Columns in which people say how often a drug is taken.
  static let frequencyColumns = ["frequency", "schedule", "regimen"]

  /// Words for a drug that is not taken every night, in languages in which people write them beside its name.
  private static let notEveryNight: Set<[String]> = Set(
    [
      "prn", "p r n", "sos", "s o s", "as needed", "as required", "if needed", "when needed",
      "only when needed", "qod",
      "every other night", "every other day", "every other evening", "every second night", "every second day",
      "every 2nd night", "every 2nd day", "every third night", "every 3 days", "every 2 days",
      "every few nights",
      "alternate nights", "alternate days",
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
          && (first == 0 || words[first - 1] != "not")
      }
    }
  }
}
