import LegEMG
import SleepEvents

/// Aggregates the half seconds of a leg's timeline into minutes.
struct QualityMinutes {
  private(set) var found: [LegQuality.Minute] = []
  private var minute: LegQuality.Minute?
  /// Resting levels, in no order.
  private var levels: [Float] = []
  private var valid = TimeSpan.zero
  private var envelope = (sum: 0.0, highest: Float(0), count: 0)
  private var artifacts: [Float]

  init(_ timeline: LevelTimeline) {
    artifacts = Array(repeating: 0, count: timeline.artifacts.count)
    timeline.forEach { range, index, entry in
      if let last = minute, last.range.end == range.start, range.start - last.range.start < .seconds(60) {
        minute?.range.end = range.end
      } else {
        close()
        minute = LegQuality.Minute(
          range: range, validShare: 0, restingMicrovolts: nil, artifacts: [], off: false, flat: false,
          saturated: false)
      }
      add(entry, lasting: range.duration)
      for measure in artifacts.indices {
        artifacts[measure] = max(artifacts[measure], timeline.artifacts[measure][index])
      }
    }
    close()
  }

  private mutating func add(_ entry: LevelTimeline.Entry, lasting duration: TimeSpan) {
    if let resting = entry.resting { levels.append(resting) }
    let flags = entry.flags
    if flags.isEmpty || !flags.contains(.invalid) {
      valid += duration
      envelope.sum += Double(entry.mean)
      envelope.highest = max(envelope.highest, entry.mean)
      envelope.count += 1
    }
    guard !flags.isEmpty else { return }
    if flags.contains(.off) { minute?.off = true }
    if flags.contains(.flat) { minute?.flat = true }
    if flags.contains(.saturated) { minute?.saturated = true }
  }

  private mutating func close() {
    guard var last = minute else { return }
    minute = nil
    last.restingMicrovolts = Selection.median(&levels).map(Double.init)
    if envelope.count > 0 {
      last.envelopeMeanMicrovolts = envelope.sum / Double(envelope.count)
      last.envelopePeakMicrovolts = Double(envelope.highest)
    }
    let length = last.range.duration.seconds
    last.validShare = length > 0 ? min(1, valid.seconds / length) : 0
    last.artifacts = artifacts.map(Double.init)
    found.append(last)
    levels.removeAll(keepingCapacity: true)
    valid = .zero
    envelope = (0, 0, 0)
    for measure in artifacts.indices { artifacts[measure] = 0 }
  }
}
