import StructuredText

/// A class of drugs (or another exposure) and what is published about it and leg movements.
public struct DrugClass: Hashable, Sendable {
  public var id: String
  public var name: String
  /// Lower-case names of drugs of the class.
  public var examples: [String]
  public var atcPrefixes: [String]
  /// Published direction for restless legs, in the table's words.
  public var restlessLegsDirection: String
  /// Published direction for periodic limb movements in sleep, in the table's words.
  public var limbMovementDirection: String
  public var reference: String
  /// How the reference was read: `found_abstract`, `found_secondary`, `memory` or `none`.
  public var referenceStatus: String
  /// Days after the last dose in which the drug may still act.
  public var washoutDays: Int
  /// The longest half-life of the class's drugs, hours; nil where the table has none.
  public var longestHalfLifeHours: Double?

  /// True for classes in which symptoms can come earlier and stronger after long treatment.
  public var canAugment: Bool { id == "dopamine_agonist" || id == "levodopa" }
}

/// The classes of `drugs.csv`, in the order of the table.
public struct DrugTable: Sendable {
  public let classes: [DrugClass]

  private let byID: [String: DrugClass]

  public init(classes: [DrugClass]) {
    self.classes = classes
    byID = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The table that is built into the program (`Sources/StudyTables/Tables/drugs.csv`).
  public static let builtIn: Result<DrugTable, StudyError> = {
    do throws(StudyError) {
      return .success(
        try DrugTable(csv: String(decoding: PackageResources.drugs_csv, as: UTF8.self), file: "drugs.csv"))
    } catch { return .failure(.damagedDrugTable(detail: error.sentence)) }
  }()

  /// - Throws: `StudyError.damagedDrugTable`, a defect of ours.
  public static func standard() throws(StudyError) -> DrugTable { try builtIn.get() }

  public init(csv: String, file: String) throws(StudyError) {
    let table = try studyErrors { () throws(TextError) in
      try DelimitedTable(
        text: csv, file: file, required: ["class_id", "class_name", "atc_prefixes", "default_washout_days"])
    }
    var classes: [DrugClass] = []
    for row in table.rows {
      classes.append(try studyErrors { () throws(TextError) in try DrugClass(row: row) })
    }
    self.init(classes: classes)
  }

  public subscript(id: String) -> DrugClass? { byID[id] }

  /// The class of the longest ATC prefix that matches (contract 8).
  public func drugClass(atc: String) -> DrugClass? {
    var best: (length: Int, class: DrugClass)?
    for candidate in classes {
      for prefix in candidate.atcPrefixes where atc.hasPrefix(prefix) && prefix.count > (best?.length ?? 0) {
        best = (prefix.count, candidate)
      }
    }
    return best?.class
  }

  /// The class that a drug's name belongs to; nil if none lists it.
  ///
  /// The name of a class will do (`iron`, `cpap`), and a drug's name with its salt, form or dose around it
  /// (`Ferrous Sulfate 325 mg`, `venlafaxine XR`): the listed name must stand in it as whole words.
  public func drugClass(name: String) -> DrugClass? {
    let words = DrugName.words(name)
    let plain = words.joined(separator: " ")
    if let exact = classes.first(where: { $0.examples.contains(plain) || DrugName.words($0.id) == words }) {
      return exact
    }
    if let named = classes.first(where: { DrugName.words($0.name) == words }) { return named }
    return classes.first { candidate in
      candidate.examples.contains { DrugName.holds(words, DrugName.words($0)) }
    }
  }

  /// A row's class: by its ATC code, else as typed, else by its name.
  public func drugClass(of interval: MedicationInterval) -> DrugClass? {
    if let atc = interval.atc, let found = drugClass(atc: atc) { return found }
    if let id = interval.classID, let found = byID[id] { return found }
    return drugClass(name: interval.drugName)
  }
}

extension DrugClass {
  init(row: DelimitedTable.Row) throws(TextError) {
    func list(_ column: String, separator: Character) -> [String] {
      (row[column] ?? "").split(separator: separator).map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    }
    id = try row.required("class_id")
    name = try row.required("class_name")
    // "domperidone (peripheral)" and "levodopa/benserazide or carbidopa" name one drug each before the remark.
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

/// Names of drugs as people type them, word by word.
enum DrugName {
  /// Lower-case words; blanks, hyphens, underscores and the like divide them.
  static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Whether `part` stands in `words` as consecutive whole words.
  static func holds(_ words: [String], _ part: [String]) -> Bool {
    guard !part.isEmpty, part.count <= words.count else { return false }
    return (0...words.count - part.count).contains { Array(words[$0..<$0 + part.count]) == part }
  }
}
