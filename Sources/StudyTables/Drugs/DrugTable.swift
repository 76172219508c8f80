import StructuredText

/// A class of drugs (or another exposure) with published findings about it and leg movements.
package struct DrugClass: Hashable, Sendable {
  package var id: String
  package var name: String
  /// Lower-case names of drugs in the class.
  package var examples: [String]
  package var atcPrefixes: [String]
  /// Published direction of the effect on restless legs, as in the table.
  package var restlessLegsDirection: String
  /// Published direction of the effect on periodic limb movements in sleep, as in the table.
  package var limbMovementDirection: String
  package var reference: String
  /// How the reference was obtained: `found_abstract`, `found_secondary`, `memory` or `none`.
  package var referenceStatus: String
  /// Days after the last dose during which the drug may still act.
  package var washoutDays: Int
  /// The longest half-life among the drugs of the class, hours; nil if the table has none.
  package var longestHalfLifeHours: Double?

  /// True for classes in which symptoms can appear earlier and become stronger after long treatment.
  package var canAugment: Bool { ["dopamine_agonist", "dopamine_agonist_ergot", "levodopa"].contains(id) }
}

/// The classes of `drugs.csv` in table order, and the names of their drugs.
package struct DrugTable: Sendable {
  package let classes: [DrugClass]
  package let names: DrugNames

  private let byID: [String: DrugClass]
  let durations: [String: DrugDuration]

  init(classes: [DrugClass], names: DrugNames, durations: [String: DrugDuration]) {
    self.classes = classes
    self.names = names
    self.durations = durations
    byID = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The table built into the program (`Sources/StudyTables/Drugs/drugs.csv`).
  package static let builtIn: Result<DrugTable, StudyError> = {
    do throws(TextError) {
      let table = try DelimitedTable(
        text: String(decoding: PackageResources.drugs_csv, as: UTF8.self), file: "drugs.csv",
        required: ["class_id", "class_name", "atc_prefixes", "default_washout_days"])
      var classes: [DrugClass] = []
      for row in table.rows { classes.append(try DrugClass(row: row)) }
      let durations = try DrugDuration.builtIn()
      return DrugNames.builtIn.map { DrugTable(classes: classes, names: $0, durations: durations) }
    } catch { return .failure(.damagedDrugTable(detail: error.sentence)) }
  }()

  /// - Throws: `StudyError.damagedDrugTable`, a defect of the program.
  package static func standard() throws(StudyError) -> DrugTable { try builtIn.get() }

  package subscript(id: String) -> DrugClass? { byID[id] }

  /// The class with the longest matching ATC prefix.
  package func drugClass(atc: String) -> DrugClass? {
    var best: (length: Int, class: DrugClass)?
    for candidate in classes {
      for prefix in candidate.atcPrefixes where atc.hasPrefix(prefix) && prefix.count > (best?.length ?? 0) {
        best = (prefix.count, candidate)
      }
    }
    return best?.class
  }

  /// The class of a drug name; nil if no class lists it.
  ///
  /// It is the class of the drug that the name means, whatever other words it contains: esomeprazole
  /// magnesium is not magnesium. The name of a class is accepted if no drug has that name (`CPAP`).
  package func drugClass(name: String) -> DrugClass? {
    let resolution = names.resolve(name)
    if let id = resolution.classID { return byID[id] }
    return resolution.match == .unknown ? drugClass(named: name) : nil
  }

  /// The class with this id or title.
  func drugClass(named text: String) -> DrugClass? {
    let words = DrugWords(text)
    for key in [words.key, words.withoutRemarks.key] where !key.isEmpty {
      let found = classes.first { DrugWords($0.id).key == key || DrugWords($0.name).key == key }
      if let found { return found }
    }
    return nil
  }

  /// A row's class: by its ATC code unless that is another drug's, otherwise as typed, otherwise by its name.
  package func drugClass(of interval: MedicationInterval) -> DrugClass? {
    let resolution = names.resolve(interval.drugName)
    if let atc = interval.atc, resolution.generic == nil || resolution.has(code: atc),
      let found = drugClass(atc: atc)
    {
      return found
    }
    if let id = interval.classID, let found = byID[id] { return found }
    return drugClass(name: interval.drugName)
  }

  /// The name of a row's drug in sentences: generic, or as typed if it is unknown.
  package func name(of interval: MedicationInterval) -> String {
    names.resolve(interval.drugName).generic ?? interval.drugName.lowercased()
  }

  /// Corrected names as sentences without a full stop, without duplicates.
  package func mendedNames(in intervals: [MedicationInterval]) -> [String] {
    var typed: Set<String> = []
    var seen: Set<String> = []
    return intervals.lazy.map(\.drugName).filter { typed.insert($0).inserted }
      .compactMap { names.resolve($0).remark }.filter { seen.insert($0).inserted }
  }
}

extension DrugClass {
  init(row: DelimitedTable.Row) throws(TextError) {
    func list(_ column: String, separator: Character) -> [String] {
      (row[column] ?? "").split(separator: separator).map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    }
    id = try row.required("class_id")
    name = try row.required("class_name")
    // "domperidone (peripheral)" and "levodopa/benserazide or carbidopa" each name one drug before the
    // remark.
    examples = list("examples", separator: ",").map { text in
      String(text.lowercased().split(separator: "(")[0]).trimmingBlanks()
    }.flatMap { text in text.contains("/") ? [text, String(text.prefix { $0 != "/" })] : [text] }
    atcPrefixes = list("atc_prefixes", separator: ";")
    restlessLegsDirection = row["rls_direction"] ?? "unknown"
    limbMovementDirection = row["plms_direction"] ?? "unknown"
    reference = row["reference"] ?? ""
    referenceStatus = row["reference_status"] ?? "none"
    washoutDays = Int(
      try row.number("default_washout_days", in: 0...3650, expected: "days from 0 to 3650") ?? 0)
    longestHalfLifeHours = try row.number(
      "half_life_h_max", in: 0...10_000, expected: "hours from 0 to 10000")
  }
}
