import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

@Suite struct VerdictTests {
  /// The nights of a reference set as a table that someone typed, with the dose that night.
  private func study(_ set: SingleReference) -> StudyBuilder {
    var study = StudyBuilder()
    study.request.transitionNights = 0
    study.nights.namesRules = false
    for index in set.counts.indices {
      var row = NightRow(patientID: "a", nightID: "n\(index)")
      row.date = StudyBuilder.day(set.days[index])
      row.totalSleepHours = set.hours[index]
      row.plmsCount = set.counts[index]
      row.trazodoneMilligrams = set.doses.map { $0[index] } ?? (set.phases[index] == 0 ? 0 : 50)
      study.nights.rows.append(row)
    }
    return study
  }

  @Test(arguments: ReferenceData.single)
  func `statistics 3.6: the verdict, its interval and its method agree with R`(_ set: SingleReference) throws
  {
    let contrast = try study(set).primary()
    let reference = try #require(set["verdict"])
    #expect(contrast.verdict.rawValue == reference["verdict"]?.stringValue)
    #expect(contrast.rules == "unstated")
    expectClose(
      contrast.headline?.interval(level: 0.95).low, reference["rr_low"]?.reference, 1e-7, "95 % low")
    expectClose(
      contrast.headline?.interval(level: 0.95).high, reference["rr_high"]?.reference, 1e-7, "95 % high")
    expectClose(
      contrast.headline?.interval(level: 0.90).low, reference["rr90_low"]?.reference, 1e-7, "90 % low")
    #expect(contrast.headlineMethod?.rawValue == reference["ci_method"]?.stringValue)
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
    expectDoses(contrast, set)
    #expect(!contrast.sentence.isEmpty && !contrast.sentence.lowercased().contains("nan"))
  }

  private func expectDoses(_ contrast: Contrast, _ set: SingleReference) {
    guard let reference = set["dose_moderated"] else { return }
    expectClose(
      contrast.dosePer50Milligrams?.estimate, reference.numbers("estimate").last, 1e-7, "log RR per 50 mg")
    expectClose(contrast.dosePer50Milligrams?.pValue, reference.numbers("p").last, 1e-7, "its p")
  }

  private func reference(_ id: String) throws -> Contrast {
    try study(try #require(ReferenceData.single.first { $0.id == id })).primary()
  }

  @Test func `statistics 4: the sentence of a change has its bounds from the interval`() throws {
    let sentence = try reference("s01_5v5_halved").sentence
    #expect(
      sentence.hasPrefix(
        "PLMS index 21.9 -> 8.8 /h (5 + 5 nights, 31.6 + 33.9 h of sleep). Rate ratio 0.39 (95 % CI 0.20-0.75): "
          + "lower by 25-80 %. This is a before/after comparison of one person; it does not by itself show that "
          + "trazodone was the cause."))
  }

  @Test func `statistics 4: the sentence of too few nights says what they are compatible with`() throws {
    let sentence = try reference("s12_3v3").sentence
    #expect(sentence.hasPrefix("Not enough nights to tell."))
    #expect(
      sentence.contains("These 3 + 3 nights are compatible with anything from a 73 % fall to a 36 % rise."))
    #expect(sentence.contains("(CV 40 %), an observed change of less than 2.3-fold in either direction"))
    #expect(
      sentence.contains("About 8 nights before and 8 after would be needed to show a halving (80 % chance)."))
  }

  @Test func `statistics 4: one night and one night`() throws {
    let contrast = try reference("s05_1v1_down")
    #expect(contrast.sentence.contains("One night on each side cannot separate the drug from the night"))
    #expect(contrast.sentence.contains("ranges by 25/h on average across nights"))
    #expect(contrast.caveatCodes.contains("one_night_phase"))
    #expect(contrast.nightsNeededForHalving ?? 0 > 2)
  }

  @Test(arguments: ReferenceData.single)
  func `no sentence asks for fewer nights than there are`(_ set: SingleReference) throws {
    let contrast = try study(set).primary()
    guard let match = contrast.sentence.firstMatch(of: /bout (\d+) nights before/) else { return }
    let asked = try #require(Int(match.1))
    #expect(asked > min(contrast.before.nights, contrast.after.nights), "\(contrast.sentence)")
  }

  @Test func `statistics 12.14: no movements on any night is said so`() throws {
    #expect(try reference("s17_5v5_all_zero").sentence.contains("no movements on any night"))
  }

  @Test func `a side of zeros gives a verdict and suppresses the log-rate t`() throws {
    let contrast = try reference("s18_5v5_after_zero")
    #expect(contrast.verdict == .lower)
    #expect(contrast.logRateTest == nil)
    #expect(contrast.stepBesideTrend == nil)
  }

  @Test func `no material change is said by the 90 % interval, never as no effect`() throws {
    let sentence = try reference("s38_60v60").sentence
    #expect(sentence.contains("No material change: the 90 % interval lies within 0.80-1.25."))
  }

  @Test(arguments: [
    ("s36_separated_3v3", true), ("d01_titration", true), ("s12_3v3", false), ("s32_baseline_trend", true),
  ])
  func `statistics 3.6: methods that fall on different sides of .05 disagree`(id: String, disagree: Bool)
    throws
  {
    let contrast = try reference(id)
    #expect(contrast.caveatCodes.contains("methods_disagree") == disagree)
    #expect(contrast.sentence.contains("The methods disagree") == disagree)
    if id == "s36_separated_3v3" {
      #expect(contrast.sentence.contains("cannot reach a smaller one than 0.10"))
    }
  }

  @Test func `statistics 12.8: a fall that began before the drug is not called a change`() throws {
    let contrast = try reference("s32_baseline_trend")
    #expect(contrast.verdict == .notEnoughNights)
    #expect(contrast.caveatCodes.contains("trend_before"))
    let step = try #require(contrast.stepBesideTrend)
    #expect(step.pValue > 0.5, "level beside trend says that there is no step")
  }

  @Test func `without the permutation there is none`() throws {
    var study = StudyBuilder.typical()
    study.request.estimation.permutes = false
    #expect(try study.primary().permutation == nil)
    #expect(try study.primary().verdict == .lower)
  }
}
