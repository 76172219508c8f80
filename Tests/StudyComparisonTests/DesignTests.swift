import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Which nights are on which side, for every way of taking a drug.
@Suite struct DesignTests {
  /// Nights on consecutive evenings with a dose each; the rate halves on the drug, and nights vary.
  private func study(_ doses: [Double?], ratio: Double = 0.4) -> StudyBuilder {
    var study = StudyBuilder()
    study.nights.namesRules = false
    let pattern = [1.1, 0.9, 1.2, 0.85, 1, 1.05, 0.95, 0.8, 1.15]
    for (index, dose) in doses.enumerated() {
      var row = NightRow(patientID: "a", nightID: "n\(index)")
      row.date = StudyBuilder.day(index + 1)
      row.totalSleepHours = 6.5
      let rate = 20 * pattern[index % pattern.count] * pow(ratio, (dose ?? 0) / 50)
      row.plmsCount = Int((rate * 6.5).rounded())
      row.trazodoneMilligrams = dose
      study.nights.rows.append(row)
    }
    return study
  }

  private func nights(_ contrast: Contrast) -> [Int] { [contrast.before.nights, contrast.after.nights] }

  private func sides(_ contrast: Contrast) -> [ContrastSide] { contrast.nights.map(\.side) }

  @Test func `alternate nights are compared night by night, with the drift taken out`() throws {
    let contrast = try study((0..<28).map { $0 % 2 == 0 ? 0 : 50 }).primary()
    #expect(contrast.kind == .onVersusOff && contrast.design == .interleaved)
    #expect(contrast.kind.name == "on_vs_off")
    #expect(nights(contrast) == [14, 14])
    #expect(contrast.assignment == .fixed && contrast.hasTrendColumn)
    #expect(contrast.verdict == .lower)
    #expect(contrast.sentence.contains("in a fixed order. A steady drift over the weeks has been taken out."))
    #expect(contrast.sentence.contains("something that follows the same rhythm cannot be excluded"))
  }

  @Test func `weeks off, on, off and on are one estimate, never two`() throws {
    let doses: [Double] = (0..<4).flatMap { block in [Double](repeating: block % 2 == 0 ? 0 : 50, count: 7) }
    let result = try study(doses).run()
    let main = result.contrasts.filter { $0.outcome == .plms }
    #expect(main.map(\.kind) == [.onVersusOff])
    #expect(nights(main[0]) == [14, 14])
  }

  @Test func `missed doses are set aside, and the clock goes on`() throws {
    var doses: [Double?] = [Double?](repeating: 0, count: 7) + [Double?](repeating: 50, count: 16)
    doses[12] = 0
    doses[18] = 0
    let contrast = try study(doses).primary()
    #expect(contrast.kind == .beforeAfterSteady)
    #expect(nights(contrast) == [7, 11])
    #expect(contrast.nights.filter { $0.side == .missed }.map(\.reason) == [.doseMissed, .doseMissed])
    #expect(contrast.sentence.contains("2 nights with a missed dose were left out."))
  }

  @Test func `a night whose dose nobody knows is on no side`() throws {
    var doses: [Double?] = [Double?](repeating: 0, count: 6) + [Double?](repeating: 50, count: 9)
    doses[3] = nil
    let contrast = try study(doses).primary()
    #expect(sides(contrast)[3] == .unknown)
    #expect(contrast.nights[3].reason == .doseUnknown)
    #expect(contrast.before.nights == 5)
  }

  @Test func `doses that rise give a slope per 50 mg`() throws {
    let doses: [Double?] = (0..<28).map { [0, 25, 50, 100][$0 / 7] }
    let contrast = try study(doses, ratio: 0.5).primary()
    #expect(contrast.kind == .per50Milligrams)
    #expect(contrast.verdict == .lower)
    #expect(sides(contrast).filter { $0 == .settling }.count == 9, "three nights after each step")
    #expect(contrast.sentence.contains("over 0-25-50-100 mg. The dose rose with time"))
  }

  @Test func `as needed, the patient chose the nights`() throws {
    var doses = [Double?](repeating: 0, count: 30)
    for night in [3, 4, 9, 15, 16, 17, 24, 28] { doses[night] = 50 }
    let contrast = try study(doses).primary()
    #expect(contrast.kind == .onVersusOff)
    #expect(contrast.assignment == .chosen)
    #expect(contrast.verdict == .notComparable && contrast.reason == .nightsChosen)
    var stated = study(doses)
    stated.request.assignment = .fixed
    #expect(try stated.primary().assignment == .fixed)
    #expect(try stated.run().patients.first?.designChoice?.assignmentSource == .stated)
  }

  @Test func `a drug that leaves for days cannot be compared night by night`() throws {
    var study = study((0..<28).map { $0 % 2 == 0 ? 0 : 50 })
    study.request.halfLifeHours = 60
    let contrast = try study.primary()
    #expect(contrast.verdict == .notComparable && contrast.reason == .interleavedTooSlow)
    #expect(contrast.sentence.contains("Use weeks"))
    #expect(contrast.statement == nil)
  }

  @Test func `nights after a dose are set aside by the half-life`() throws {
    let doses: [Double] = (0..<6).flatMap { block in [Double](repeating: block % 2 == 0 ? 0 : 50, count: 4) }
    var study = study(doses)
    study.request.halfLifeHours = 15
    let contrast = try study.primary()
    #expect(sides(contrast).filter { $0 == .carryOver }.count == 2)
    #expect(sides(contrast).filter { $0 == .settling }.count == 3)
    #expect(contrast.sentence.contains("5 nights after a dose were set aside."))
  }

  @Test func `a stop is told as what came after it`() throws {
    let doses = [Double?](repeating: 50, count: 12) + [Double?](repeating: 0, count: 12)
    let contrast = try study(doses, ratio: 2.5).primary()
    #expect(contrast.kind == .duringStopped)
    #expect(contrast.verdict == .lower, "fewer after stopping")
    #expect(contrast.sentence.contains("after stopping"))
    #expect(
      contrast.sentence.contains(
        "after stopping it were compared in one person; this alone does not show why"))
    #expect(contrast.nights.first?.side == .settling && contrast.nights.last?.side == .off)
  }

  @Test func `a design that was asked for is taken and printed as such`() throws {
    let doses = [Double?](repeating: 0, count: 8) + [Double?](repeating: 50, count: 12)
    var study = study(doses)
    study.request.design = .perNight
    let patient = try #require(try study.run().patients.first)
    #expect(patient.primary?.kind == .onVersusOff)
    #expect(
      patient.designChoice.map { DesignWords.sentence($0, drug: "trazodone") }?.contains("as requested")
        == true)
  }

  @Test func `a side of which an outcome is not known is no contrast, with its reason`() throws {
    var study = StudyBuilder.typical()
    for index in 0..<5 { study.nights.rows[index].plmsArousalCount = 20 }
    let contrast = try #require(
      try study.run().patients.first?.contrasts.first { $0.outcome == .plmsArousal })
    #expect(contrast.reason == .noContrast && contrast.statement == nil)
  }

  // MARK: The drawn order

  private func drawn(made: String = "2026-02-20T12:00:00Z", wrong: [Int] = []) -> StudyBuilder {
    let record = OrderRecord(
      pairs: 14, blockNights: 1, seed: 2026, isSeedTyped: true, start: StudyBuilder.day(1), drug: "Trazodone",
      milligrams: 50, made: made)
    var doses = record.evenings.map(\.milligrams)
    for night in wrong { doses[night] = 50 - doses[night] }
    var study = study(doses)
    study.request.orders = [record]
    return study
  }

  @Test func `a drawn order that was followed gives the randomisation test`() throws {
    let contrast = try drawn().primary()
    #expect(contrast.assignment == .drawn)
    #expect(contrast.orderTest?.pairs == 14)
    #expect(contrast.verdict == .lower)
    #expect(contrast.sentence.contains("in an order drawn beforehand."))
    #expect(contrast.sentence.contains("Among all orders that could have been drawn (14 pairs)"))
    #expect(contrast.nightsNeededForHalving != nil)
  }

  @Test func `a night or two that differ from the order are set aside with their pairs`() throws {
    let contrast = try drawn(wrong: [5]).primary()
    #expect(contrast.assignment == .drawn)
    #expect(contrast.nights[5].side == .missed)
    #expect(contrast.orderTest?.pairs == 13)
  }

  @Test func `an order that was not followed gives no randomisation test, and that is said`() throws {
    let contrast = try drawn(wrong: [1, 4, 5, 8, 11, 13, 20]).primary()
    #expect(contrast.orderTest == nil)
    #expect(contrast.orderTestWithheld == .notFollowed)
    #expect(contrast.assignment != .drawn)
    #expect(contrast.sentence.contains("The drawn order was not followed"))
  }

  @Test func `a record made after the first night, or changed, is not believed`() throws {
    #expect(try drawn(made: "2026-03-05T12:00:00Z").primary().orderTestWithheld == .madeAfterTheStart)
    var study = drawn()
    study.request.orders[0].seal = String(repeating: "0", count: 64)
    #expect(try study.primary().orderTestWithheld == .altered)
  }

  @Test func `stated as drawn without a record there is no randomisation test`() throws {
    var study = drawn()
    study.request.orders = []
    study.request.assignment = .drawn
    let contrast = try study.primary()
    #expect(contrast.assignment == .drawn && contrast.orderTest == nil)
  }

  @Test func `a record is the same after it was written and read`() throws {
    let record = OrderRecord(
      patientID: "sub-01", pairs: 5, blockNights: 1, seed: .max, isSeedTyped: true,
      start: StudyBuilder.day(1),
      drug: "trazodone", milligrams: 50, made: "2026-02-20T12:00:00Z")
    #expect(record.order == "1010010110")
    let path = FileManager.default.temporaryDirectory.appending(path: "order-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TextFile.writeAtomically(Data(record.json.text().utf8), to: path)
    #expect(try OrderRecord.read(path: path) == [record])
  }

  // MARK: The day after

  @Test func `mornings are compared on the same nights and told beside the movements`() throws {
    let doses = [Double?](repeating: 0, count: 10) + [Double?](repeating: 50, count: 13)
    var study = study(doses)
    for index in doses.indices {
      study.tables.scales.append(
        ScaleScore(
          patientID: "a", date: StudyBuilder.day(index + 2), scale: .kss,
          score: Double(index < 10 ? 3 : 6) + Double(index % 3)))
    }
    let patient = try #require(try study.run().patients.first)
    let morning = try #require(patient.mornings.first)
    #expect(morning.outcome == .karolinskaSleepiness)
    #expect(nights(morning) == [10, 10])
    #expect(morning.verdict == .higher)
    #expect(MorningWords.sentence(patient)?.hasPrefix("Fewer movements and sleepier.") == true)
    for index in study.tables.scales.indices { study.tables.scales[index].score = Double(3 + index % 3) }
    let same = try #require(try study.run().patients.first)
    #expect(
      MorningWords.sentence(same)?.hasPrefix("Fewer movements and, as far as 20 mornings can say") == true)
  }
}
