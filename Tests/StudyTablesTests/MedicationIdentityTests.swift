import Testing

@testable import StudyTables

/// What a row of medications says twice, and under which names its columns stand.
@Suite struct MedicationIdentityTests {
  private let nights = tsv("patient_id night_id date", "a n1 2026-03-01")

  private func medications(_ lines: String...) throws -> StudyTables {
    try load(nights: nights, ["medications.tsv": lines.joined(separator: "\n") + "\n"])
  }

  @Test(arguments: [
    ("ropinirole\tN06AX05\t", "column atc"), ("sertraline\tN05BA01\t", "column atc"),
    ("ropinirole\t\ttrazodone", "column class_id"), ("ropinirole\t\tother", "column class_id"),
    ("Desyrel\tN06AB06\tssri", "column atc"),
  ])
  func `a code or class of another drug is an error at its cell`(cells: String, place: String) throws {
    let tables = try medications(
      "patient_id\tdrug_name\tatc\tclass_id\tstart_date", "a\t\(cells)\t2026-03-01")
    #expect(tables.medications.isEmpty)
    #expect(tables.problems.first?.patientID == "a")
    #expect(tables.problems.first?.error.sentence.contains(place) == true)
  }

  @Test(arguments: [
    "ropinirole\tN04BC04\tdopamine_agonist", "ropinirole\tN04B\t", "my herbs\tN04BC04\t", "my herbs\t\tssri",
    "trazodone\tN06AX05\tunheard_of", "Unisom\tR06AA09\t", "levodopa\tN04BA02\t", "oxycodone\tN02AA55\t",
    "tramadol\tN02AX52\t", "tilidine\tN02AX51\t", "iron\tB03AC\t", "ferrous sulfate\tB03AD03\t",
    "gabapentin enacarbil\tN02BF03\t", "tramadol\t\topioid",
  ])
  func `a code that fits, or a name that means no drug, is believed`(cells: String) throws {
    let tables = try medications(
      "patient_id\tdrug_name\tatc\tclass_id\tstart_date", "a\t\(cells)\t2026-03-01")
    #expect(tables.problems.isEmpty)
    #expect(tables.medications.count == 1)
  }

  @Test func `a name outweighs a copied code where rows come from elsewhere`() throws {
    let drugs = try DrugTable.standard()
    let row = MedicationInterval(
      patientID: "a", drugName: "ropinirole", atc: "N06AX05",
      start: try #require(.init(year: 2026, month: 3, day: 1)))
    #expect(!DrugSelector("trazodone", table: drugs).matches(row, table: drugs))
  }

  @Test(arguments: [
    ("trazodone 50 mg PRN", "1", true), ("trazodone every other night", "", true), ("trazodone", "0.5", true),
    ("Trazodon bei Bedarf", "1", true), ("trazodone at night", "1", false), ("trazodone", "2", false),
    ("trazodone every night", "", false), ("trazodone nightly, not PRN", "", false),
  ])
  func `a drug that is not taken every night is as needed`(name: String, times: String, isAsNeeded: Bool)
    throws
  {
    let tables = try medications(
      "patient_id\tdrug_name\tdose\ttimes_per_day\tstart_date", "a\t\(name)\t50 mg\t\(times)\t2026-03-01")
    #expect((tables.medications.first?.status == .asNeeded) == isAsNeeded)
  }

  @Test func `people's names for the columns are read, and the proper one comes first`() throws {
    let tables = try medications(
      "patient_id\tDrug\tdose\tdose_unit\tfrom\tEnd Date\tfrequency",
      "a\ttrazodone\t50\tmg\t2026-03-01\t2026-03-09\tevery 2nd night")
    #expect(tables.problems.isEmpty)
    let row = try #require(tables.medications.first)
    #expect(row.milligramsPerDay == 50 && row.stop?.description == "2026-03-09" && row.status == .asNeeded)
    let both = try medications(
      "patient_id\tdrug_name\tend_date\tstop_date\tstart_date",
      "a\ttrazodone\t2026-03-05\t2026-03-09\t2026-03-01")
    #expect(both.medications.first?.stop?.description == "2026-03-09")
    #expect(both.unreadColumns.first?.columns == ["end_date"])
  }
}
