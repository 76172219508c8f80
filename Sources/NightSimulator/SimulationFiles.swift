import EDF
import Foundation
import SleepEvents
import StructuredText

/// Writes a simulated night: `night.edf` with its annotations, and the ground truth next to it in
/// `truth_lm.csv`, `truth_art.csv`, `events.csv` and `meta.json`.
package struct SimulationFiles: Sendable {
  package var night: SimulatedNight
  /// Sampling rate of the legs, hertz.
  package var rateHertz: Int
  package var start: RecordingStart
  /// Whether an ECG channel is written.
  package var includesECG = true

  package init(night: SimulatedNight, rateHertz: Int? = nil, start: RecordingStart? = nil) {
    self.night = night
    self.rateHertz = rateHertz ?? night.preset.rateHertz
    self.start =
      start
      ?? RecordingStart(
        date: .init(year: 2024, month: 3, day: 1), clock: .init(hour: 22, minute: 0, second: 0))
  }

  /// Writes all files into `folder`.
  package func write(to folder: String) throws {
    try TextFile.makeFolder(folder)
    try writeRecording(to: folder + "/" + SimulationFiles.recordingName)
    try writeTruth(to: folder)
  }

  package func writeTruth(to folder: String) throws {
    try TextFile.makeFolder(folder)
    try TextFile.writeAtomically(truthTable, to: folder + "/" + TruthFile.movements.rawValue)
    try TextFile.writeAtomically(artifactTable, to: folder + "/" + TruthFile.artifacts.rawValue)
    try TextFile.writeAtomically(eventTable, to: folder + "/" + TruthFile.events.rawValue)
    if !night.trains.isEmpty {
      try TextFile.writeAtomically(trainTable, to: folder + "/" + TruthFile.trains.rawValue)
    }
    try TextFile.writeAtomically(meta.text() + "\n", to: folder + "/" + TruthFile.meta.rawValue)
  }

  /// Writes the recording: legs of +-1000 microvolts at 16 bits, an optional ECG, one-second records.
  package func writeRecording(to path: String) throws {
    let heart = SimulatedHeart(seconds: night.seconds, seed: night.seed)
    var channels = ["EMG LAT", "EMG RAT"].map { label in
      EDFChannelDescription(
        label: label, transducer: "AgAgCl", unit: "uV", physicalMinimum: -1000, physicalMaximum: 1000,
        digitalMinimum: -32_767, digitalMaximum: 32_767, prefilter: "HP:DC", samplesPerRecord: rateHertz)
    }
    let hasChin = night.preset.activeChinShare != nil
    if hasChin {
      channels.append(
        EDFChannelDescription(
          label: "EMG Chin", transducer: "AgAgCl", unit: "uV", physicalMinimum: -1000, physicalMaximum: 1000,
          digitalMinimum: -32_767, digitalMaximum: 32_767, prefilter: "HP:DC", samplesPerRecord: rateHertz))
    }
    let ecgRate = min(rateHertz, 256)
    if includesECG {
      channels.append(
        EDFChannelDescription(
          label: "ECG", transducer: "AgAgCl", unit: "uV", physicalMinimum: -3276.7, physicalMaximum: 3276.7,
          digitalMinimum: -32_767, digitalMaximum: 32_767, prefilter: "HP:DC", samplesPerRecord: ecgRate))
    }
    var writer = try EDFRecordingWriter(
      path: path, identification: EDFIdentification(start: start), channels: channels,
      recordCount: night.seconds, annotations: annotations)
    var legs = [
      LegSynthesis(night: night, leg: .left, rate: rateHertz),
      LegSynthesis(night: night, leg: .right, rate: rateHertz),
    ]
    var inLegs = HeartTrace(heart: heart, rate: rateHertz)
    var inECG = HeartTrace(heart: heart, rate: ecgRate)
    var noise = SimulatorRandom(seed: night.seed, stream: 22)
    var leg = [Double](repeating: 0, count: rateHertz)
    var chin = ChinSynthesis(night: night, rate: rateHertz)
    for second in 0..<night.seconds {
      let pulse = inLegs.second(second)
      var record: [[Int16]] = []
      for index in 0..<2 {
        legs[index].second(second, into: &leg)
        let share = night.preset.cardiacMicrovolts * (index == 0 ? 1 : 0.8)
        record.append((0..<rateHertz).map { digital(leg[$0] + share * pulse[$0], limit: 1000) })
      }
      if hasChin { record.append(chin.second(second).map { digital($0, limit: 1000) }) }
      if includesECG {
        record.append(
          inECG.second(second).map { digital(900 * $0 + 10 * noise.quickNormal(), limit: 3276.7) })
      }
      try writer.write(record: record)
    }
    try writer.finish()
  }

  private func digital(_ microvolts: Double, limit: Double) -> Int16 {
    Int16(min(32_767, max(-32_767, (microvolts / limit * 32_767).rounded())))
  }

  private var annotations: [EDFAnnotation] {
    func at(_ onset: Double, _ duration: Double?, _ text: String) -> EDFAnnotation {
      EDFAnnotation(
        onset: Instant(seconds: onset), duration: duration.map { TimeSpan(seconds: $0) }, text: text)
    }
    var list = [at(0, nil, "Lights off")]
    for (index, stage) in night.stages.enumerated() {
      list.append(at(Double(index) * 30, 30, "Sleep stage \(stage.rawValue)"))
    }
    list += night.respiratory.map { at($0.onset, $0.duration, "Hypopnea") }
    list += night.arousals.map { at($0.onset, $0.duration, "EEG arousal") }
    list.append(at(Double(night.seconds) - 1, nil, "Lights on"))
    return list
  }

  // MARK: Ground truth

  /// Movements with the times at which a burst's envelope leaves and returns to a quarter of its height.
  private var truthTable: String {
    var text = TruthFile.movements.header
    for burst in night.bursts {
      let onset = burst.start + 0.375 * middle(night.preset.riseSeconds)
      let offset =
        burst.kind == .twitch || burst.kind == .train
        ? burst.end : burst.end - 0.485 * middle(night.preset.fallSeconds)
      let cells: [String] = [
        burst.leg.rawValue, fixed(onset, 3), fixed(offset, 3), fixed(offset - onset, 3),
        fixed(burst.peakMicrovolts, 1), burst.kind.rawValue, String(burst.group), String(burst.series),
        String(code(night.stage(at: burst.start))),
      ]
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  private var artifactTable: String {
    night.artifacts.reduce(TruthFile.artifacts.header) { text, artifact in
      text
        + [artifact.leg.rawValue, fixed(artifact.start, 3), fixed(artifact.end, 3), artifact.kind.rawValue]
        .joined(separator: ",") + "\n"
    }
  }

  /// Alternating trains in both legs, and tremors in one.
  private var trainTable: String {
    night.trains.sorted { $0.start < $1.start }.reduce(TruthFile.trains.header) {
      text, train in
      text
        + [
          train.leg == nil ? "alternating" : "tremor", train.leg?.rawValue ?? "B", fixed(train.start, 3),
          fixed(train.end, 3), String(train.bursts), fixed(train.hertz, 3),
        ].joined(separator: ",") + "\n"
    }
  }

  private var eventTable: String {
    var text = TruthFile.events.header
    for (index, stage) in night.stages.enumerated() {
      text += "\(index * 30),30,Sleep stage \(stage.rawValue)\n"
    }
    for event in night.respiratory {
      text += "\(fixed(event.onset, 2)),\(fixed(event.duration, 2)),Hypopnea\n"
    }
    for event in night.arousals {
      text += "\(fixed(event.onset, 2)),\(fixed(event.duration, 2)),EEG arousal\n"
    }
    return text
  }

  private var meta: JSONValue {
    [
      "preset": .string(night.preset.name), "seed": .integer(Int(truncatingIfNeeded: night.seed)),
      "fs": .integer(rateHertz), "hours": .number(Double(night.seconds) / 3600),
      "tst_h": .number(night.sleepHours), "n_lm": .integer(night.bursts.count { $0.kind == .movement }),
      "plm_per_hour": .number(night.preset.periodicPerHour),
      "chin_atonia_index": JSONValue(night.chinAtoniaIndex),
    ]
  }

  private func middle(_ range: ClosedRange<Double>) -> Double { (range.lowerBound + range.upperBound) / 2 }

  private func fixed(_ value: Double, _ decimals: Int) -> String { Delimited.fixed(value, decimals) ?? "" }

  /// Numeric stage codes of the ground-truth files.
  private func code(_ stage: SleepStage) -> Int {
    switch stage {
    case .wake, .unscored: 0
    case .n1: 1
    case .n2: 2
    case .n3: 3
    case .rem: 5
    }
  }
}

/// The QRS train in one channel, second by second.
struct HeartTrace {
  private let beats: [Int]
  private let rate: Int
  private let wave: (reach: Int, values: [Double])
  private var next = 0

  init(heart: SimulatedHeart, rate: Int) {
    beats = heart.beats.map { Int($0 * Double(rate)) }
    self.rate = rate
    wave = SimulatedHeart.wave(rate: rate)
  }

  mutating func second(_ second: Int) -> [Double] {
    let start = second * rate
    var output = [Double](repeating: 0, count: rate)
    while next < beats.count, beats[next] + wave.reach < start { next += 1 }
    var index = next
    while index < beats.count, beats[index] - wave.reach < start + rate {
      for (offset, value) in wave.values.enumerated() {
        let sample = beats[index] - wave.reach + offset - start
        if output.indices.contains(sample) { output[sample] += value }
      }
      index += 1
    }
    return output
  }
}
