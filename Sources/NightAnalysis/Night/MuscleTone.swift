import EDF
import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// The chin of a night: its channel and the values derived from it.
struct MuscleTone {
  /// The channel to read; nil if there is none, with the reason.
  var source: Derivation?
  var name = ""
  var reason: MuscleToneReason?

  /// A chin channel that cannot be read or calibrated affects only the muscle tone.
  init(_ file: EDFFile, options: AnalysisOptions, hasStages: Bool) throws {
    guard options.measuresTone else {
      reason = .notAsked
      return
    }
    guard let channel = try ChinChannel.find(file.signals, request: options.chin, file: file.name) else {
      reason = .noChin
      return
    }
    guard hasStages else {
      reason = .noHypnogram
      return
    }
    name = channel.name
    do throws(NightError) {
      let derivation = try Derivation(
        file: file, signal: channel.signal, reference: channel.reference,
        assumedMicrovoltsPerUnit: nil)
      guard (ToneScan.minimumHertz...LegAnalyzer.maximumHertz).contains(derivation.samplingRate.hertz) else {
        reason = .tooSlow
        return
      }
      source = derivation
    } catch {
      reason = .unreadable
    }
  }

  /// The stored form of the muscle tone.
  func record(
    _ segments: [ToneScan.Segment], input: ScoringInput, movements: [LegMovement], options: AnalysisOptions
  ) -> (record: MuscleToneRecord, rows: [ToneRow]) {
    let hypnogram = input.hypnogram ?? Hypnogram([])
    let figures = MuscleToneFigures(segments, hypnogram: hypnogram)
    var record = MuscleToneRecord()
    record.channel = name
    record.noiseMicrovolts = figures.noiseMicrovolts
    record.atoniaIndex = .init(figures.atoniaIndex)
    record.usableMinutes = .init(figures.usableMinutes)
    record.runsPerHourOfREM = figures.runsPerHourOfREM
    record.meanRunSeconds = figures.meanRunSeconds
    record.tonicPercentOfREM = figures.tonicPercentOfREM
    record.phasicPercentOfREM = figures.phasicPercentOfREM
    record.rules = MiniEpochRules.applied(
      burst:
        "0.1-5 s of the chin over \(Delimited.fixed(ToneRules.phasicFactor, 0) ?? "") times the resting level"
    )
    let rows = figures.stretches.map {
      ToneRow(
        range: $0.range, stage: $0.stage, levelMicrovolts: $0.levelMicrovolts,
        activeSeconds: $0.activeSeconds)
    }
    guard !options.toneWithout.isEmpty else { return (record, rows) }
    let leftOut = options.toneWithout.flatMap { exclusion -> [TimeRange] in
      switch exclusion {
      case .arousals: input.arousals ?? []
      case .respiratory: input.respiratoryEvents ?? []
      case .movements: movements.map(\.range)
      }
    }
    record.without = options.toneWithout.map(\.rawValue)
    record.atoniaIndexWithout = .init(
      MuscleToneFigures(segments, hypnogram: hypnogram, leftOut: leftOut).atoniaIndex)
    return (record, rows)
  }

  /// Tonic and phasic activity of the legs in REM; nil without stages.
  static func legs(_ records: [LegRecord], hypnogram: Hypnogram?) -> LegToneRecord? {
    guard let hypnogram, !hypnogram.isEmpty else { return nil }
    var tone = LegToneRecord()
    tone.rules = MiniEpochRules.applied(burst: "a contraction of the leg of 0.1-5 s by its own thresholds")
    for record in records {
      let figures = LegToneFigures(record, hypnogram: hypnogram)
      var leg = LegToneRecord.Figures()
      leg.usableMinutesOfREM = figures.usableMinutesOfREM
      leg.tonicPercentOfREM = figures.tonicPercentOfREM
      leg.phasicPercentOfREM = figures.phasicPercentOfREM
      tone[record.leg] = leg
    }
    return tone
  }

  /// A resting chin level above 1 microvolt reflects the electrode more than the muscle (Ferri 2010).
  static func warnings(_ record: MuscleToneRecord) -> [Warning] {
    guard let noise = record.noiseMicrovolts, noise > 1 else { return [] }
    return [
      Warning(
        code: "chin_noise",
        message:
          "the resting chin has \(Delimited.fixed(noise, 2) ?? "") microvolts, over the 1 that a relaxed chin shows: "
          + "the atonia index may reflect the electrode more than the muscle", quotesInput: false)
    ]
  }
}

extension MiniEpochRules {
  fileprivate static func applied(burst: String) -> MiniEpochRules {
    var rules = MiniEpochRules()
    rules.tonicMicrovolts = ToneRules.tonicMicrovolts
    rules.tonicFactor = ToneRules.tonicFactor
    rules.tonicSeconds = ToneRules.tonicSeconds
    rules.phasicSeconds = ToneRules.phasicSeconds
    rules.phasicBurst = burst
    return rules
  }
}
