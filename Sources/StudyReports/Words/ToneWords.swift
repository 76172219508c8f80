import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// Texts about the chin and about movements that are not periodic.
extension ReportWords {
  static let toneHeading = "Muscle tone of the chin"
  static let toneCaption =
    "Each bar is half a minute of the chin, after noise correction; REM sleep in red, levels over 10 microvolts cut off. "
    + "In REM sleep the chin is usually silent: an atonia index of 1 means silence throughout."
  static let legToneHeading = "Activity of the legs in REM sleep"
  static let otherHeading = "Other movements"

  /// Empty if no leg has enough REM.
  static func legToneSentences(_ tone: LegToneRecord) -> [String] {
    guard !tone.clauses.isEmpty else { return [] }
    let rules = tone.rules
    return [
      "In REM sleep, " + tone.clauses.joined(separator: "; ") + ".",
      "Tonic: half minutes of which more than half is over \(Int(rules.tonicMicrovolts)) microvolts, or over "
        + "\(Int(rules.tonicFactor)) times the rest. Phasic: stretches of \(rules.phasicSeconds) s with \(rules.phasicBurst). "
        + "A description after the mini-epochs of the SINBAR group, not a finding.",
    ]
  }

  static func toneDescription(_ tone: MuscleToneRecord) -> String {
    guard let index = tone.atoniaIndex[.rem] else { return "Level of the chin by half minutes." }
    return "Level of the chin by half minutes. Atonia index in REM sleep \(two(index))."
  }

  /// The text below the picture: the index in REM with the time on which it is based, and the activity in it.
  static func toneSentences(_ tone: MuscleToneRecord) -> [String] {
    var sentences: [String] = []
    let minutes = tone.usableMinutes[.rem] ?? 0
    if let index = tone.atoniaIndex[.rem] {
      sentences.append(
        "Atonia index in REM sleep \(two(index)), from \(one(minutes)) minutes. Published ranges: 0.9 or more in most "
          + "healthy adults, below 0.8 in few.")
    } else {
      sentences.append("No atonia index: \(one(minutes)) usable minutes of REM sleep, fewer than 3.")
    }
    if let runs = tone.runsPerHourOfREM {
      let length = tone.meanRunSeconds.map { ", \(one($0)) s long on average" } ?? ""
      sentences.append("Runs over 2 microvolts: \(one(runs)) per hour of REM sleep\(length).")
    }
    if let tonic = tone.tonicPercentOfREM, let phasic = tone.phasicPercentOfREM {
      sentences.append(
        "Tonic activity in \(one(tonic)) % of the half minutes of REM sleep, phasic in \(one(phasic)) % of its stretches "
          + "of 3 s (a description after the SINBAR group).")
    }
    return sentences
  }

  /// One sentence for each kind that was found.
  static func otherMovements(_ other: OtherMovementsRecord, periodic: Int?) -> [String] {
    OtherMovementKind.allCases.compactMap { kind in
      guard let count = other[kind], count.total > 0 else { return nil }
      var sentence = "\(kind.title): \(count.total)"
      if let sleep = count.sleep, let wake = count.wake {
        sentence += " (\(sleep) in sleep, \(wake) in wake)"
      }
      return sentence + count.overlapClause(periodic: periodic) + "."
    }
  }

  private static func one(_ value: Double) -> String { Delimited.fixed(value, 1) ?? "-" }
  private static func two(_ value: Double) -> String { Delimited.fixed(value, 2) ?? "-" }
}
