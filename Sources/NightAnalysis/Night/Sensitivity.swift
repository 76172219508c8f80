import LegEMG
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

enum Sensitivity {
  /// Onset thresholds of 6-10 and offset thresholds of 1-3 microvolts around the standard's 8 and 2.
  static let thresholds: [Thresholds] = [6.0, 8, 10].flatMap { onset in
    [1.0, 2, 3].map { Thresholds(onsetMicrovolts: onset, offsetMicrovolts: $0) }
  }.filter { $0.onsetMicrovolts != 8 || $0.offsetMicrovolts != 2 }

  /// An envelope of twice the length, as from a smoother recording system.
  static let otherEnvelopeSeconds = 0.2

  /// A detection choice and the movements of both legs under it.
  struct Alternative {
    var choice: String
    var movements: [LegMovement]
  }

  /// Names of the scanned choices, in the order of a leg record's alternatives.
  private static let scanned: [String] =
    thresholds.map { "onset \(plain($0.onsetMicrovolts)) uV, offset \(plain($0.offsetMicrovolts)) uV" }
    + ["envelope of \(otherEnvelopeSeconds) s"]

  /// The detection choices and their movements; none if the night was scanned in one way only.
  ///
  /// - Parameter withLines: movements with hum left in; nil if there is no relevant hum.
  static func alternatives(_ records: [LegRecord], withLines: [LegMovement]? = nil) -> [Alternative] {
    guard records.contains(where: { !$0.alternatives.isEmpty }) else { return [] }
    var found = scanned.enumerated().map { index, choice in
      Alternative(
        choice: choice,
        movements: records.flatMap { index < $0.alternatives.count ? $0.alternatives[index] : [] })
    }
    let counted = records.flatMap { record in
      record.movements + record.nearMisses.filter { $0.criterion == .notEMG }.map(\.movement)
    }
    found.append(Alternative(choice: "bursts that are no EMG counted", movements: counted))
    if let withLines { found.append(Alternative(choice: "lines of hum left in", movements: withLines)) }
    return found
  }

  /// Readings of the rules that the texts leave open and that can change an index of sleep.
  private static let readings: [(key: String, value: String, applies: @Sendable (RuleSet) -> Bool)] = [
    ("short_interval_may_start", "false", { $0.shortInterval == .endsSeries && $0.shortIntervalMayStart }),
    ("long_movement", "skipped", { $0.longMovement == .endsSeries }),
    ("long_movement", "ends_series", { $0.longMovement == .dropped }),
    ("wake", "onset_in_sleep", { $0.wake == .partInSleep }),
    ("respiratory_window", "-2,10.25", { $0.respiration == .excluded }),
  ]

  /// - Parameters:
  ///   - alternatives: movements under other detection choices; empty for scored events.
  ///   - recordedGaps: time without recording, for the index that also counts time that could not be scored.
  static func results(
    nights: [ScoredNight], input: ScoringInput, alternatives: [Alternative],
    recordedGaps: [TimeRange]? = nil
  ) -> OrderedMembers<SensitivityRange> {
    OrderedMembers(
      nights.compactMap { night in
        guard let index = NightIndices(night).periodicInSleepPerHour else { return nil }
        var choices: [SensitivityRange.Choice] = []
        for alternative in alternatives {
          var other = input
          other.movements = joinedMovements(alternative.movements)
          guard let value = NightIndices(night.rules.score(other)).periodicInSleepPerHour else { continue }
          choices.append(.init(name: alternative.choice, index: value))
        }
        if let recordedGaps, recordedGaps != input.gaps {
          var other = input
          other.gaps = recordedGaps
          if let value = NightIndices(night.rules.score(other)).periodicInSleepPerHour {
            choices.append(.init(name: "time that cannot be scored counted as sleep", index: value))
          }
        }
        for reading in readings
        where reading.applies(night.rules)
          && (reading.key != "respiratory_window" || input.respiratoryEvents != nil)
        {
          var rules = night.rules
          guard (try? rules.set(reading.key, to: reading.value[...])) != nil,
            let value = NightIndices(rules.score(input)).periodicInSleepPerHour
          else { continue }
          choices.append(.init(name: "\(reading.key)=\(reading.value)", index: value))
        }
        return (night.rules.name, SensitivityRange(index: index, choices: choices))
      })
  }

  private static func plain(_ value: Double) -> String { String(Int(value)) }
}
