import Testing

@testable import StudyTables

/// Cells and rows that two readers would read in two ways, or that cannot both be true.
@Suite struct ContradictionTests {
  private let nights = tsv("patient_id night_id date", "a n1 2026-03-01")

  @Test(arguments: ["1.250", "12,500", "1.500"])
  func `a number that may hold thousands is refused`(text: String) throws {
    let labs = try load(
      nights: nights,
      ["labs.tsv": tsv("patient_id date analyte value unit", "a 2026-03-01 ferritin \(text) ng/mL")])
    #expect(labs.labs.isEmpty)
    #expect(labs.problems.first?.error.sentence.contains("separator of thousands") == true)
    let drugs = try load(
      nights: nights,
      [
        "medications.tsv": tsv(
          "patient_id drug_name dose dose_unit start_date", "a trazodone \(text) mg 2026-03-01")
      ])
    #expect(drugs.problems.first?.error.sentence.contains("separator of thousands") == true)
  }

  @Test func `small doses keep their three decimals`() throws {
    let tables = try load(
      nights: nights,
      [
        "medications.tsv": tsv(
          "patient_id drug_name dose dose_unit start_date", "a pramipexole 0.125 mg 2026-03-01")
      ])
    #expect(tables.problems.isEmpty)
    #expect(tables.medications.first?.dose == 0.125)
  }

  @Test func `two values of a day are an error, the same one twice or another assay's is none`() throws {
    func problems(_ second: String) throws -> [String] {
      try load(
        nights: nights,
        [
          "labs.tsv": tsv(
            "patient_id date analyte value unit assay", "a 2026-03-01 ferritin 35 ng/mL Roche", second)
        ]
      ).problems.map(\.error.code)
    }
    #expect(try problems("a 2026-03-01 ferritin 350 ng/mL Roche") == ["contradictory_value"])
    #expect(try problems("a 2026-03-01 ferritin 35 ng/mL Roche") == [])
    #expect(try problems("a 2026-03-01 ferritin 22 ng/mL Beckman") == [])
    #expect(try problems("a 2026-03-02 ferritin 350 ng/mL Roche") == [])
    #expect(try problems("a 2026-03-01 creatinine 70 umol/L _") == [])
    let ratings = try load(
      nights: nights,
      ["scales.tsv": tsv("patient_id date scale score", "a 2026-03-01 kss 3", "a 2026-03-01 kss 7")])
    #expect(ratings.problems.isEmpty, "a rating of a moment")
    let scales = try load(
      nights: nights,
      ["scales.tsv": tsv("patient_id date scale score", "a 2026-03-01 irls 18", "a 2026-03-01 irls 30")])
    #expect(scales.problems.map(\.error.code) == ["contradictory_value"])
  }

  @Test func `rows without a readable patient are kept where one patient is asked about`() throws {
    let study = try ScratchStudy([
      "nights.tsv": nights,
      "medications.tsv":
        "patient_id\tdrug_name\tstart_date\n \tropinirole\t2026-03-01\nb\titem\t2026-03-01\n",
    ])
    defer { study.remove() }
    let tables = try StudyTables.load(
      nightsPath: study.path("nights.tsv"), reading: TableReading(patientIDs: ["a"]))
    #expect(tables.problems.count == 1)
    #expect(tables.problems.first?.isAnybodys(beside: ["a"]) == true)
  }
}
