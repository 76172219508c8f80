import LegEMG
import LimbMovementScoring
import NightResults
import SleepEvents
import Testing

@testable import NightAnalysis

@Suite struct BelievabilityTests {
  @Test func `the words of near misses that tables describe are those of the detection`() {
    #expect(NearMissRow.criteria == NearMiss.Criterion.allCases.map(\.rawValue))
    #expect(NearMissRow.causes == NotEMGCause.allCases.map(\.rawValue))
  }

  @Test(arguments: [
    ("HP:0.1Hz LP:15Hz", 15.0), ("HP:10Hz LP:200Hz N:50Hz", 200), ("lp 35", 35), ("Lowpass: 70 Hz", 70),
    ("HP:DC LP:0.5kHz", 500), ("LP:99,5Hz", 99.5),
  ])
  func `the low-pass of a header is read`(_ text: String, _ hertz: Double) {
    #expect(Believability.lowPassHertz(text) == hertz)
  }

  @Test(arguments: ["", "HP:0.3Hz", "N:50Hz", "LP:0Hz", "help:3Hz"])
  func `a header without a low-pass states none`(_ text: String) {
    #expect(Believability.lowPassHertz(text) == nil)
  }

  @Test func `where no leg shows muscle nothing was looked at`() {
    func doubt(_ cause: ImplausibleLeg.Cause, _ leg: Leg) -> ImplausibleLeg {
      ImplausibleLeg(cause: cause, leg: leg, found: 0.01, limit: 0.04)
    }
    var scored = ScoredCategories()
    for category in [ScoredCategory.leftLeg, .rightLeg] {
      scored[category] = CategoryState(.yes, by: .signal)
    }
    var other = scored
    other.leaveOutLegsWithoutMuscle([doubt(.noHighFrequencies, .left), doubt(.fewHighFrequencies, .right)])
    #expect(other == scored)
    scored.leaveOutLegsWithoutMuscle([doubt(.noHighFrequencies, .left), doubt(.noHighFrequencies, .right)])
    #expect(scored.legsCannotBeBelieved)
    func saturated(_ share: Double) -> ImplausibleLeg {
      ImplausibleLeg(cause: .saturated, leg: .left, found: share, limit: 0.01)
    }
    #expect(saturated(0.95).hidesMovements && !saturated(0.5).hidesMovements)
    let input = scored.applied(to: ScoringInput(movements: [], hypnogram: Hypnogram(stages: [.n2, .n2])))
    let result = RuleSetResult(RuleSet.wasm2016.score(input))
    #expect(result.indices.periodicInSleep == nil)
    #expect(result.indexReason == .implausibleLeg)
  }

  @Test func `lost legs come first`() {
    let doubts = [
      ImplausibleLeg(cause: .quiet, leg: .left, found: 0.1, limit: 0.4),
      ImplausibleLeg(cause: .quiet, leg: .right, found: 0.1, limit: 0.4),
    ]
    let believability = Believability(doubts: doubts, lost: [.init(leg: .left, share: 1)])
    #expect(
      believability.warnings.map(\.code) == [
        "leg_lost:left", "implausible_leg:quiet", "implausible_leg:quiet",
      ])
    #expect(believability.warnings.count == 3)
    #expect(believability.warnings[1].message.contains("0.10"))
  }
}
