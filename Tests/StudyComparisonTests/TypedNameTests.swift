import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Drugs under any name, and ids as people type them.
@Suite struct TypedNameTests {
  @Test(arguments: ["Requip XL 2mg", "ropinerole", "ROPINIROLE", "Zauberkraut", "water pill"])
  func `another drug begun on the same day is inseparable under any name, known or not`(name: String) throws {
    var study = StudyBuilder.typical()
    study.take(name, nil, 1, from: 12)
    #expect(try study.primary().verdict == .notComparable)
  }

  @Test func `a drug of which nothing was looked up is a caveat, not inseparable`() throws {
    var study = StudyBuilder.typical()
    study.take("Lipitor", nil, 20, from: 12)
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower)
    #expect(contrast.caveatCodes.contains("drug_changed:other"))
    #expect(contrast.sentence.contains("Atorvastatin"))
  }

  @Test func `what nobody knows and overlaps is named in the sentence itself`() throws {
    var study = StudyBuilder.typical()
    study.take("Zauberkraut", nil, 1, from: 5)
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower)
    #expect(contrast.sentence.contains("Zauberkraut"))
  }

  @Test(arguments: ["Desyrel", "trazadone", "Trazodone HCl 50mg tab", "N06AX05", "trazodone"])
  func `the drug itself is asked for and typed under any name`(name: String) throws {
    var study = StudyBuilder.typical()
    study.request.drug = name
    study.tables.medications[0].drugName = "Trittico AC 150"
    study.tables.medications[0].atc = nil
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower)
    if name != "N06AX05" {
      #expect(
        contrast.sentence.contains("with and without trazodone") || contrast.sentence.contains("trazodone"))
    }
  }

  @Test func `a medication under an id that only differs in case costs that patient the result`() throws {
    var study = StudyBuilder.typical()
    study.add("b", days: [1, 3, 5, 8, 10], rate: 22)
    study.add("b", days: [18, 20, 22, 25, 27], rate: 9)
    study.take("trazodone", nil, 50, from: 12, patient: "b")
    study.take("pramipexole", nil, 1, from: 12, patient: "A")
    study.tables.usePaths(StudyTables.Paths(medications: "medications.tsv"))
    let result = try study.run()
    #expect(result.problems.map(\.error.code) == ["patient_without_nights"])
    #expect(result.patients.map(\.problems.count) == [1, 0])
    #expect(result.problems.first?.error.sentence.contains("'a'") == true)
  }
}
