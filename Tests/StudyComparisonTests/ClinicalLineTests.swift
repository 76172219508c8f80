import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

/// The thresholds that a sleep physician expects, each test named after the publication.
@Suite struct ClinicalLineTests {
  private func study(
    ferritin: Double? = nil, assay: String? = nil, birthYear: Int? = 1958
  ) -> StudyBuilder {
    var study = StudyBuilder.typical()
    if let birthYear { study.tables.patients = [PatientRecord(patientID: "a", birthYear: birthYear)] }
    if let ferritin {
      study.tables.labs = [
        LabValue(
          patientID: "a", date: StudyBuilder.day(-3), analyte: .ferritin, value: ferritin, unit: "ng/mL",
          assay: assay)
      ]
    }
    return study
  }

  private func iron(_ study: StudyBuilder) throws -> (status: IronStatus, text: String) {
    let status = try #require(try study.run().patients.first).iron
    return (status, IronWords.sentences(status).joined(separator: " "))
  }

  @Test(arguments: [
    (75.0, IronStatus.Band.low), (75.1, .intravenousOnly), (90, .intravenousOnly), (100, .intravenousOnly),
    (100.1, .above),
  ])
  func `AASM 2025: iron is considered at or below 75 ng per mL, intravenous iron alone up to 100`(
    value: Double, band: IronStatus.Band
  ) throws {
    let found = try iron(study(ferritin: value))
    #expect(found.status.band == band)
    #expect(found.status.isFerritinLow == (band == .low))
    #expect(found.text.contains("intravenous") == (band == .intravenousOnly))
    #expect(found.text.contains("doi 10.5664/jcsm.11390"))
  }

  @Test(arguments: [(49.9, IronStatus.Band.low), (50, .above), (90, .above)])
  func `AASM 2025: the line of a child is below 50 ng per mL`(value: Double, band: IronStatus.Band) throws {
    let found = try iron(study(ferritin: value, birthYear: 2016))
    #expect(found.status.band == band)
    #expect(found.text.contains("(a child; AASM 2025"))
    #expect(!found.text.contains("intravenous"))
  }

  @Test func `without a year of birth the adult line is used and said`() throws {
    let found = try iron(study(ferritin: 60, birthYear: nil))
    #expect(found.status.isFerritinLow && !found.status.isAgeKnown)
    #expect(found.text.contains("an adult, as the year of birth is unknown"))
    let lines = try #require(try study(birthYear: nil).run().patients.first).absoluteLines
    #expect(lines.allSatisfy { !$0.isAgeKnown && $0.perHour == 15 })
  }

  @Test(arguments: [
    ("Roche Elecsys", "lower by Beckman's"), ("Beckman Coulter Access", "higher by Roche's"), ("Abbott", nil),
    (nil, nil),
  ])
  func `a secondary source: Roche reads about 60 percent above Beckman, said where the assay is known`(
    assay: String?, words: String?
  ) throws {
    let text = try iron(study(ferritin: 60, assay: assay)).text
    #expect(text.contains("60 %") == (words != nil))
    if let words { #expect(text.contains(words)) }
    if let assay { #expect(!text.contains(assay), "what was typed stays in the table") }
  }

  @Test(arguments: [(SymptomScale.irls, 3.0, "Allen 2013"), (.ess, 2, "Crook 2019")])
  func `Allen 2013 and Crook 2019: the change of a scale that matters has its source`(
    scale: SymptomScale, least: Double, source: String
  ) {
    let change = SymptomChange(scale: scale, before: 10, after: 10 + least, mornings: 0)
    #expect(change.smallestThatMatters == least && change.isWorse)
    #expect(change.source?.hasPrefix(source) == true)
  }

  @Test func `KSS and the analogue scale have no published line`() {
    for scale in [SymptomScale.kss, .visualAnalogueSleepiness] {
      let change = SymptomChange(scale: scale, before: 3, after: 5, mornings: 4)
      #expect(change.smallestThatMatters == nil && change.source == nil && !change.isBetter)
    }
  }

  @Test func `Yang 2005: what is known of another drug's class stands beside it`() throws {
    var study = study()
    study.take("Lexapro 10 mg", nil, 10, from: 24)
    let result = try #require(try study.run().patients.first)
    #expect(result.publishedEffects == ["escitalopram: this class usually raises PLMS (Yang 2005)"])
    let sentence = try #require(result.primary).sentence
    #expect(sentence.contains("started 2026-03-24; this class usually raises PLMS (Yang 2005)."))
    #expect(!sentence.contains("Lexapro"))
  }
}
