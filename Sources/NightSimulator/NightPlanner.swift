import Foundation
import SleepEvents

/// Places movements, breathing events, arousals and artefacts over the stages of a night.
struct NightPlanner {
  var night: SimulatedNight
  var random: SimulatorRandom
  private var group = 0
  private var series = 0

  init(night: SimulatedNight, random: SimulatorRandom) {
    self.night = night
    self.random = random
  }

  private var preset: SimulationPreset { night.preset }
  private var total: Double { Double(night.seconds) }
  private var hours: Double { total / 3600 }

  mutating func plan() {
    breathing()
    periodicSeries()
    otherBursts()
    trains()
    activeChin()
    artifacts()
    night.bursts.sort { ($0.leg, $0.start) < ($1.leg, $1.start) }
    night.artifacts.sort { $0.start < $1.start }
    keepSeparateArousals()
    hideMovementsWithoutElectrode()
  }

  private mutating func breathing() {
    guard preset.respiratoryPerHour > 0 else { return }
    var time = 0.0
    while time < total - 90 {
      time += random.exponential(mean: 3600 / preset.respiratoryPerHour) * 0.9 + 20
      let duration = random.uniform(12, 40)
      guard time + duration < total - 60, night.stage(at: time).isSleep,
        night.stage(at: time + duration).isSleep
      else { continue }
      night.respiratory.append(.init(onset: hundredth(time), duration: hundredth(duration)))
      time += duration
    }
    for event in night.respiratory {
      let end = event.onset + event.duration
      if random.chance(0.5) { _ = addMovement(at: end + random.uniform(-1, 3.5), kind: .movement) }
      if random.chance(0.6) { addArousal(at: end + random.uniform(-1, 2)) }
    }
  }

  private mutating func periodicSeries() {
    let target = preset.periodicPerHour * night.sleepHours
    var made = 0.0
    var tries = 0
    while made < target, tries < 4000 {
      tries += 1
      var time = random.uniform(60, max(61, total - 600))
      let stage = night.stage(at: time)
      let likely =
        stage == .n1 || stage == .n2 ? 1 : stage == .n3 || stage == .rem ? 0.25 : 0.12
      guard random.chance(likely) else { continue }
      let length = min(60, max(5, random.geometric(1.0 / 16) + 4))
      let span = Double(length) * 26
      let clashes = night.bursts.contains {
        $0.series > 0 && $0.start - 95 < time + span && $0.end + 95 > time
      }
      guard !clashes else { continue }
      series += 1
      for position in 0..<length where time < total - 30 {
        // The last series ends when the night's target is reached, or quiet nights would be impossible.
        if made >= target, position >= 5 { break }
        if addMovement(at: time, kind: .movement, series: series) {
          if night.stage(at: time).isSleep { made += 1 }
          if random.chance(0.3) { addArousal(at: time + random.uniform(-0.3, 0.8)) }
        }
        time += min(88, max(10.8, random.logNormal(median: 24, deviation: 0.35)))
      }
    }
  }

  private mutating func otherBursts() {
    let kinds: [(Double, SimulatedNight.Kind)] = [
      (preset.isolatedPerHour, .movement), (preset.longPerHour, .long), (preset.twitchesPerHour, .twitch),
      (preset.borderlinePerHour, .borderline),
    ]
    for (rate, kind) in kinds {
      for _ in 0..<random.poisson(rate * hours) {
        let time = random.uniform(30, max(31, total - 60))
        switch kind {
        case .movement: _ = addMovement(at: time, kind: .movement)
        case .long:
          if night.stage(at: time).isSleep, random.chance(0.4) { continue }
          _ = addMovement(at: time, kind: .long)
        default: addSmallBurst(at: time, kind: kind)
        }
      }
    }
  }

  private mutating func addSmallBurst(at time: Double, kind: SimulatedNight.Kind) {
    let leg: Leg = random.chance(0.5) ? .left : .right
    let resting = preset.restingMicrovolts[leg == .left ? 0 : 1]
    group += 1
    let duration = kind == .twitch ? random.uniform(0.08, 0.3) : random.uniform(0.8, 4)
    let peak =
      kind == .twitch ? peak(leg) : random.uniform(5 + 2 * resting, 9 + 2.5 * resting)
    add(
      .init(
        leg: leg, start: time, end: time + duration, peakMicrovolts: peak, kind: kind, group: group, series: 0
      ))
  }

  /// Adds one movement of one or both legs; returns false if there was no room for it.
  private mutating func addMovement(at time: Double, kind: SimulatedNight.Kind, series: Int = 0) -> Bool {
    group += 1
    var legs: [Leg]
    switch random.uniform() {
    case ..<0.25: legs = [.left]
    case ..<0.5: legs = [.right]
    case ..<0.75: legs = [.left, .right]
    default: legs = [.right, .left]
    }
    var added = false
    var previous = 0.0
    for (position, leg) in legs.enumerated() {
      var lag = position == 0 ? 0 : min(1.5, random.exponential(mean: 0.25))
      let duration =
        kind == .long
        ? random.uniform(11, 25) : min(8.5, max(0.7, random.logNormal(median: 2, deviation: 0.45)))
      // The two legs of one movement overlap.
      if position == 1, lag > previous { lag = max(0, previous - 0.1) }
      previous = duration
      let start = time + lag
      guard start + duration < total - 5 else { continue }
      if add(
        .init(
          leg: leg, start: start, end: start + duration, peakMicrovolts: peak(leg), kind: kind, group: group,
          series: series))
      {
        added = true
      }
    }
    return added
  }

  @discardableResult
  private mutating func add(_ burst: SimulatedNight.Burst) -> Bool {
    let gap = 1.2
    let isFree = night.bursts.allSatisfy {
      $0.leg != burst.leg || burst.end + gap < $0.start || burst.start - gap > $0.end
    }
    if isFree { night.bursts.append(burst) }
    return isFree
  }

  private mutating func peak(_ leg: Leg) -> Double {
    let low = 12 + 3 * preset.restingMicrovolts[leg == .left ? 0 : 1]
    return stable(exp(random.uniform(stable(log(low)), stable(log(100)))))
  }

  private mutating func addArousal(at time: Double) {
    night.arousals.append(.init(onset: hundredth(time), duration: hundredth(random.uniform(3, 10))))
  }

  private mutating func trains() {
    for (rate, isAlternating) in [(preset.alternatingPerHour, true), (preset.tremorsPerHour, false)]
    where rate > 0 {
      for _ in 0..<random.poisson(rate * hours) { addTrain(isAlternating: isAlternating) }
    }
  }

  private mutating func addTrain(isAlternating: Bool) {
    let start = random.uniform(60, max(61, total - 60))
    let hertz = isAlternating ? random.uniform(0.7, 2.5) : random.uniform(0.5, 1.8)
    let count = random.integer(5..<12)
    let length = isAlternating ? random.uniform(0.15, 0.3) : random.uniform(0.28, 0.34)
    let first: Leg = random.chance(0.5) ? .left : .right
    let second: Leg = isAlternating ? (first == .left ? .right : .left) : first
    let end = start + Double(count - 1) / hertz + length
    // Nothing else within 4 s, so that no other burst appears to continue the train.
    guard night.bursts.allSatisfy({ end + 4 < $0.start || start - 4 > $0.end }) else { return }
    group += 1
    for index in 0..<count {
      let onset = start + Double(index) / hertz
      night.bursts.append(
        .init(
          leg: index.isMultiple(of: 2) ? first : second, start: onset, end: onset + length,
          peakMicrovolts: random.uniform(60, 150), kind: .train, group: group, series: 0))
    }
    night.trains.append(
      .init(leg: isAlternating ? nil : first, start: start, end: end, bursts: count, hertz: hertz))
  }

  private mutating func activeChin() {
    guard let share = preset.activeChinShare else { return }
    for second in 0..<night.seconds where night.stage(at: Double(second)) == .rem && random.chance(share) {
      night.activeChinSeconds.insert(second)
    }
  }

  private mutating func artifacts() {
    for (leg, count) in [(Leg.left, preset.electrodeOffs), (.right, max(0, preset.electrodeOffs - 3))] {
      if total > 3000 {
        for _ in 0..<count {
          let start = random.uniform(600, total - 1800)
          night.artifacts.append(
            .init(leg: leg, start: start, end: start + random.uniform(90, 900), kind: .off))
        }
      }
      for _ in 0..<random.poisson(preset.popsPerHour * hours) {
        let start = random.uniform(30, total - 30)
        night.artifacts.append(.init(leg: leg, start: start, end: start + 0.6, kind: .pop))
      }
    }
  }

  private mutating func keepSeparateArousals() {
    var kept: [SimulatedNight.Event] = []
    for arousal in night.arousals.sorted(by: { $0.onset < $1.onset })
    where arousal.onset + arousal.duration < total && night.stage(at: arousal.onset).isSleep {
      if let last = kept.last, arousal.onset <= last.onset + last.duration + 1 { continue }
      kept.append(arousal)
    }
    night.arousals = kept
  }

  private mutating func hideMovementsWithoutElectrode() {
    for index in night.bursts.indices where night.bursts[index].kind == .movement {
      let burst = night.bursts[index]
      let isHidden = night.artifacts.contains {
        $0.kind == .off && $0.leg == burst.leg && burst.start < $0.end && burst.end > $0.start
      }
      if isHidden { night.bursts[index].kind = .hidden }
    }
  }

  private func hundredth(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
