import Foundation
import SleepEvents

/// Synthesizes the samples of one leg second by second, in memory that does not grow with the night.
struct LegSynthesis {
  private let night: SimulatedNight
  private let leg: Leg
  private let rate: Int
  private let resting: Double
  private let bursts: [SimulatedNight.Burst]
  private let artifacts: [SimulatedNight.Artifact]
  private var restNoise: BandNoise
  private var burstNoise: BandNoise
  private var random: SimulatorRandom
  private var shapes: [BurstShape?]
  private var firstBurst = 0
  private var pops: [(start: Int, height: Double, decay: Double)] = []
  private var offModes: [Int]
  private var hum: Rotation
  private var humWander: Rotation
  private var driftSlow: Rotation
  private var driftFast: Rotation
  private var driftEnvelope: Rotation
  private var restingFactor = 1.0
  private let restingTargets: [(start: Int, factor: Double)]
  private let unevenness: Double
  private var snoreNoise: BandNoise
  private var openNoise: BandNoise
  private var openWander: BandNoise
  private var unevenPower = 1.0

  init(night: SimulatedNight, leg: Leg, rate: Int) {
    self.night = night
    self.leg = leg
    self.rate = rate
    let hertz = Double(rate)
    resting = night.preset.restingMicrovolts[leg == .left ? 0 : 1]
    bursts = night.bursts.filter { $0.leg == leg }
    artifacts = night.artifacts.filter { $0.leg == leg }
    var random = SimulatorRandom(seed: night.seed, stream: leg == .left ? 11 : 12)
    restNoise = BandNoise(low: 10, high: min(100, 0.45 * hertz), rate: hertz, seed: random.bits())
    burstNoise = BandNoise(low: 20, high: min(100, 0.45 * hertz), rate: hertz, seed: random.bits())
    shapes = Array(repeating: nil, count: bursts.count)
    hum = Rotation(hertz: night.preset.mainsHertz, rate: hertz, turn: random.uniform())
    humWander = Rotation(hertz: 1.0 / 977, rate: hertz, turn: 0)
    driftSlow = Rotation(hertz: 0.08, rate: hertz, turn: random.uniform())
    driftFast = Rotation(hertz: 0.31, rate: hertz, turn: random.uniform())
    driftEnvelope = Rotation(hertz: 1.0 / 3600, rate: hertz, turn: 0)
    for artifact in artifacts where artifact.kind == .pop {
      let height = (random.chance(0.5) ? -1.0 : 1) * random.uniform(200, 800)
      pops.append((Int(artifact.start * hertz), height, random.uniform(0.05, 0.2) * hertz))
    }
    offModes = artifacts.filter { $0.kind == .off }.map { _ in random.integer(0..<3) }
    let length = night.seconds * rate
    restingTargets =
      night.preset.restingSteps
      ? (0..<4).map { _ in (Int(random.uniform(0.05, 0.9) * Double(length)), random.uniform(0.7, 2.6)) }
        .sorted { $0.0 < $1.0 } : []
    unevenness = night.preset.burstUnevenness
    snoreNoise = BandNoise(low: 45, high: min(70, 0.45 * hertz), rate: hertz, seed: night.seed &+ 73)
    openNoise = BandNoise(low: 0.5, high: min(110, 0.45 * hertz), rate: hertz, seed: night.seed &+ 71)
    openWander = BandNoise(low: 0.5, high: 2, rate: hertz, seed: night.seed &+ 72)
    self.random = random
  }

  /// Samples of second `second`, microvolts, without the cardiac activity.
  mutating func second(_ second: Int, into output: inout [Double]) {
    let start = second * rate
    let target = min(3, restingTargets.last { $0.start <= start }?.factor ?? 1)
    // A resting level changes over some seconds, as skin contact and posture do.
    restingFactor += 0.2 * (target - restingFactor)
    for index in 0..<rate {
      let step = night.preset.mainsSteps && second % 30 < 15 ? 2.0 : 1
      let amplitude = step * (1 + 0.3 * humWander.sine())
      let wave =
        (0.6 * driftSlow.sine() + 0.4 * driftFast.sine()) * (0.3 + 0.7 * abs(driftEnvelope.sine()))
      output[index] =
        restNoise.next() * resting * restingFactor + night.preset.mainsMicrovolts * amplitude * hum.sine()
        + night.preset.driftMicrovolts * wave
    }
    addBursts(start, &output)
    addPops(start, &output)
    replaceWhereOff(start, &output)
    if night.preset.snoresPerHour > 0 { addSnores(start, &output) }
    if leg == .left, night.preset.leftOpenMicrovolts > 0 {
      for index in 0..<rate {
        output[index] =
          night.preset.leftOpenMicrovolts * openNoise.next() * abs(1 + 0.6 * openWander.next())
      }
    }
    if leg == .left, night.preset.leftGain != 1 {
      for index in 0..<rate { output[index] *= night.preset.leftGain }
    }
  }

  private mutating func addBursts(_ start: Int, _ output: inout [Double]) {
    let hertz = Double(rate)
    while firstBurst < bursts.count, bursts[firstBurst].end + 1 < Double(start) / hertz { firstBurst += 1 }
    var index = firstBurst
    while index < bursts.count, bursts[index].start * hertz < Double(start + rate) {
      let burst = bursts[index]
      if shapes[index] == nil { shapes[index] = BurstShape(burst, preset: night.preset, rate: rate, &random) }
      if let shape = shapes[index] {
        let low = max(start, shape.start)
        let high = min(start + rate, shape.end)
        var sample = low
        while sample < high {
          if unevenness > 0 {
            // Power that varies from one tenth of a second to the next gives the heavy tails of real muscle.
            if (sample - shape.start) % max(1, rate / 10) == 0 {
              unevenPower = random.logNormal(median: 1, deviation: unevenness)
            }
          }
          output[sample - start] +=
            burstNoise.next() * shape.envelope(at: sample) * burst.peakMicrovolts / 3 * unevenPower
          sample += 1
        }
      }
      index += 1
    }
  }

  /// Identical in both legs, since one body shakes both leads.
  private mutating func addSnores(_ start: Int, _ output: inout [Double]) {
    let period = Int(3600 / night.preset.snoresPerHour * Double(rate))
    let length = Int(1.2 * Double(rate))
    for index in 0..<rate {
      let noise = snoreNoise.next()
      let position = (start + index) % period
      guard position < length else { continue }
      let swell = 0.5 - 0.5 * stable(cos(2 * .pi * Double(position) / Double(length)))
      output[index] += night.preset.snoreMicrovolts * swell * noise
    }
  }

  private func addPops(_ start: Int, _ output: inout [Double]) {
    for pop in pops where pop.start < start + rate && pop.start + 3 * rate / 2 > start {
      for sample in max(start, pop.start)..<min(start + rate, pop.start + 3 * rate / 2) {
        output[sample - start] += pop.height * stable(exp(-Double(sample - pop.start) / pop.decay))
      }
    }
  }

  /// An electrode that is off: constant, only mains, or broadband noise.
  private mutating func replaceWhereOff(_ start: Int, _ output: inout [Double]) {
    for (order, artifact) in artifacts.filter({ $0.kind == .off }).enumerated() {
      let low = max(start, Int(artifact.start * Double(rate)))
      let high = min(start + rate, Int(artifact.end * Double(rate)))
      guard low < high else { continue }
      var mains = Rotation(
        hertz: night.preset.mainsHertz, rate: Double(rate),
        turn: Double(low) * night.preset.mainsHertz / Double(rate))
      for sample in low..<high {
        switch offModes[order] {
        case 0: output[sample - start] = 0
        case 1: output[sample - start] = 60 * mains.sine() + 8 * random.quickNormal()
        default: output[sample - start] = 45 * random.quickNormal()
        }
      }
    }
  }
}

/// The envelope of one burst: cosine rise and fall, slow swelling and occasional dips.
struct BurstShape {
  let start: Int
  let end: Int
  private let rise: Int
  private let fall: Int
  private let swellPerSample: Double
  private let swellPhase: Double
  private let dip: Range<Int>
  private let jerk: (samples: Int, factor: Double)

  init(_ burst: SimulatedNight.Burst, preset: SimulationPreset, rate: Int, _ random: inout SimulatorRandom) {
    let hertz = Double(rate)
    start = Int(burst.start * hertz)
    end = Int(burst.end * hertz)
    let length = max(3, end - start)
    let isTwitch = burst.kind == .twitch || burst.kind == .train
    func samples(_ range: ClosedRange<Double>, _ share: Int) -> Int {
      min(length / share, max(1, Int(random.uniform(range.lowerBound, range.upperBound) * hertz)))
    }
    rise = isTwitch ? max(1, min(length / 3, Int(0.02 * hertz))) : samples(preset.riseSeconds, 2)
    fall = isTwitch ? rise : samples(preset.fallSeconds, 2)
    let swells = (burst.kind == .movement || burst.kind == .long || burst.kind == .hidden) && length > rate
    swellPerSample = swells ? .pi * random.uniform(0.3, 1) / hertz : 0
    swellPhase = swells ? random.uniform(0, 3) : 0
    if swells, burst.kind != .long, random.chance(0.15), Double(length) > 1.6 * hertz {
      let from = Int(random.uniform(0.4, 0.6) * Double(length))
      dip = from..<from + Int(random.uniform(0.15, 0.35) * hertz)
    } else {
      dip = 0..<0
    }
    jerk =
      preset.jerkFactor != 1 && burst.kind == .movement
      ? (Int(random.uniform(0.1, 0.3) * hertz), preset.jerkFactor) : (0, 1)
  }

  func envelope(at sample: Int) -> Double {
    let position = sample - start
    let left = end - sample
    var value = 1.0
    if position < rise { value *= 0.5 - 0.5 * stable(cos(.pi * Double(position) / Double(rise))) }
    if left <= fall { value *= 0.5 - 0.5 * stable(cos(.pi * Double(left) / Double(fall))) }
    if position < jerk.samples { value *= jerk.factor }
    if swellPerSample > 0 {
      value *= 1 - 0.35 * abs(stable(sin(Double(position) * swellPerSample + swellPhase)))
    }
    return dip.contains(position) ? value * 0.12 : value
  }
}
