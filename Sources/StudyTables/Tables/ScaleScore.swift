import SleepEvents
import StructuredText

/// A questionnaire or rating in `scales.tsv`.
package enum SymptomScale: String, Sendable, CaseIterable {
  /// International RLS severity scale.
  case irls
  /// Epworth sleepiness scale: habitual sleepiness over weeks.
  case ess
  /// Karolinska sleepiness scale, this morning.
  case kss
  /// Visual analogue scale of sleepiness, this morning.
  case visualAnalogueSleepiness = "vas_sleepy"
  case isi
  case psqi
  case clinicalGlobalImprovement = "cgi-i"

  package var range: ClosedRange<Double> {
    switch self {
    case .irls: 0...40
    case .ess: 0...24
    case .kss: 1...9
    case .visualAnalogueSleepiness: 0...100
    case .isi: 0...28
    case .psqi: 0...21
    case .clinicalGlobalImprovement: 1...7
    }
  }

  /// The printed name.
  package var name: String { rawValue.uppercased() }

  /// True for a rating of one morning, which belongs to the previous night.
  package var isOfOneMorning: Bool { self == .kss || self == .visualAnalogueSleepiness }
}

/// One row of `scales.tsv`.
package struct ScaleScore: Hashable, Sendable {
  package var patientID: String
  package var date: CalendarDate
  package var scale: SymptomScale
  package var score: Double
  package var line: Int
  /// Who rated, as typed.
  var rater: String?

  package init(
    patientID: String, date: CalendarDate, scale: SymptomScale, score: Double, line: Int = 0
  ) {
    self.patientID = patientID
    self.date = date
    self.scale = scale
    self.score = score
    self.line = line
  }

  static let requiredColumns = ["patient_id", "date", "scale", "score"]

  /// Nil if a cell cannot be read; `faults` has the errors.
  init?(row: DelimitedTable.Row, faults: inout CellFaults) {
    let patientID = faults.take { () throws(TextError) in try row.patientLabel() }
    let date = faults.take { () throws(TextError) in try row.requiredDate("date") }
    let scale = faults.take { () throws(TextError) -> SymptomScale in
      guard let scale = try row.word("scale", of: SymptomScale.self) else {
        throw row.error("scale", expected: "the name of a scale")
      }
      return scale
    }
    guard let scale else { return nil }
    let score = faults.take { () throws(TextError) -> Double in
      let low = JSONValue.numberText(scale.range.lowerBound)
      let high = JSONValue.numberText(scale.range.upperBound)
      guard
        let score = try row.number(
          "score", in: scale.range, expected: "a score of \(scale.name) from \(low) to \(high)")
      else { throw row.error("score", expected: "a score") }
      return score
    }
    guard let patientID, let date, let score else { return nil }
    self.init(patientID: patientID, date: date, scale: scale, score: score, line: row.line)
    rater = row["rater"]
  }
}
