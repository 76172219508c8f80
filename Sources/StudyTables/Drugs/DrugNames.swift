import StructuredText
import Synchronization

/// Names of drugs: generic, brand, salts, other languages, misspellings.
///
/// `drug_names.csv` has the names, `confusable.csv` the pairs of names that an approximate match must never
/// confuse.
package final class DrugNames: Sendable {
  struct Drug: Hashable, Sendable {
    var generic: String
    var atcCodes: [String]
    var classID: String
  }

  struct Meaning: Hashable, Sendable {
    /// Index in `drugs`.
    var drug: Int
    var match: DrugNameMatch
  }

  /// A correctly spelt name that an approximate match may find.
  struct Name: Sendable {
    var key: String
    var letters: [UInt8]
    var drugs: [Int]
    var isOneWord: Bool
  }

  let drugs: [Drug]
  let meanings: [String: [Meaning]]
  let spelt: [Name]
  let byGeneric: [String: Int]
  /// Keyed by the sorted parts of a combination.
  let combinations: [[String]: Int]
  /// Folded names of drugs that the table does not contain.
  let outside: Set<String>
  /// Length of the longest key of `meanings` and `outside`, UTF-8 bytes.
  let longestName: Int
  /// For each folded name, the names with which it can be confused, as letters.
  let partners: [String: [[UInt8]]]

  private let known = Mutex<[String: DrugResolution]>([:])

  /// The lists built into the program.
  package static let builtIn: Result<DrugNames, StudyError> = {
    do throws(TextError) {
      return .success(
        try DrugNames(
          names: DelimitedTable(
            text: String(decoding: PackageResources.drug_names_csv, as: UTF8.self), file: "drug_names.csv",
            required: ["generic", "class_id"]),
          confusable: DelimitedTable(
            text: String(decoding: PackageResources.confusable_csv, as: UTF8.self), file: "confusable.csv",
            required: ["name_a", "generic_a", "name_b", "generic_b"])))
    } catch { return .failure(.damagedDrugTable(detail: error.sentence)) }
  }()

  /// - Throws: `StudyError.damagedDrugTable`, a defect of the program.
  package static func standard() throws(StudyError) -> DrugNames { try builtIn.get() }

  init(names: DelimitedTable, confusable: DelimitedTable) {
    var drugs: [Drug] = []
    var meanings: [String: [Meaning]] = [:]
    var order: [String] = []
    func add(_ name: String, _ drug: Int, _ match: DrugNameMatch) {
      let words = DrugWords(name)
      for key in Set([words.key, words.joined]) where !key.isEmpty {
        if meanings[key] == nil { order.append(key) }
        if meanings[key]?.contains(where: { $0.drug == drug }) != true {
          meanings[key, default: []].append(Meaning(drug: drug, match: match))
        }
      }
    }
    func list(_ text: String?) -> [String] {
      (text ?? "").split(separator: ";").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    }
    for row in names.rows {
      guard let generic = row["generic"], let classID = row["class_id"] else { continue }
      let index = drugs.count
      drugs.append(Drug(generic: generic, atcCodes: list(row["atc"]), classID: classID))
      add(generic, index, .exact)
      for name in list(row["other_names"]) { add(name, index, .other) }
      for name in list(row["brands"]) { add(name, index, .brand) }
      for name in list(row["misspellings"]) { add(name, index, .misspelling) }
    }
    // The correct name of one drug is never a misspelling of another.
    for (key, found) in meanings where found.count > 1 {
      let correct = found.filter { $0.match != .misspelling }
      if !correct.isEmpty { meanings[key] = correct }
    }
    var byGeneric: [String: Int] = [:]
    var combinations: [[String]: Int] = [:]
    for (index, drug) in drugs.enumerated() {
      byGeneric[drug.generic] = index
      let parts = drug.generic.split(separator: "/").map(String.init).sorted()
      if parts.count > 1 { combinations[parts] = index }
    }
    var outside: Set<String> = []
    var partners: [String: [[UInt8]]] = [:]
    for row in confusable.rows {
      guard let nameA = row["name_a"], let nameB = row["name_b"] else { continue }
      let (a, b) = (DrugWords(nameA).joined, DrugWords(nameB).joined)
      partners[a, default: []].append(Array(b.utf8))
      partners[b, default: []].append(Array(a.utf8))
      for (key, generic) in [(a, row["generic_a"]), (b, row["generic_b"])] {
        if let generic, byGeneric[generic] == nil, meanings[key] == nil { outside.insert(key) }
      }
    }
    self.drugs = drugs
    self.byGeneric = byGeneric
    self.combinations = combinations
    self.meanings = meanings
    self.outside = outside
    longestName = meanings.keys.reduce(outside.reduce(0) { max($0, $1.utf8.count) }) {
      max($0, $1.utf8.count)
    }
    self.partners = partners
    spelt = order.compactMap { key in
      guard let found = meanings[key]?.filter({ $0.match != .misspelling }), !found.isEmpty,
        key.utf8.count >= 5,
        !key.contains(" ")
      else { return nil }
      return Name(
        key: key, letters: Array(key.utf8), drugs: found.map(\.drug), isOneWord: true)
    }
  }

  /// The meaning of a typed name; results are cached.
  package func resolve(_ typed: String) -> DrugResolution {
    if let found = known.withLock({ $0[typed] }) { return found }
    var found = resolution(of: DrugWords(typed))
    found.typed = typed
    known.withLock { $0[typed] = found }
    return found
  }

  /// The substances of a drug: the parts of a combination, or the drug itself.
  static func substances(_ generic: String) -> [String] { generic.split(separator: "/").map(String.init) }
}
