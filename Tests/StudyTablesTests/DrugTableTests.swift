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
  func `contract 8: the class is the longest matching ATC prefix`(atc: String, expected: String) throws {
    #expect(try DrugTable.standard().drugClass(atc: atc)?.id == expected)
  }

  @Test func `a drug without a code is found by its class or its name`() throws {
    let table = try DrugTable.standard()
    #expect(table.drugClass(of: interval("Ropinirole"))?.id == "dopamine_agonist")
    #expect(table.drugClass(of: interval("Domperidone"))?.id == "antiemetic_dopamine_antagonist")
    #expect(table.drugClass(of: interval("levodopa"))?.id == "levodopa")
    #expect(table.drugClass(of: interval("Zoloft", classID: "ssri"))?.id == "ssri")
    #expect(table.drugClass(of: interval("aspirin", atc: "B01AC06")) == nil)
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

  @Test(.enabled(if: FileManager.default.fileExists(atPath: specPath("formats/drugs.csv"))))
  func `every class of the specification is in the built-in table with its washout`() throws {
    let table = try DrugTable.standard()
    let specified = try DelimitedTable(path: specPath("formats/drugs.csv"), required: ["class_id"])
    for row in specified.rows {
      let drugClass = try #require(table[row["class_id"] ?? ""])
      #expect(String(drugClass.washoutDays) == row["default_washout_days"])
      for prefix in (row["atc_prefixes"] ?? "").split(separator: ";") {
        #expect(drugClass.atcPrefixes.contains(String(prefix)))
      }
    }
  }
}

/// A file of `../shared/spec`, seen from the project's root.
func specPath(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/spec/\(name)").path
}
