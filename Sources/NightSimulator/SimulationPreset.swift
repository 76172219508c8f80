/// The properties of a simulated night: the six presets of the detection benchmark, and several with one
/// fault or finding each.
package struct SimulationPreset: Sendable, Hashable {
  package var name: String
  /// Sampling rate of the legs, hertz.
  package var rateHertz: Int
  /// Resting noise, left and right, microvolts RMS.
  package var restingMicrovolts: [Double]
  /// Periodic movements per hour of sleep.
  package var periodicPerHour: Double
  package var isolatedPerHour: Double
  package var twitchesPerHour: Double
  package var longPerHour: Double
  /// Bursts whose peak is near the threshold, which are not evaluated.
  package var borderlinePerHour: Double
  /// Height of the R wave in the left leg, microvolts.
  package var cardiacMicrovolts: Double
  package var mainsHertz: Double
  package var mainsMicrovolts: Double
  package var driftMicrovolts: Double
  /// Hypopneas per hour.
  package var respiratoryPerHour: Double
  /// Periods with the electrode off in the left leg; the right leg has three fewer.
  package var electrodeOffs: Int
  package var popsPerHour: Double
  /// Whether the resting level steps up and down over the night.
  package var restingSteps = false
  /// Seconds in which a burst rises and falls.
  package var riseSeconds = 0.04...0.12
  package var fallSeconds = 0.08...0.25
  /// How unevenly a burst's power is distributed: 0 is Gaussian; the kurtosis of real muscle, 3.3-5, needs
  /// 0.2-0.6.
  package var burstUnevenness = 0.0
  /// Whether the mains amplitude doubles abruptly for 15 s of every 30 s.
  package var mainsSteps = false
  /// Gain of the left leg; 0.1 is like a shorted input.
  package var leftGain = 1.0
  /// Amplitude of the first 0.1-0.3 s of a burst relative to the rest of it; 1 for no jerk.
  package var jerkFactor = 1.0
  /// Broadband noise of an open input after a notch filter, replacing the left leg, microvolts RMS; its level
  /// wanders.
  package var leftOpenMicrovolts = 0.0
  /// Snores of 1.2 s that shake both leads alike at 45-70 Hz, per hour, and their peak RMS in microvolts.
  package var snoresPerHour = 0.0
  package var snoreMicrovolts = 0.0
  /// Trains of bursts alternating between the legs, and tremor trains in one leg, per hour.
  package var alternatingPerHour = 0.0
  package var tremorsPerHour = 0.0
  /// Share of the seconds of REM sleep with chin activity; nil without a chin channel.
  package var activeChinShare: Double?

  package static let all: [SimulationPreset] = [
    .init(
      name: "n1_clean_rls", rateHertz: 256, restingMicrovolts: [1.2, 1.2], periodicPerHour: 70,
      isolatedPerHour: 6,
      twitchesPerHour: 5, longPerHour: 1, borderlinePerHour: 3, cardiacMicrovolts: 0, mainsHertz: 50,
      mainsMicrovolts: 0.5, driftMicrovolts: 10, respiratoryPerHour: 0, electrodeOffs: 0, popsPerHour: 0),
    .init(
      name: "n2_apnea", rateHertz: 200, restingMicrovolts: [1.5, 2], periodicPerHour: 25, isolatedPerHour: 8,
      twitchesPerHour: 8, longPerHour: 2, borderlinePerHour: 3, cardiacMicrovolts: 4, mainsHertz: 50,
      mainsMicrovolts: 1, driftMicrovolts: 20, respiratoryPerHour: 22, electrodeOffs: 0, popsPerHour: 1),
    .init(
      name: "n3_noisy", rateHertz: 512, restingMicrovolts: [3.5, 4], periodicPerHour: 35, isolatedPerHour: 6,
      twitchesPerHour: 6, longPerHour: 1, borderlinePerHour: 3, cardiacMicrovolts: 0, mainsHertz: 50,
      mainsMicrovolts: 2, driftMicrovolts: 20, respiratoryPerHour: 0, electrodeOffs: 0, popsPerHour: 0),
    .init(
      name: "n4_ecg_hum", rateHertz: 256, restingMicrovolts: [1.5, 1.5], periodicPerHour: 22,
      isolatedPerHour: 5,
      twitchesPerHour: 5, longPerHour: 1, borderlinePerHour: 3, cardiacMicrovolts: 20, mainsHertz: 50,
      mainsMicrovolts: 6, driftMicrovolts: 200, respiratoryPerHour: 4, electrodeOffs: 0, popsPerHour: 2),
    .init(
      name: "n5_control", rateHertz: 200, restingMicrovolts: [1, 1], periodicPerHour: 0, isolatedPerHour: 6,
      twitchesPerHour: 45, longPerHour: 5, borderlinePerHour: 6, cardiacMicrovolts: 3, mainsHertz: 60,
      mainsMicrovolts: 1, driftMicrovolts: 20, respiratoryPerHour: 2, electrodeOffs: 0, popsPerHour: 1),
    .init(
      name: "n6_artifact", rateHertz: 512, restingMicrovolts: [1, 2.5], periodicPerHour: 45,
      isolatedPerHour: 6,
      twitchesPerHour: 8, longPerHour: 3, borderlinePerHour: 4, cardiacMicrovolts: 6, mainsHertz: 60,
      mainsMicrovolts: 3, driftMicrovolts: 100, respiratoryPerHour: 0, electrodeOffs: 5, popsPerHour: 6,
      restingSteps: true),
    .init(
      name: "n7_muscle", rateHertz: 256, restingMicrovolts: [1.5, 2], periodicPerHour: 35, isolatedPerHour: 6,
      twitchesPerHour: 8, longPerHour: 2, borderlinePerHour: 3, cardiacMicrovolts: 5, mainsHertz: 50,
      mainsMicrovolts: 1, driftMicrovolts: 60, respiratoryPerHour: 5, electrodeOffs: 0, popsPerHour: 1,
      riseSeconds: 0.2...0.5, fallSeconds: 0.2...0.5, burstUnevenness: 0.4),
    calm("n8_hum_steps") {
      $0.cardiacMicrovolts = 4
      $0.mainsMicrovolts = 10
      $0.driftMicrovolts = 20
      $0.mainsSteps = true
    },
    calm("n9_dead_leg") { $0.leftGain = 0.1 },
    calm("n10_trains") {
      ($0.periodicPerHour, $0.isolatedPerHour, $0.twitchesPerHour, $0.borderlinePerHour) = (20, 4, 4, 0)
      ($0.mainsMicrovolts, $0.driftMicrovolts) = (0.5, 10)
      ($0.alternatingPerHour, $0.tremorsPerHour, $0.activeChinShare) = (4, 4, 0.2)
    },
    calm("n11_jerks") {
      ($0.periodicPerHour, $0.borderlinePerHour, $0.popsPerHour) = (40, 0, 2)
      ($0.mainsMicrovolts, $0.driftMicrovolts) = (0.5, 10)
      $0.jerkFactor = 4
    },
    calm("n12_open_input") { $0.leftOpenMicrovolts = 8 },
    calm("n13_snoring") {
      ($0.periodicPerHour, $0.isolatedPerHour, $0.twitchesPerHour) = (0, 0, 0)
      ($0.longPerHour, $0.borderlinePerHour) = (0, 0)
      ($0.cardiacMicrovolts, $0.mainsMicrovolts, $0.driftMicrovolts) = (3, 1, 10)
      ($0.snoresPerHour, $0.snoreMicrovolts) = (600, 6)
    },
  ]

  /// A quiet night with one finding or fault added.
  private static func calm(_ name: String, _ change: (inout SimulationPreset) -> Void) -> SimulationPreset {
    var preset = SimulationPreset(
      name: name, rateHertz: 256, restingMicrovolts: [1.2, 1.5], periodicPerHour: 30, isolatedPerHour: 6,
      twitchesPerHour: 5, longPerHour: 1, borderlinePerHour: 3, cardiacMicrovolts: 0, mainsHertz: 50,
      mainsMicrovolts: 0, driftMicrovolts: 0, respiratoryPerHour: 0, electrodeOffs: 0, popsPerHour: 0)
    change(&preset)
    return preset
  }

  package static func named(_ name: String) -> SimulationPreset? { all.first { $0.name == name } }
}
