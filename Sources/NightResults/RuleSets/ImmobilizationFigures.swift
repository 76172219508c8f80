import LimbMovementScoring
import SleepEvents
import StructuredText

/// The Suggested Immobilization Test: PLMW per hour of wake, in bins of ten minutes; epochs scored as sleep
/// are excluded from numerator and denominator.
package struct ImmobilizationFigures: Hashable, Sendable {
  package struct Bin: Hashable, Sendable {
    package var start = Instant.zero
    package var wakeHours = 0.0
    package var periodicInWake = 0
    package var periodicInWakePerHour: Double?
    package init() {}
  }

  /// The values of a test.
  package struct Values: Hashable, Sendable {
    package var rules = ""
    package var wakeHours = 0.0
    package var periodicInWake = 0
    package var perHour = 0.0
    package var bins: [Bin] = []
    package init() {}
    package var exceedsLine: Bool { perHour > 40 }
  }

  package var values: Values?
  /// Why there are no values.
  package var reason: String?

  package init() {}

  init(_ night: ScoredNight) {
    guard night.rules.scoresWake else {
      reason = "\(night.rules.name) does not score movements in wake"
      return
    }
    guard let window = night.scoringInput.window, night.time.wakeHours > 0 else {
      reason = "no wake in the test"
      return
    }
    let periodic = night.movements.filter { $0.isPeriodic && $0.stage == .wake }
    var test = Values()
    test.rules = night.rules.name
    test.wakeHours = night.time.wakeHours
    test.periodicInWake = periodic.count
    test.perHour = Double(periodic.count) / night.time.wakeHours
    let count = Int((window.duration.seconds / 600).rounded(.up))
    test.bins = (0..<max(0, min(count, 1000))).map { number in
      var bin = Bin()
      bin.start = window.start + .seconds(600 * number)
      let range = TimeRange(start: bin.start, end: min(bin.start + .seconds(600), window.end))
      bin.wakeHours = ImmobilizationFigures.wakeHours(night, range)
      bin.periodicInWake = periodic.count { range.contains($0.range.start) }
      bin.periodicInWakePerHour = perHour(bin.periodicInWake, bin.wakeHours)
      return bin
    }
    values = test
  }

  private static func wakeHours(_ night: ScoredNight, _ range: TimeRange) -> Double {
    (night.scoringInput.hypnogram?.spans ?? []).filter { $0.stage == .wake }
      .compactMap { $0.range.intersection(range) }
      .flatMap { $0.subtracting(night.scoringInput.gaps) }.reduce(TimeSpan.zero) { $0 + $1.duration }.hours
  }
}

// MARK: JSON

extension ImmobilizationFigures.Bin: JSONRecord {
  package static let fields: [JSONField<ImmobilizationFigures.Bin>] = [
    JSONField(
      key: "start_s", definition: "", schema: Double.jsonSchema, write: { .number($0.start.seconds) },
      read: { bin, json throws(JSONMismatch) in bin.start = Instant(seconds: try Double(json: json)) }),
    .value("wake_h", \.wakeHours, ""), .value("plmw", \.periodicInWake, ""),
    .value("plmw_index", \.periodicInWakePerHour, ""),
  ]
}

extension ImmobilizationFigures.Values: JSONRecord {
  package static let fields: [JSONField<ImmobilizationFigures.Values>] = [
    .value("rule_set", \.rules, ""), .value("wake_h", \.wakeHours, ""), .value("plmw", \.periodicInWake, ""),
    .value("sit_index", \.perHour, "PLMW per hour of wake"),
    .derived("exceeds_40_per_hour", Bool.jsonSchema, "") { .bool($0.exceedsLine) },
    .value("by_10_min", \.bins, ""),
    .derived("note", String.jsonSchema, "") { _ in
      "the 40/h line comes from rules with 4-90 s intervals; with its 10 s minimum WASM 2016 breaks many series"
    },
  ]
}

extension ImmobilizationFigures: JSONRepresentable {
  package var json: JSONValue {
    values?.json ?? Missing(reason: reason).json
  }

  package init(json: JSONValue) throws(JSONMismatch) {
    self.init()
    let missing = try Missing(json: json)
    if let reason = missing.reason { self.reason = reason } else { values = try Values(json: json) }
  }

  package static var jsonSchema: JSONValue {
    ["anyOf": [Values.jsonSchema, Missing.jsonSchema]]
  }

  private struct Missing: JSONRecord {
    var reason: String?
    static let fields: [JSONField<Missing>] = [
      .derived("sit_index", ["type": "null"], "") { _ in .null },
      .value("reason", \.reason, "why there is no test"),
    ]
  }
}
