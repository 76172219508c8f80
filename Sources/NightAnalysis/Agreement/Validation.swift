import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText

/// Agreement over a folder of recordings with one or more human scorings: scorer against scorer, and the
/// program against each scorer.
package struct Validation {
  package struct Row: Sendable {
    package var night: String
    package var first: String
    package var second: String
    package var leg: LegAgreement
    package var isProgram: Bool
  }

  package struct NightPair: Sendable {
    package var night: String
    package var first: String
    package var second: String
    package var isProgram: Bool
    /// PLMS per hour of sleep under the first rule set; PLM per recorded hour if sleep was not scored.
    package var firstIndex: Double?
    package var secondIndex: Double?
    /// Cohen's kappa over 30 s epochs, if both scored sleep.
    package var stageKappa: Double?

    package var difference: Double? {
      guard let firstIndex, let secondIndex else { return nil }
      return firstIndex - secondIndex
    }
  }

  /// The name of the program among the scorers.
  package static let program = "tibialis"

  package private(set) var rows: [Row] = []
  package private(set) var pairs: [NightPair] = []
  /// Nights or files that could not be used, with the reasons.
  package private(set) var failures: [(name: String, reason: String)] = []

  private struct Rater {
    var name: String
    var movements: [LegMovement]?
    var night: NightAnnotations
  }

  /// - Throws: `NightError.nothingScored` if no night in the folder has two raters.
  package init(folder: String, options: AnalysisOptions) throws {
    let found = try ValidationFolder.nights(in: folder)
    failures = found.leftOut.map { ($0.file ?? folder, $0.sentence) }
    for night in found.nights { add(night, options) }
    guard !pairs.isEmpty else {
      throw NightError.nothingScored(
        file: folder,
        found: failures.first.map { "\($0.name): \($0.reason)" } ?? "no recording with scorings beside it")
    }
  }

  private mutating func add(_ night: ValidationNight, _ options: AnalysisOptions) {
    let context = options.readingContext
    var raters: [Rater] = []
    for scoring in night.scorings {
      do {
        let read = try ScoringReader.read(scoring.path, format: options.scoringFormat, context: context)
        let movements = read.legMovements
        raters.append(
          Rater(
            name: scoring.scorer, movements: movements.isEmpty ? nil : joinedMovements(movements), night: read
          ))
      } catch {
        failures.append((night.name + ", " + scoring.scorer, "\(error)"))
      }
    }
    var shared = NightAnnotations()
    for rater in raters where rater.night.hypnogram != nil && shared.hypnogram == nil { shared = rater.night }
    if let recording = night.recording, raters.contains(where: { $0.movements != nil }) {
      do {
        let result = try NightAnalyzer(options: options).analyze(recording)
        raters.insert(
          Rater(name: Validation.program, movements: result.movements, night: result.annotations), at: 0)
        if shared.hypnogram == nil { shared = result.annotations }
        shared.recorded = result.input.recording
      } catch {
        failures.append((night.name, "\(error)"))
      }
    }
    compare(raters, shared, night.name, options.rules.first ?? .wasm2016)
  }

  private mutating func compare(
    _ raters: [Rater], _ shared: NightAnnotations, _ name: String, _ rules: RuleSet
  ) {
    let ends = raters.flatMap { ($0.movements ?? []).map(\.offset) }
    let window = shared.recorded ?? TimeRange(start: .zero, end: ends.max() ?? .zero)
    for (index, first) in raters.enumerated() {
      for second in raters.dropFirst(index + 1) {
        let isProgram = first.name == Validation.program
        let kappa = Validation.stageKappa(first.night.hypnogram, second.night.hypnogram)
        guard first.movements != nil && second.movements != nil || kappa != nil else { continue }
        if let a = first.movements, let b = second.movements {
          rows += Leg.allCases.map { leg in
            Row(
              night: name, first: first.name, second: second.name,
              leg: LegAgreement(leg: leg, a, b, window: window), isProgram: isProgram)
          }
        }
        pairs.append(
          NightPair(
            night: name, first: first.name, second: second.name, isProgram: isProgram,
            firstIndex: first.movements.flatMap { Validation.index($0, shared, window, rules) },
            secondIndex: second.movements.flatMap { Validation.index($0, shared, window, rules) },
            stageKappa: isProgram ? nil : kappa))
      }
    }
  }

  /// Both raters' movements are scored on the same stages, so that only the movements differ.
  private static func index(
    _ movements: [LegMovement], _ shared: NightAnnotations, _ window: TimeRange, _ rules: RuleSet
  ) -> Double? {
    let scored = rules.score(
      ScoringInput(
        movements: movements, hypnogram: shared.hypnogram, respiratoryEvents: shared.respiratoryEvents,
        arousals: shared.arousals, gaps: shared.recordingGaps, lightsOff: shared.lightsOff,
        lightsOn: shared.lightsOn, recording: window))
    if let index = NightIndices(scored).periodicInSleepPerHour { return index }
    guard shared.hypnogram == nil, window.duration > .zero else { return nil }
    return Double(scored.movements.count(where: \.isPeriodic)) / window.duration.hours
  }

  private static func stageKappa(_ first: Hypnogram?, _ second: Hypnogram?) -> Double? {
    guard let first, let second, let a = first.scoredRange, let b = second.scoredRange,
      let common = a.intersection(b)
    else { return nil }
    let count = Int(common.duration.ticks / TimeSpan.seconds(30).ticks)
    func stages(_ hypnogram: Hypnogram) -> [SleepStage] {
      (0..<count).map { hypnogram.stage(at: common.start + .seconds(30 * $0) + .seconds(15)) }
    }
    return LegAgreement.kappa(stages(first), stages(second))
  }

  /// Differences in index between the program and scorers, or between scorers.
  package func limits(ofProgram: Bool) -> LimitsOfAgreement {
    LimitsOfAgreement(pairs.filter { $0.isProgram == ofProgram }.compactMap(\.difference))
  }
}
