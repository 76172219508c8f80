import StructuredText
import Testing

@testable import StudyTables

@Suite struct DrugNameTests {
  @Test(arguments: [
    ("iron", "iron"), ("Ferrous Sulfate 325 mg", "iron"), ("Sertraline HCl", "ssri"),
    ("venlafaxine XR", "snri"),
    ("CPAP", "cpap"), ("Trazodone hydrochloride", "trazodone"), ("trazodone 50 mg", "trazodone"),
    ("esomeprazole magnesium", "other"), ("Unisom", "antihistamine_sedating"),
  ])
  func `a name with its salt, form or dose, or a class's own name, finds its class`(
    _ name: String, _ id: String
  ) throws {
    #expect(try DrugTable.standard().drugClass(name: name)?.id == id)
  }

  @Test func `part of a word is not a name`() throws {
    #expect(try DrugTable.standard().drugClass(name: "environment") == nil)
  }

  /// Every run of words was once looked up: the cube of the cell's length, half a minute for 5,600 letters.
  @Test func `a cell of twenty thousand letters is read`() throws {
    let names = try DrugNames.standard()
    let remark = String(repeating: "wie gestern besprochen notiert ", count: 650)
    #expect(names.resolve("Trazodon 50 mg " + remark).generic == "trazodone")
    #expect(names.resolve(remark).match == .unknown)
    #expect(names.resolve("Tylenol PM " + String(repeating: "500 mg tablets ", count: 1400)).match == .brand)
  }

  @Test(arguments: ["typed_names.csv", "typed_names_further.csv"])
  func `names as people type them`(_ file: String) throws {
    let names = try DrugNames.standard()
    let table = try DelimitedTable(path: dataPath(file), required: ["typed", "expected"])
    #expect(table.rows.count > 80)
    for row in table.rows {
      let found = names.resolve(try row.required("typed"))
      let meaning = found.generic ?? found.match.rawValue
      #expect(meaning == row["expected"], "\(found.typed): \(found.candidates)")
    }
  }

  @Test func `a near match never leads from a name to another drug's`() throws {
    let names = try DrugNames.standard()
    let pairs = try DelimitedTable(
      text: String(decoding: PackageResources.confusable_csv, as: UTF8.self), file: "confusable.csv",
      required: ["name_a", "generic_a", "name_b", "generic_b"])
    for row in pairs.rows {
      for (name, generic) in [(row["name_a"], row["generic_a"]), (row["name_b"], row["generic_b"])] {
        guard let name, let generic else { continue }
        let found = names.resolve(name)
        #expect(
          found.generic == nil || found.generic == generic, "\(name) was read as \(found.generic ?? "")")
      }
    }
  }

  @Test func `every generic name is its own, and every class is in the table`() throws {
    let drugs = try DrugTable.standard()
    for drug in drugs.names.drugs {
      #expect(drugs[drug.classID] != nil, "\(drug.classID)")
      #expect(drugs.names.resolve(drug.generic).generic == drug.generic)
    }
  }

  @Test(arguments: [
    ("Desyrel", DrugNameMatch.brand), ("trazodone", .exact), ("TRAZODON", .other),
    ("trazadone", .misspelling),
    ("clonazepem", .near), ("Unisom", .ambiguous), ("water pill", .unknown), ("", .unknown),
    ("50 mg", .unknown),
  ])
  func `how a name was found is told`(_ name: String, _ match: DrugNameMatch) throws {
    #expect(try DrugNames.standard().resolve(name).match == match)
  }

  @Test func `what was mended is said`() throws {
    let names = try DrugNames.standard()
    #expect(names.resolve("clonezepam").remark == "'clonezepam' was read as clonazepam")
    #expect(names.resolve("Klonopin").remark == nil)
  }
}
