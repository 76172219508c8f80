import Testing

@testable import StudyComparison
@testable import StudyTables

@Suite struct StudyProblemTests {
  private func twoPatients() -> StudyBuilder {
    var study = StudyBuilder.typical()
    study.take("trazodone", "N06AX05", 50, from: 12, patient: "b")
    study.add("b", days: [1, 3, 5, 8, 10], rate: 10)
    study.add("b", days: [18, 20, 22, 25, 27], rate: 25)
    return study
  }

  @Test func `one patient's bad row does not cost the others their result`() throws {
    var study = twoPatients()
    study.tables.problems = [
      RowProblem(
        patientID: "b",
        error: .stopBeforeStart(
          file: "medications.tsv", line: 3, drug: "trazodone", start: StudyBuilder.day(12),
          stop: StudyBuilder.day(2)))
    ]
    let result = try study.run()
    #expect(result.patients.map { $0.primary?.verdict } == [.lower, .notEnoughNights])
    #expect(result.problems.count == 1)
    let refused = try #require(result.patients.last?.primary)
    #expect(refused.caveatCodes == ["bad_row"])
    #expect(refused.sentence.contains("line 3, column stop_date"))
    #expect(!refused.sentence.contains("medications.tsv"), "no file name in a result")
  }

  @Test func `a bad row of somebody without nights is told and makes no patient`() throws {
    var study = StudyBuilder.typical()
    study.tables.problems = [
      RowProblem(
        patientID: "stranger",
        error: .duplicatePatient(file: "patients.tsv", line: 3, patient: "stranger", firstLine: 2))
    ]
    let result = try study.run()
    #expect(result.patients.map(\.patientID) == ["a"])
    #expect(result.problems.count == 1)
  }

  @Test func `where nobody is left the first bad row is the error`() {
    var study = StudyBuilder.typical()
    study.tables.problems = [
      RowProblem(
        patientID: "a",
        error: .duplicateNight(file: "nights.csv", line: 3, patient: "a", night: "n1", firstLine: 2))
    ]
    let error = #expect(throws: ComparisonError.self) { try study.run() }
    #expect(error?.code == "duplicate_night")
    #expect(error?.exitStatus == .unusableInput)
  }

  @Test func `a drug that matches nothing is status 65`() {
    var study = StudyBuilder.typical()
    study.request.drug = "ropinirole"
    let error = #expect(throws: ComparisonError.self) { try study.run() }
    #expect(error == .drugMatchesNothing(drug: "ropinirole", found: ["trazodone"]))
    #expect(error?.exitStatus == .unusableInput)
  }

  @Test func `another drug is asked about in the same way`() throws {
    var study = StudyBuilder.typical()
    study.tables.medications[0] = MedicationInterval(
      patientID: "a", drugName: "Requip", atc: "N04BC04", dose: 0.5, unit: .milligram,
      start: StudyBuilder.day(12))
    for name in ["N04BC04", "dopamine_agonist", "Requip"] {
      study.request.drug = name
      #expect(try study.primary().verdict == .lower)
    }
  }

  @Test func `a night's own dose wins over the medications table, and the difference is told`()
    throws
  {
    var study = StudyBuilder.typical()
    study.nights.rows[1].trazodoneMilligrams = 50
    let contrast = try study.primary()
    #expect(contrast.caveatCodes.contains("dose_differs"))
  }

  @Test func `rules that no night is scored by are status 65 and name those that are there`() {
    var study = StudyBuilder.typical()
    study.request.rules = "aasm3"
    let error = #expect(throws: ComparisonError.self) { try study.run() }
    #expect(error?.code == "no_rows_for_rules")
    #expect(error?.sentence.contains("wasm2016") == true)
  }

  @Test func `an unknown patient is status 65`() {
    var study = StudyBuilder.typical()
    study.request.patientIDs = ["z"]
    #expect(throws: ComparisonError.unknownPatient(patient: "z", file: "nights.csv")) { try study.run() }
  }

  @Test func `statistics 6: several patients by paired t and sign flips, with how many had too few nights`()
    throws
  {
    var study = twoPatients()
    for patient in ["c", "d", "e", "f", "g"] {
      study.take("trazodone", "N06AX05", 50, from: 12, patient: patient)
      study.add(patient, days: [1, 3, 5], rate: 20)
      study.add(patient, days: [18, 20, 22], rate: 10)
    }
    study.take("trazodone", "N06AX05", 50, from: 12, patient: "h")
    study.add("h", days: [1, 3], rate: 20)
    let all = try #require(try study.run().population)
    let population = try #require(all.population)
    #expect(all.patientID == "*")
    #expect(population.patients == 8)
    #expect(population.paired.differences.count == 7)
    #expect(population.withoutBothSides == ["h"])
    #expect(population.paired.smallestReachableP == 2.0 / 128)
    #expect(population.higher == 1)
    #expect(all.method == .pairedPatients)
    #expect(all.sentence.contains("hese 7 people"))
    let q = try study.run().patients.compactMap { $0.primary?.falseDiscoveryQ }
    #expect(q.count == 7)
  }

  @Test func `several patients are said to have no comparison group, with their caveats counted`() throws {
    var study = twoPatients()
    study.take("ferrous sulfate", "B03AA07", 325, from: 24, patient: "b")
    let all = try #require(try study.run().population)
    #expect(all.sentence.contains("There was no comparison group"))
    #expect(all.sentence.contains("iron that changed (1)"))
    #expect(all.population?.caveats.first?.patients == 1)
  }

  @Test func `two patients who differ never give limits that say nothing`() throws {
    let all = try #require(try twoPatients().run().population)
    #expect(all.verdict == .notEnoughPatients)
    #expect(all.statement?.interval == nil)
    #expect(!all.sentence.contains("98938") && !all.sentence.contains("1000-fold"))
  }

  @Test func `one patient alone has no result over patients`() throws {
    #expect(try StudyBuilder.typical().run().population == nil)
  }
}
