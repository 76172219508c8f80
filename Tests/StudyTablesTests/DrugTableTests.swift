import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import StudyTables

@Suite struct DrugTableTests {
  private func interval(_ name: String, atc: String? = nil, classID: String? = nil) -> MedicationInterval {
    MedicationInterval(
      patientID: "a", drugName: name, atc: atc, classID: classID, start: CalendarDate(dayNumber: 20_000))
  }

  @Test(arguments: [
    ("N06AX05", "trazodone"), ("N06AB06", "ssri"), ("N06AX16", "snri"), ("N05AN01", "lithium"),
    ("N05AH04", "antipsychotic"), ("N03AE01", "benzodiazepine"), ("N03AX12", "alpha2delta"),
    ("N03AX16", "alpha2delta"), ("N03AX14", "antiseizure"), ("N03AF01", "antiseizure"), ("N05CF02", "z_drug"),
    ("N05CH01", "melatonin"), ("N05CJ01", "orexin_antagonist"), ("N05CD07", "benzodiazepine"),
    ("N05CD08", "benzodiazepine_other"), ("N05BA01", "benzodiazepine_other"), ("N02AX02", "tramadol"),
    ("N02AA05", "opioid"), ("B03AA07", "iron"), ("N05BB01", "antihistamine_sedating"),
  ])
  func `the class is the longest matching ATC prefix`(atc: String, expected: String) throws {
    #expect(try DrugTable.standard().drugClass(atc: atc)?.id == expected)
  }

  @Test func `a drug without a code is found by its class or its name`() throws {
    let table = try DrugTable.standard()
    #expect(table.drugClass(of: interval("Ropinirole"))?.id == "dopamine_agonist")
    #expect(table.drugClass(of: interval("Domperidone"))?.id == "antiemetic_dopamine_antagonist")
    #expect(table.drugClass(of: interval("levodopa"))?.id == "levodopa")
    #expect(table.drugClass(of: interval("Zoloft", classID: "ssri"))?.id == "ssri")
    #expect(table.drugClass(of: interval("aspirin", atc: "B01AC06"))?.id == "other")
    #expect(table.drugClass(of: interval("warfarin", atc: "B01AA03")) == nil)
  }

  @Test func `the classes of clinical 12 have no direction where nothing is known`() throws {
    let table = try DrugTable.standard()
    for id in ["antiseizure", "z_drug", "melatonin", "orexin_antagonist", "benzodiazepine_other"] {
      let drugClass = try #require(table[id])
      #expect(drugClass.limbMovementDirection == "unknown")
      #expect(drugClass.referenceStatus == "memory")
      #expect(drugClass.washoutDays > 0)
    }
  }

  @Test(arguments: [
    ("trazodone", "Trazodone", nil, true), ("N06AX05", "Desyrel", "N06AX05", true),
    ("ssri", "sertraline", "N06AB06", true), ("N06AB", "sertraline", "N06AB06", true),
    ("SSRI", "mirtazapine", "N06AX11", false), ("iron", "ferrous sulfate", nil, true),
    ("ropinirole", "pramipexole", "N04BC05", false), ("N06AX05", "trazodone", nil, true),
  ])
  func `a drug is asked for by name, ATC code or class`(
    text: String, name: String, atc: String?, matches: Bool
  ) throws {
    let table = try DrugTable.standard()
    let selector = DrugSelector(text, table: table)
    #expect(selector.matches(interval(name, atc: atc), table: table) == matches)
  }

  @Test func `what was found wrong with the classes is corrected`() throws {
    let table = try DrugTable.standard()
    let corrections = try DelimitedTable(
      path: dataPath("class_corrections.csv"), required: ["class_id", "column"])
    for row in corrections.rows {
      guard let drugClass = table[row["class_id"] ?? ""], let proposed = row["proposed"] else { continue }
      switch row["column"] {
      case "atc_prefixes":
        #expect(drugClass.atcPrefixes == proposed.split(separator: ";").map(String.init), "\(drugClass.id)")
      case "half_life_h_max" where Double(proposed) != nil:
        #expect(drugClass.longestHalfLifeHours == Double(proposed), "\(drugClass.id)")
      case "reference_status": #expect(drugClass.referenceStatus == proposed)
      default: continue
      }
    }
  }

  @Test(arguments: [
    ("aripiprazole", 146, 31), ("Rexulti", 91, 19), ("Nuplazid", 200, 42), ("quetiapine", 75, 16),
    ("amitriptyline", 92, 20), ("cetirizine", 54, 12), ("flunarizine", 432, 90),
  ])
  func `a drug that acts longer than its class has its own half-life`(
    name: String, hours: Double, days: Int
  ) throws {
    let table = try DrugTable.standard()
    #expect(table.halfLifeHours(of: interval(name)) == hours)
    #expect(table.washoutDays(of: interval(name)) == days)
  }

  @Test(arguments: [
    ("Lexapro 10mg", "this class usually raises PLMS (Yang 2005)"),
    ("ropinirole", "this class usually lowers PLMS (Allen 2004)"),
    ("pregabalin", "this class usually lowers PLMS (Garcia-Borreguero 2014)"),
    ("Nuplazid", nil), ("quetiapine", nil), ("clonazepam", nil), ("zolpidem", nil), ("trazodone", nil),
  ])
  func `a direction is told only where a source that was read gives one`(name: String, words: String?) throws
  {
    #expect(try DrugTable.standard().publishedEffect(of: interval(name))?.words == words)
  }

  @Test(arguments: [
    ("Desyrel", "trazodone", true), ("trazadone", "Trittico AC 150", true),
    ("levodopa", "Sinemet 25-100", true),
    ("mirtazapine", "mianserin", false), ("iron", "Slow Fe", true), ("dopamine agonist", "Requip", true),
    ("N04BC04", "Requip XL 2mg", true), ("N04BC", "Requip XL 2mg", true), ("SSRI", "Zoloft", true),
    ("oxycodone", "Targin 5/2,5", true), ("Zauberkraut", "zauberkraut 2 tabs", true),
    ("Zauberkraut", "trazodone", false),
  ])
  func `a drug is asked for under any of its names`(text: String, name: String, matches: Bool) throws {
    let table = try DrugTable.standard()
    #expect(DrugSelector(text, table: table).matches(interval(name), table: table) == matches)
  }

  @Test func `Desyrel and trazodone of the same days overlap`() {
    #expect(interval("Desyrel 50 mg").isSameDrug(as: interval("trazadone")))
    #expect(!interval("escitalopram").isSameDrug(as: interval("citalopram")))
  }
}

/// A file of this target's data.
func dataPath(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data/\(name)").path
}

/// A file of facts next to the project.
func specPath(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/spec/\(name)").path
}
