import SleepEvents

/// A night with known ground truth, before any signal is synthesized.
package struct SimulatedNight: Sendable {
  package enum Kind: String, Sendable {
    case movement = "LM"
    /// Over 10 s.
    case long = "LONG"
    /// Under 0.35 s: not a movement.
    case twitch = "TWITCH"
    /// Peak near the threshold: not evaluated.
    case borderline = "BORDER"
    /// A movement while the electrode was off: not evaluated.
    case hidden = "HIDDEN"
    /// One burst of a train.
    case train = "TRAIN"
  }

  /// A train of short bursts.
  package struct Train: Sendable {
    /// Nil for a train that alternates between the legs.
    package var leg: Leg?
    package var start: Double
    /// End of the last burst.
    package var end: Double
    package var bursts: Int
    package var hertz: Double
  }

  package struct Burst: Sendable {
    package var leg: Leg
    package var start: Double
    package var end: Double
    package var peakMicrovolts: Double
    package var kind: Kind
    package var group: Int
    package var series: Int
  }

  package struct Artifact: Sendable {
    package enum Kind: String, Sendable { case off = "OFF", pop = "POP" }
    package var leg: Leg
    package var start: Double
    package var end: Double
    package var kind: Kind
  }

  package struct Event: Sendable {
    package var onset: Double
    package var duration: Double
  }

  package var preset: SimulationPreset
  package var seed: UInt64
  package var seconds: Int
  /// One per 30 s.
  package var stages: [SleepStage]
  package var bursts: [Burst] = []
  package var artifacts: [Artifact] = []
  package var respiratory: [Event] = []
  package var arousals: [Event] = []
  package var trains: [Train] = []
  /// Whole seconds of REM sleep with chin activity.
  package var activeChinSeconds: Set<Int> = []

  /// Share of the seconds of REM sleep without chin activity; nil without a chin channel or REM.
  package var chinAtoniaIndex: Double? {
    let seconds = stages.count { $0 == .rem } * 30
    guard preset.activeChinShare != nil, seconds > 0 else { return nil }
    return 1 - Double(activeChinSeconds.count) / Double(seconds)
  }

  package var sleepHours: Double { Double(stages.count(where: \.isSleep)) / 120 }

  func stage(at time: Double) -> SleepStage { stages[min(stages.count - 1, max(0, Int(time / 30)))] }

  /// Plans a night.
  ///
  /// - Parameters:
  ///   - hours: at least 0.5; rounded down to whole epochs.
  package init(preset: SimulationPreset, seed: UInt64, hours: Double) {
    self.preset = preset
    self.seed = seed
    let epochs = max(60, Int(hours * 120))
    seconds = epochs * 30
    var random = SimulatorRandom(seed: seed, stream: 1)
    stages = SimulatedNight.hypnogram(epochs: epochs, &random)
    var planner = NightPlanner(night: self, random: random)
    planner.plan()
    self = planner.night
  }

  /// Sleep cycles: light sleep, N3 that shortens and REM that lengthens over the night, and awakenings.
  private static func hypnogram(epochs: Int, _ random: inout SimulatorRandom) -> [SleepStage] {
    var stages: [SleepStage] = []
    func add(_ stage: SleepStage, _ count: Int) { stages += Array(repeating: stage, count: max(0, count)) }
    let latency = random.integer(20..<50)
    add(.wake, min(latency, epochs / 4))
    var cycle = 0
    while stages.count < epochs {
      let deep = Int(random.normal(50 - 14 * Double(cycle), 8))
      let (early, late) = (random.integer(20..<45), random.integer(25..<60))
      let dreaming = max(8, Int(random.normal(20 + 14 * Double(cycle), 6)))
      add(.n1, random.integer(3..<8))
      add(.n2, early)
      add(.n3, deep)
      add(.n2, late)
      add(.rem, dreaming)
      if random.chance(0.7) { add(.wake, random.integer(2..<16)) }
      cycle += 1
    }
    stages = Array(stages.prefix(epochs))
    for _ in 0..<random.integer(6..<14) where epochs > latency + 26 {
      let start = random.integer(latency + 20..<epochs - 5)
      for index in start..<start + random.integer(1..<4) { stages[index] = .wake }
    }
    for index in (epochs - min(random.integer(4..<16), epochs / 8))..<epochs { stages[index] = .wake }
    return stages
  }
}
