import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

/// The engine against an independent program, to its tolerance.
@Suite struct EngineTests {
  static let tolerance = 1e-9

  @Test(arguments: EngineReferences.single)
  func `estimate, limits, odds and trend agree with the independent program`(_ set: EngineReference) throws {
    let result = DesignedComparison(
      set.nights, design: set.design, assignment: set.assignment, barred: set.barred)
    #expect(result.nightsOff == set.expected["n_off"]?.integerValue)
    #expect(result.nightsOn == set.expected["n_on"]?.integerValue)
    #expect(result.hasTrendColumn == set.expected["trend_column"]?.boolValue)
    #expect(result.verdict.rawValue == set.expected["verdict"]?.stringValue)
    #expect(result.reason?.rawValue == set.expected["reason"]?.stringValue)
    #expect(
      result.clauses.map(\.rawValue) == (set.expected["clauses"]?.arrayValue ?? []).compactMap(\.stringValue))
    guard set.number("log_rr") != nil else {
      #expect(result.estimate == nil)
      return
    }
    let estimate = try #require(result.estimate)
    let pairs: [(String, Double?)] = [
      ("log_rr", estimate.logRateRatio), ("se", estimate.standardError), ("df", estimate.degreesOfFreedom),
      ("V", estimate.varianceFactor), ("k_var", estimate.spreadFactor), ("df_r", estimate.spreadFreedom),
      ("rho", estimate.likeness), ("alpha_off", estimate.dispersionOff), ("alpha_on", estimate.dispersionOn),
      ("alpha_own_off", estimate.ownDispersionOff), ("alpha_own_on", estimate.ownDispersionOn),
      ("log_rr_companion", estimate.companionLogRateRatio), ("se_companion", estimate.companionStandardError),
      ("lo95", estimate.limits95.low), ("hi95", estimate.limits95.high), ("lo90", estimate.limits90.low),
      ("hi90", estimate.limits90.high), ("p", estimate.pValue), ("lo95_rho0", estimate.limits95Unlike.low),
      ("hi95_rho0", estimate.limits95Unlike.high), ("drift_log_odds", result.logOddsOfStep),
    ]
    for (key, found) in pairs {
      expectClose(found, set.number(key), EngineTests.tolerance, "\(set.id) \(key)")
    }
    expectClose(
      Log.of(estimate.smallestToldFromChance), set.number("mdc").map { Log.of($0) }, EngineTests.tolerance,
      "mdc")
    #expect(estimate.usesCompanion == set.expected["companion_used"]?.boolValue)
    #expect(estimate.sideWithoutMovement?.rawValue == set.expected["zero_side"]?.stringValue)
    expectClose(estimate.sideWithoutMovementP, set.number("zero_p"), EngineTests.tolerance, "zero p")
    check(result.trendBefore, set.expected["trend_before"], "trend before")
    check(result.besideTrend, set.expected["adjusted"], "beside the trend")
    let order = set.expected["order_test"]
    #expect(result.orderTest?.pairs == order?["pairs"]?.integerValue)
    if result.orderTest?.pairs ?? 0 <= OrderTest.largestEnumeration {
      expectClose(result.orderTest?.pValue, order?["p"]?.doubleValue, EngineTests.tolerance, "order p")
    }
  }

  private func check(_ found: DesignedComparison.LogChange?, _ reference: JSONValue?, _ what: String) {
    let numbers = (reference?.arrayValue ?? []).compactMap(\.doubleValue)
    expectClose(found?.value, numbers.first, EngineTests.tolerance, what)
    if numbers.count == 3 {
      expectClose(found?.limits.low, numbers[1], EngineTests.tolerance, "\(what), low")
      expectClose(found?.limits.high, numbers[2], EngineTests.tolerance, "\(what), high")
    }
  }

  @Test func `the worked example of three and three nights`() throws {
    let set = try #require(EngineReferences.single.first { $0.id == "b01_3v3" })
    let result = DesignedComparison(set.nights, design: .beforeAfter, assignment: .fixed, barred: nil)
    let statement = RateRatioStatement(try #require(result.estimate))
    #expect(statement.ratio.map { ($0 * 1000).rounded() } == 602)
    #expect(statement.low95.map { ($0 * 1000).rounded() } == 257)
    #expect(statement.high95.map { ($0 * 1000).rounded() } == 1410)
    #expect(result.verdict == .notEnoughNights)
  }

  @Test func `a side without a movement has one limit at most and never a point value`() throws {
    for set in EngineReferences.single where set.expected["zero_side"]?.stringValue != nil {
      let result = DesignedComparison(
        set.nights, design: set.design, assignment: set.assignment, barred: set.barred)
      let statement = RateRatioStatement(try #require(result.estimate))
      #expect(statement.ratio == nil && statement.interval == nil && statement.smallestToldFromChance == nil)
    }
  }

  @Test func `orders are drawn by the top bit of SplitMix64`() {
    for item in EngineReferences.list("orders") {
      let seed = item["seed"]?.integerValue.map { UInt64($0) } ?? .max
      #expect(
        OrderRecord.draw(
          seed: seed, pairs: item["pairs"]?.integerValue ?? 0, blockNights: item["block"]?.integerValue ?? 0)
          == item["order"]?.stringValue)
    }
  }

  @Test func `the order test goes through all orders that could have been drawn`() throws {
    for item in EngineReferences.list("randomisation") {
      let set = try #require(EngineReferences.single.first { $0.id == item["id"]?.stringValue })
      let pairs = item.numbers("pair")
      let test = OrderTest(
        zip(set.nights, pairs).map { (Double($0.count) / $0.hours, $0.isOn, Int($1)) }, seed: 1)
      #expect(test.pairs == item["expected"]?["pairs"]?.integerValue)
      expectClose(test.pValue, item["expected"]?["p"]?.doubleValue, 1e-12, "p")
      expectClose(test.smallestReachableP, item["expected"]?["p_min"]?.doubleValue, 1e-12, "smallest p")
    }
  }

  @Test func `the order test of more than 16 pairs draws its orders from the stored seed`() throws {
    let set = try #require(EngineReferences.single.first { $0.id == "i11_pairs_18" })
    let result = DesignedComparison(
      set.nights, design: .interleaved, assignment: .drawn, barred: nil, seed: 1)
    #expect(result.orderTest?.pairs == 18)
    expectClose(result.orderTest?.pValue, set.expected["order_test"]?["p"]?.doubleValue, 1e-12, "p")
  }

  @Test func `several patients: the mean of the corrected log ratios`() throws {
    for item in EngineReferences.list("population") {
      let differences = (item["patients"]?.arrayValue ?? []).compactMap { patient -> Double? in
        let counts = patient.numbers("count").map { Int($0) }
        let hours = patient.numbers("tst_h")
        let days = patient.numbers("day").map { Int($0) }
        let on = patient.numbers("on")
        let nights = counts.indices.map {
          DesignNight(count: counts[$0], hours: hours[$0], day: days[$0], isOn: on[$0] > 0, milligrams: 0)
        }
        let result = DesignedComparison(nights, design: .beforeAfter, assignment: .fixed, barred: nil)
        return result.estimate.flatMap { PairedEffects.logRatio($0, nights: nights) }
      }
      let paired = PairedEffects(differences: differences)
      let expected = item["expected"]
      #expect(differences.count == expected?["patients"]?.integerValue)
      guard let estimate = paired.estimate else {
        #expect(expected?["log_rr"] == nil)
        continue
      }
      expectClose(estimate.logRateRatio, expected?["log_rr"]?.doubleValue, EngineTests.tolerance, "log RR")
      let interval = estimate.interval(level: 0.95)
      expectClose(Log.of(interval.low), expected?["lo95"]?.doubleValue, EngineTests.tolerance, "low")
      expectClose(Log.of(interval.high), expected?["hi95"]?.doubleValue, EngineTests.tolerance, "high")
    }
  }

  @Test func `plans of each design`() {
    for item in EngineReferences.list("plan") {
      guard let design = item["design"]?.stringValue.flatMap(NightPlan.Design.init(rawValue:)),
        let rate = item["per_hour"]?.doubleValue, let variation = item["cv"]?.doubleValue,
        let ratio = item["rr"]?.doubleValue
      else {
        Issue.record("not read: \(item)")
        continue
      }
      let plan = NightPlan(ratePerHour: rate, nightVariation: variation)
      #expect(plan.nights(design, toShow: ratio) == item["nights"]?.integerValue)
    }
  }

  @Test(arguments: 0..<40)
  func `another night at a side's own mean never turns a claim into too few nights`(round: Int) throws {
    var generator = SplitMix64(seed: UInt64(round) &+ 77)
    func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    var nights: [DesignNight] = []
    var day = 0
    let ratio = 0.2 + 0.4 * uniform()
    let each = 2 + Int(uniform() * 9)
    for index in 0..<2 * each {
      day += 1 + Int(uniform() * 2)
      let isOn = index >= each
      let rate = 20 * (isOn ? ratio : 1) * (0.6 + 0.8 * uniform())
      nights.append(
        DesignNight(count: Int(rate * 6.5), hours: 6.5, day: day, isOn: isOn, milligrams: isOn ? 50 : 0))
    }
    func verdict(_ nights: [DesignNight]) -> Verdict {
      DesignedComparison(nights, design: .beforeAfter, assignment: .fixed, barred: nil).verdict
    }
    guard verdict(nights) == .lower else { return }
    let side = nights.filter(\.isOn)
    for _ in 0..<4 {
      let mean = side.reduce(0) { $0 + $1.count } / side.count
      day += 1
      nights.append(DesignNight(count: mean, hours: 6.5, day: day, isOn: true, milligrams: 50))
      #expect(verdict(nights) != .notEnoughNights, "round \(round)")
    }
  }

  @Test func `60 and 60 nights, and 200 and 200, give an answer`() throws {
    for each in [60, 200, 260] {
      let nights = (0..<2 * each).map { index in
        DesignNight(
          count: 100 + index * 37 % 61, hours: 6.5, day: index, isOn: index >= each,
          milligrams: index >= each ? 50 : 0)
      }
      let result = DesignedComparison(nights, design: .beforeAfter, assignment: .fixed, barred: nil)
      #expect(result.nightsOff == min(each, 200) && result.nightsOn == min(each, 200))
      #expect(result.estimate != nil)
    }
  }
}
