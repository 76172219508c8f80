import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

@Suite struct ExposureTests {
  @Test func `statistics 3.6: another drug begun on the same date cannot be separated`() throws {
    var study = StudyBuilder.typical()
    study.take("sertraline", "N06AB06", 50, from: 12)
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.caveatCodes.contains("aliased:ssri"))
    #expect(contrast.caveatCodes.contains("drug_changed:ssri"))
    #expect(contrast.sentence.contains("sertraline"))
  }

  @Test func `statistics 3.6: iron begun later but before every night that counts is just as inseparable`()
    throws
  {
    var study = StudyBuilder.typical()
    study.take("ferrous sulfate", "B03AA07", 325, from: 17)
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.caveatCodes.contains("aliased:iron"))
  }

  @Test func `iron begun between counted nights is a caveat with its date`() throws {
    var study = StudyBuilder.typical()
    study.take("ferrous sulfate", "B03AA07", 325, from: 24)
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower)
    #expect(contrast.caveatCodes == ["iron_changed"])
    #expect(contrast.caveats.first?.dates == [StudyBuilder.day(24)])
    #expect(
      contrast.sentence.contains(
        "Other changes in the period: Ferrous sulfate (class iron) started 2026-03-24."))
  }

  @Test func `a drug stopped before the first night acts until its washout is over`() throws {
    // 35 days after 1 February is 8 March: during nights 1 to 8 but not during those on trazodone.
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 8)
    study.take("sertraline", "N06AB06", 50, from: -400, to: -27)
    study.add("a", days: [1, 3, 5], rate: 22)
    study.add("a", days: [14, 16, 18], rate: 9)
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.caveatCodes.contains("aliased:ssri"))
    #expect(contrast.caveats.contains { $0.sentence.contains("washout of 35 days") })
    study.add("a", days: [9, 10], rate: 22)
    study.tables.medications[0].start = StudyBuilder.day(11)
    #expect(try study.primary().verdict != .notComparable, "two nights before lie past the washout")
  }

  @Test func `where two drugs of a class take turns it is said which did what`() throws {
    var study = StudyBuilder.typical()
    study.take("ropinirole", "N04BC04", 0.5, from: -30, to: 23)
    study.take("pramipexole", "N04BC05", 0.125, from: 24)
    let caveat = try #require(try study.primary().caveats.first)
    #expect(
      caveat.sentence.hasPrefix(
        "Ropinirole, pramipexole (class dopamine agonist): pramipexole started 2026-03-24 and ropinirole stopped"
      ))
  }

  @Test func `a drug taken all along changes nothing`() throws {
    var study = StudyBuilder.typical()
    study.take("sertraline", "N06AB06", 50, from: -500)
    #expect(try study.primary().caveats.isEmpty)
  }

  @Test func `a change of dose of another drug at the same time is inseparable too`() throws {
    var study = StudyBuilder.typical()
    study.take("pramipexole", "N04BC05", 0.25, from: -100, to: 11)
    study.take("pramipexole", "N04BC05", 0.5, from: 12)
    let contrast = try study.primary()
    #expect(contrast.caveatCodes.contains("aliased:dopamine_agonist"))
    #expect(try study.run().patients.first?.augmentingDrugs == ["pramipexole"])
    #expect(contrast.caveats.contains { $0.sentence.contains("changed its dose 2026-03-12") })
  }

  @Test func `a drug that nobody knows is not harmless: where it separates the sides nothing can be told`()
    throws
  {
    var study = StudyBuilder.typical()
    study.take("nachtruhe", nil, 300, from: 12)
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.reason == .inseparableExposure)
    #expect(contrast.caveatCodes == ["aliased:unlisted", "drug_changed:unlisted"])
    #expect(contrast.sentence.contains("nachtruhe"))
  }

  @Test func `a drug that nobody knows on some nights is a caveat in the sentence`() throws {
    var study = StudyBuilder.typical()
    study.take("nachtruhe", nil, 300, from: 21, to: 24)
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower)
    #expect(contrast.caveatCodes == ["drug_changed:unlisted"])
    #expect(contrast.sentence.contains("Nachtruhe started"))
  }

  @Test func `another exposure on all nights of a side but one cannot be separated either`() throws {
    var study = StudyBuilder.typical()
    study.take("pramipexole", "N04BC05", 0.25, from: 20)
    #expect(try study.primary().verdict == .notComparable, "4 of 5 nights after")
    study.tables.medications[1].start = StudyBuilder.day(22)
    let contrast = try study.primary()
    #expect(contrast.verdict == .lower, "3 of 5 nights after")
    let rest = try #require(contrast.withoutOtherExposure)
    #expect(rest.ratio.map { $0 < 0.6 } == true, "the two nights without it, told beside")
    #expect(contrast.sentence.contains("On the nights without the other exposure alone"))
  }

  @Test func `breathing, stages and sleep time that differ between the sides are caveats`() throws {
    var study = StudyBuilder.typical()
    for index in study.nights.rows.indices {
      study.nights.rows[index].apneaHypopneaIndex = index < 5 ? 30 : 12
      study.nights.rows[index].n3Percent = index < 5 ? 12 : 18
      study.nights.rows[index].remPercent = 20
      study.nights.rows[index].totalSleepHours = index < 5 ? 6 : 7.2
      study.nights.rows[index].plmsIndex = nil
    }
    let codes = try study.primary().caveatCodes
    #expect(codes == ["breathing_changed", "stages_shifted", "sleep_time_changed"])
    for index in study.nights.rows.indices {
      study.nights.rows[index].apneaHypopneaIndex = index < 5 ? 30 : 24
    }
    #expect(try !study.primary().caveatCodes.contains("breathing_changed"), "a fifth less")
  }

  @Test func `one infusion is given, not started and stopped`() throws {
    var study = StudyBuilder.typical()
    study.take("ferric carboxymaltose", "B03AC", 1000, from: 21, to: 21)
    let sentences = try study.primary().caveats.map(\.sentence).joined(separator: " ")
    #expect(sentences.contains("given 2026-03-21"))
    #expect(!sentences.contains("stopped"))
  }

  @Test func `AASM nights of which some were scored for breathing and some not are not comparable`() throws {
    var study = StudyBuilder.typical()
    study.request.rules = "aasm3"
    for index in study.nights.rows.indices { study.nights.rows[index].scoringRules = "aasm3" }
    #expect(try study.primary().verdict == .lower)
    study.nights.rows[2].qualityFlags = ["respiratory_not_scored"]
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.reason == .categoryKnownOnSomeNights)
  }

  @Test func `CPAP begun with the drug is inseparable, on some nights a caveat`() throws {
    var study = StudyBuilder.typical()
    study.change(from: 12) { $0.airwayPressure = .on }
    #expect(try study.primary().verdict == .notComparable)
    #expect(try study.primary().caveatCodes.contains("aliased:cpap"))
    var some = StudyBuilder.typical()
    some.change(from: 24) { $0.airwayPressure = .titration }
    #expect(try some.primary().verdict == .lower)
    #expect(try some.primary().caveatCodes == ["cpap_changed"])
  }

  @Test func `trazodone is an exposure when another drug is asked about`() throws {
    var study = StudyBuilder.typical()
    study.tables.medications = []
    study.take("ropinirole", "N04BC04", 1, from: 12)
    study.request.drug = "ropinirole"
    study.change(from: 0) { $0.trazodoneMilligrams = 0 }
    study.change(from: 12) { $0.trazodoneMilligrams = 50 }
    #expect(try study.primary().caveatCodes.contains("aliased:trazodone"))
    study.change(from: 0) { $0.trazodoneMilligrams = nil }
    study.take("trazodone", "N06AX05", 50, from: 15)
    #expect(try study.primary().caveatCodes.contains("aliased:trazodone"))
  }

  @Test func `an index that is not its count over its hours is pointed at`() throws {
    var study = StudyBuilder.typical()
    study.nights.rows[0].plmsIndex = 40
    #expect(try study.primary().caveatCodes == ["index_differs"])
  }

  @Test func `two nights of one date are pointed at`() throws {
    var study = StudyBuilder.typical()
    study.nights.rows[1].date = study.nights.rows[0].date
    #expect(try study.primary().caveatCodes == ["same_date"])
  }

  @Test func `alcohol on every night of one side is inseparable`() throws {
    var study = StudyBuilder.typical()
    study.change(from: 0) { $0.alcoholUnits = 0 }
    study.change(from: 12) { $0.alcoholUnits = 2 }
    #expect(try study.primary().caveatCodes.contains("aliased:caffeine_alcohol"))
  }

  @Test(arguments: ["rules", "software", "respiratory", "sensor", "legs"])
  func `statistics 3.6: nights that were not scored alike are not comparable`(what: String) throws {
    var study = StudyBuilder.typical()
    study.change(from: 0) {
      $0.sensor = .emg
      $0.respiratoryOption = "with"
    }
    study.change(from: 26) { row in
      switch what {
      case "rules": row.scoringRules = "aasm3"
      case "software": row.softwareVersion = "tibialis 0.2.0"
      case "respiratory": row.respiratoryOption = "without"
      case "sensor": row.sensor = .actigraphy
      default: row.legChannels = "left"
      }
    }
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.caveatCodes.contains(what == "legs" ? "mixed_legs" : "scoring_changed"))
    #expect(contrast.statement == nil, "a ratio of different quantities is withheld")
    #expect(contrast.sentence.contains("not scored alike"))
  }

  @Test func `season, short nights, first night and mixed sources are caveats`() throws {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 100)
    study.add("a", days: [1, 3, 5], rate: 22)
    study.add("a", days: [110, 112, 114], rate: 9)
    study.nights.rows[0].role = .firstLaboratoryNight
    study.nights.rows[1].totalSleepHours = 1.5
    study.nights.rows[2].totalSleepSource = .manual
    let codes = Set(try study.primary().caveatCodes)
    #expect(codes.isSuperset(of: ["season_changed", "short_night", "first_night", "tst_source_mixed"]))
    #expect(try study.primary().verdict != .notComparable)
  }

  @Test func `low ferritin is a finding with its source, and its absence is said`() throws {
    var study = StudyBuilder.typical()
    #expect(try #require(try study.run().patients.first).iron.wasNotLookedAt)
    #expect(
      IronWords.sentences(try #require(try study.run().patients.first).iron).first == IronWords.notLookedAt)
    study.tables.labs = [
      LabValue(
        patientID: "a", date: StudyBuilder.day(-3), analyte: .ferritin, value: 41, unit: "ng/mL",
        assay: "Roche"),
      LabValue(
        patientID: "a", date: StudyBuilder.day(-3), analyte: .cReactiveProtein, value: 12, unit: "mg/L"),
    ]
    let iron = try #require(try study.run().patients.first).iron
    #expect(iron.isFerritinLow && iron.isInflamed)
    let sentences = IronWords.sentences(iron)
    #expect(
      sentences[0]
        == "Ferritin 41 ng/mL (2026-02-25, assay of Roche) is at or below the 75 ng/mL line used for restless legs "
        + "(an adult, as the year of birth is unknown; AASM 2025, doi 10.5664/jcsm.11390), also when it is normal "
        + "for other people. Roche's assay reads about 60 % above Beckman's (a secondary source), so the same blood "
        + "would read lower by Beckman's.")
    #expect(sentences[1].contains("does not rule out low iron"))
    #expect(sentences.last == IronWords.onlyWithPhysician)
    #expect(try study.primary().caveatCodes == ["ferritin_low"])
    study.tables.patients = [PatientRecord(patientID: "a", birthYear: 2015)]
    study.tables.labs[0].value = 60
    #expect(try !(#require(try study.run().patients.first).iron.isFerritinLow), "a child's line is 50")
  }
}
