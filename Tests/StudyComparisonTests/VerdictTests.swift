import SleepEvents
import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

@Suite struct VerdictTests {
  /// The nights of a reference set as a typed table, with the dose of each night.
  private func study(_ set: SingleReference) -> StudyBuilder {
    var study = StudyBuilder()
    study.request.transitionNights = 0
    study.nights.namesRules = false
    for index in set.counts.indices {
      study.nights.rows.append(
        row(
          index, day: set.days[index], hours: set.hours[index], count: set.counts[index],
          dose: set.doses.map { $0[index] } ?? (set.phases[index] == 0 ? 0 : 50)))
    }
    return study
  }

  private func row(_ index: Int, day: Int, hours: Double?, count: Int, dose: Double) -> NightRow {
    var row = NightRow(patientID: "a", nightID: "n\(index)")
    row.date = StudyBuilder.day(day)
    row.totalSleepHours = hours
    row.plmsCount = count
    row.trazodoneMilligrams = dose
    return row
  }

  /// The same for a set of the engine's references.
  private func study(_ set: EngineReference) -> StudyBuilder {
    var study = StudyBuilder()
    study.request.transitionNights = 0
    study.request.assignment = set.assignment
    study.request.design =
      switch set.design {
      case .beforeAfter: .beforeAfter
      case .interleaved: .perNight
      case .dose: .dose
      }
    study.nights.namesRules = false
    for (index, night) in set.nights.enumerated() {
      study.nights.rows.append(
        row(index, day: night.day, hours: night.hours, count: night.count, dose: night.milligrams))
    }
    return study
  }

  /// Sets whose verdict does not depend on a random order, which a table of nights cannot express.
  private static let tables = EngineReferences.single.filter {
    $0.assignment != .drawn && $0.barred == nil && $0.nights.contains(where: \.isOn)
  }

  @Test(arguments: tables)
  func `a table of nights gives the verdict of the independent program`(_ set: EngineReference) throws {
    let contrast = try study(set).primary()
    #expect(contrast.verdict.rawValue == set.expected["verdict"]?.stringValue)
    #expect(contrast.reason?.rawValue == set.expected["reason"]?.stringValue)
    #expect(
      contrast.clauses.map(\.rawValue) == set.expected["clauses"]?.arrayValue?.compactMap(\.stringValue))
    #expect(contrast.rules == "unstated")
    guard let reference = set.number("lo95"), reference.isFinite else { return }
    expectClose(contrast.statement?.low95.map { Log.of($0) }, reference, 1e-8, "95 % low")
    #expect(contrast.method == .engine)
  }

  @Test(arguments: ReferenceData.single)
  func `sides, exclusions and medians agree with R`(_ set: SingleReference) throws {
    let contrast = try study(set).run().contrasts.first { $0.kind == .beforeAfterSteady }
    guard let contrast else { return }
    let used = set.results.numbers("n_used").map { Int($0) }
    #expect([contrast.before.nights, contrast.after.nights] == used)
    let excluded = set.results.numbers("n_excluded").map { Int($0) }
    #expect([contrast.before.excludedNights, contrast.after.excludedNights] == excluded)
    #expect(contrast.caveatCodes.contains("missing_tst") == (excluded != [0, 0]))
    for (side, reference) in zip([contrast.before, contrast.after], set["descriptive"]?.arrayValue ?? []) {
      guard side.nights > 0 else { continue }
      expectClose(side.index, reference["pooled_rate"]?.reference, 1e-9, "pooled rate")
      expectClose(side.median, reference["median_index"]?.reference, 1e-9, "median")
    }
    #expect(!contrast.sentence.isEmpty && !contrast.sentence.lowercased().contains("nan"))
  }

  private func reference(_ id: String) throws -> Contrast {
    try study(try #require(ReferenceData.single.first { $0.id == id })).primary()
  }

  private func engine(_ id: String) throws -> Contrast {
    try study(try #require(EngineReferences.single.first { $0.id == id })).primary()
  }

  @Test func `the sentence of a change has its bounds from the interval, and its clause in the same breath`()
    throws
  {
    let sentence = try reference("s01_5v5_halved").sentence
    #expect(
      sentence.hasPrefix(
        "PLMS per hour of sleep: 21.9 -> 8.8 (5 + 5 nights, 31.6 + 33.9 h of sleep). Lower by 61 %"))
    #expect(sentence.contains("A slow drift over the whole period would explain these nights about as well"))
    #expect(sentence.contains("this alone does not show why"))
  }

  @Test func `the sentence of too few nights says what they fit`() throws {
    let contrast = try reference("s12_3v3")
    #expect(contrast.sentence.hasPrefix("Not enough nights to tell."))
    #expect(contrast.sentence.contains("These 3 + 3 nights fit anything from 74 % lower to 41 % higher."))
    #expect(contrast.sentence.contains("To show a halving takes about"))
  }

  @Test func `one night and one night`() throws {
    let contrast = try reference("s05_1v1_down")
    #expect(contrast.sentence.contains("One night on each side cannot separate the drug from the night"))
    #expect(contrast.sentence.contains("ranges by 25/h on average across nights"))
    #expect(contrast.caveatCodes.contains("one_night_phase"))
    #expect(contrast.nightsNeededForHalving ?? 0 > 2)
  }

  @Test(arguments: ReferenceData.single)
  func `no sentence asks for fewer nights than there are`(_ set: SingleReference) throws {
    let contrast = try study(set).primary()
    guard let match = contrast.sentence.firstMatch(of: /about (\d+) nights before/) else { return }
    let asked = try #require(Int(match.1))
    #expect(asked > min(contrast.before.nights, contrast.after.nights), "\(contrast.sentence)")
  }

  @Test func `no movements on any night is said so`() throws {
    #expect(try reference("s17_5v5_all_zero").sentence.contains("No movement was counted on any night"))
  }

  @Test func `a side of zeros has one limit and no ratio`() throws {
    let contrast = try reference("s18_5v5_after_zero")
    #expect(contrast.verdict == .lower)
    #expect(contrast.statement?.ratio == nil && contrast.statement?.low95 == nil)
    #expect(contrast.logRateTest == nil)
    #expect(
      contrast.sentence.contains(
        "No movement was counted in the 5 nights on trazodone; the rate there is at least 95 % lower."))
    let chance = try engine("z01_zero_0_120_vs_0_0")
    #expect(chance.verdict == .notEnoughNights)
    #expect(
      chance.sentence.contains(
        "No movement in 2 nights, but only 1 of the other 2 had any. That can be chance."))
    let many = try engine("b11_5v5_before_zero")
    #expect(many.verdict == .higher)
    #expect(many.sentence.contains("5 nights before trazodone; the rate there is at least"))
  }

  @Test func `no material change is said with the 90 % interval that decided, and gives no reason`() throws {
    let sentence = try reference("s38_60v60").sentence
    #expect(sentence.contains("(90 % interval), inside 0.80-1.25, which we had set as too small to matter."))
    #expect(!sentence.contains("does not show"))
  }

  @Test(arguments: [("s36_separated_3v3", true), ("s12_3v3", false)])
  func `methods that fall on different sides of .05 disagree`(id: String, disagree: Bool) throws {
    let contrast = try reference(id)
    #expect(contrast.caveatCodes.contains("methods_disagree") == disagree)
    #expect(contrast.sentence.contains("disagree") == disagree)
    if id == "s36_separated_3v3" {
      #expect(contrast.sentence.contains("cannot reach a smaller one than 0.10"))
    }
  }

  @Test func `a fall that began before the drug is not called a change`() throws {
    let contrast = try reference("s32_baseline_trend")
    #expect(contrast.verdict == .notComparable)
    #expect(contrast.reason == .driftBeforeStart)
    #expect(contrast.caveatCodes.contains("trend_before"))
    #expect(contrast.sentence.contains("already falling before the first dose"))
    #expect(contrast.sentence.contains("may be the same drift"))
  }

  @Test func `a rise before the start is not called the same drift as a later fall`() throws {
    let contrast = try engine("d04_rise_then_fall")
    let trend = contrast.caveats.first { $0.code == "trend_before" }
    #expect(trend?.sentence.contains("the same drift") != true)
  }

  @Test func `nights of the patient's choice are described and not judged`() throws {
    let contrast = try engine("i08_prn")
    #expect(contrast.verdict == .notComparable && contrast.reason == .nightsChosen)
    #expect(contrast.statement?.interval != nil, "the interval is a description")
    #expect(contrast.sentence.contains("nights of the patient's choice"))
  }

  @Test func `without the permutation there is none`() throws {
    var study = StudyBuilder.typical()
    study.request.estimation.permutes = false
    #expect(try study.primary().permutation == nil)
    #expect(try study.primary().verdict == .lower)
  }
}
