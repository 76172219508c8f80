import LimbMovementScoring

// One movement of half a second every 20 s of an hour of N2.
let movements = (0..<180).map { number in
  LegMovement(leg: .left, range: TimeRange(seconds: Double(number) * 20, Double(number) * 20 + 0.5))
}
let hypnogram = Hypnogram(stages: Array(repeating: .n2, count: 120))

let input = ScoringInput(
  movements: movements, hypnogram: hypnogram, respiratoryEvents: nil, arousals: nil, gaps: [],
  lightsOff: nil, lightsOn: nil, recording: nil)
let night = RuleSet.wasm2016.score(input)
let indices = NightIndices(night)
print(indices.periodicInSleepPerHour ?? "not known")
print(indices.periodicWithArousalPerHour ?? "not known")
