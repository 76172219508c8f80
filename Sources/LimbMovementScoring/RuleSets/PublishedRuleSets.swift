import SleepEvents

extension RuleSet {
  /// WASM / IRLSSG / EURLSSG 2016 (Ferri et al., Sleep Med 2016;26:86-95).
  public static let wasm2016 = RuleSet(
    name: "wasm2016", title: "WASM 2016", family: .wasm,
    longMovement: .endsSeries,
    legGrouping: .gap, legGroupingLimit: TimeSpan(seconds: 0.5),
    minimumInterval: .seconds(10),
    shortInterval: .endsSeries,
    wake: .scored,
    respiration: .bothWays, respiratoryAnchor: .end,
    respiratoryWindowStart: .seconds(-2), respiratoryWindowEnd: TimeSpan(seconds: 10.25))

  /// AASM manual v3 (2023).
  public static let aasm3 = RuleSet(
    name: "aasm3", title: "AASM 3", family: .aasm, linePerHour: 15,
    longMovement: .dropped,
    legGrouping: .onset, legGroupingLimit: .seconds(5),
    minimumInterval: .seconds(5),
    shortInterval: .skipped,
    wake: .partInSleep,
    respiration: .excluded, respiratoryAnchor: .event,
    respiratoryWindowStart: TimeSpan(seconds: -0.5), respiratoryWindowEnd: TimeSpan(seconds: 0.5))

  /// AASM manual v2.x: as v3, except that a movement counts by its onset (ambiguity A8).
  public static let aasm2: RuleSet = {
    var rules = RuleSet.aasm3
    rules.name = "aasm2"
    rules.title = "AASM 2"
    rules.wake = .onsetInSleep
    return rules
  }()

  /// WASM / IRLSSG 2006 (Zucconi et al., Sleep Med 2006;7:175-183).
  public static let wasm2006 = RuleSet(
    name: "wasm2006", title: "WASM 2006", family: .wasm,
    longMovement: .skipped,
    legGrouping: .gap, legGroupingLimit: TimeSpan(seconds: 0.5),
    bilateralMaximumMembers: nil,
    minimumInterval: .seconds(5),
    shortInterval: .skipped,
    wake: .scored,
    respiration: .bothWays, respiratoryAnchor: .end,
    respiratoryWindowStart: TimeSpan(seconds: -0.5), respiratoryWindowEnd: TimeSpan(seconds: 0.5))

  /// Coleman 1982, timing part only: 0.5-5 s, 4-90 s apart. The amplitude rule, a quarter of the calibration
  /// movement, cannot be checked on events.
  public static let coleman1982: RuleSet = {
    var rules = RuleSet.wasm2006
    rules.name = "coleman1982"
    rules.title = "Coleman 1982"
    rules.maximumDuration = .seconds(5)
    rules.minimumInterval = .seconds(4)
    return rules
  }()

  /// All published rule sets, starting with the two that score every night.
  public static let published: [RuleSet] = [.wasm2016, .aasm3, .wasm2006, .aasm2, .coleman1982]

  /// The published rule set with that name; nil if there is none.
  public static func named(_ name: String) -> RuleSet? { published.first { $0.name == name } }
}
