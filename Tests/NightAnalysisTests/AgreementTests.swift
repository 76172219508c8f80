import Foundation
import LimbMovementScoring
import SleepEvents
import StructuredText
import Testing

@testable import NightAnalysis

@Suite struct AgreementTests {
  private func movements(_ ranges: [(Double, Double)]) -> [LegMovement] {
    ranges.map { LegMovement(leg: .left, range: TimeRange(seconds: $0.0, $0.1)) }
  }

  @Test func `F1 falls with the overlap that a pair needs`() {
    let first = movements([(0, 2), (10, 12), (20, 22)])
    // All of it, a third of the union, and a tenth of it.
    let second = movements([(0, 2), (11, 13), (21.6, 24)])
    let agreement = LegAgreement(leg: .left, first, second, window: TimeRange(seconds: 0, 30))
    #expect(agreement.f1Overlap == 1)
    #expect(agreement.f1At20 == 2.0 / 3)
    #expect(agreement.f1At50 == 1.0 / 3)
  }

  @Test func `one long mark over two movements agrees with one of them`() {
    let agreement = LegAgreement(
      leg: .left, movements([(0, 10)]), movements([(0, 3), (4, 10)]), window: TimeRange(seconds: 0, 30))
    #expect(agreement.f1Overlap == 2.0 / 3)
  }

  @Test func `kappa of a worked table`() throws {
    // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5.
    let first = Array(repeating: true, count: 25) + Array(repeating: false, count: 25)
    let second =
      Array(repeating: true, count: 20) + Array(repeating: false, count: 5)
      + Array(repeating: true, count: 10)
      + Array(repeating: false, count: 15)
    #expect(abs(try #require(LegAgreement.kappa(first, second)) - 0.4) < 1e-12)
    #expect(LegAgreement.kappa([true, true], [true, true]) == nil)
    #expect(LegAgreement.kappa([Bool](), []) == nil)
  }

  @Test func `no movement on either side is not agreement`() {
    let agreement = LegAgreement(leg: .right, [], [], window: TimeRange(seconds: 0, 30))
    #expect(agreement.f1Overlap == nil)
    #expect(agreement.kappaPerSecond == nil)
  }

  @Test func `limits of agreement need two nights`() throws {
    #expect(LimitsOfAgreement([3]).lower == nil)
    let limits = LimitsOfAgreement([1, 3, 5])
    #expect(limits.mean == 3)
    #expect(abs(try #require(limits.upper) - (3 + 1.96 * 2)) < 1e-12)
  }

  @Test func `scorings find their night in all three layouts`() throws {
    try ScratchFolder.use { folder in
      for name in [
        "SN1_LimbMovements_manual_scorer1.edf", "SN1_LimbMovements_manual_scorer2.edf", "excerpt1.edf",
        "Visual_scoring1_excerpt1.txt", "night.edf", "night_anna.tsv", "night2.edf", "night2_bert.xml",
      ] { try TextFile.writeAtomically("x", to: folder + "/" + name) }
      let nights = try ValidationFolder.nights(in: folder).nights
      #expect(nights.map(\.name) == ["SN1_LimbMovements", "excerpt1", "night", "night2"])
      #expect(
        nights.map { $0.scorings.map(\.scorer) } == [
          ["scorer1", "scorer2"], ["Visual_scoring1"], ["anna"], ["bert"],
        ])
      #expect(nights[0].recording == nil)
    }
  }

  @Test func `two simulated scorers are compared with each other`() throws {
    try ScratchFolder.use { folder in
      for (scorer, shift) in [("1", 0.0), ("2", 0.3)] {
        let rows = (0..<20).map { "\(100 + Double($0) * 30 + shift)\t2\tleg_movement\tleft\n" }.joined()
        try TextFile.writeAtomically(
          "onset\tduration\ttrial_type\tleg\n0\t900\tsleep_stage_N2\tn/a\n" + rows,
          to: folder + "/night_manual_\(scorer).tsv")
      }
      let validation = try Validation(folder: folder, options: AnalysisOptions())
      let left = try #require(validation.rows.first { $0.leg.leg == .left })
      #expect(left.leg.f1At50 == 1)
      #expect(validation.pairs.first?.difference == 0)
      #expect(validation.pairs.first?.stageKappa == nil)
      #expect(validation.csv.hasPrefix("night,first,second,kind"))
    }
  }
}
