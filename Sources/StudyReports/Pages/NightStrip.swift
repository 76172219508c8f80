import NightResults
import SleepEvents

/// The numbers of a night in one row, each with its unit, for a physician's files.
struct NightStrip {
  /// One number: its name, the value or a replacement text, its unit, and any notes.
  struct Cell {
    var name: String
    var value: Double?
    var decimals = 1
    /// Replaces a number that is unknown or not a number.
    var text = ""
    var unit = ""
    var notes: [String] = []
    var isMain = false
  }

  let night: ReportedNight

  private var document: NightDocument { night.document }
  private var first: ReportedNight.RuleTable? { night.rules.first }

  var cells: [Cell] {
    [index, arousals, wake]
      + [
        Cell(
          name: StripWords.sleep, value: document.sleep.totalSleepHours, text: StripWords.noStages, unit: "h"),
        Cell(
          name: StripWords.efficiency, value: document.sleep.efficiencyPercent, decimals: 0,
          text: StripWords.notKnown, unit: "%"), breathing, legs,
      ]
  }

  var markup: String {
    let items = cells.map { cell in
      let value = cell.value == nil ? HTML.text(cell.text) : HTML.number(cell.value, cell.decimals)
      let size = cell.value == nil ? "words" : cell.isMain ? "big" : "value"
      let unit =
        cell.value == nil || cell.unit.isEmpty ? "" : " <span class=\"unit\">\(HTML.text(cell.unit))</span>"
      return "<div class=\"answer\(cell.isMain ? " main" : "")\"><dt>\(HTML.text(cell.name))</dt>"
        + "<dd><span class=\"\(size)\">\(value)</span>\(unit)</dd>"
        + cell.notes.map { "<dd class=\"note\">\(HTML.text($0))</dd>" }.joined() + "</div>"
    }
    return "<dl class=\"strip\">" + items.joined(separator: "\n") + "</dl>"
  }

  /// The index under the first rule set with its range, with the others below; without stages, movements per
  /// recorded hour, labelled as such.
  private var index: Cell {
    let rows = IndexRangeChart(night: night).rows
    guard let main = rows.first else { return perHourOfRecording }
    var notes = [
      StripWords.unit(main.rules) + ReportWords.legs(document.scored.legs)
    ]
    if main.high > main.low { notes.append(StripWords.range(main.low, main.high)) }
    notes += rows.dropFirst().map(StripWords.other)
    return Cell(name: StripWords.index, value: main.index, unit: "/h", notes: notes, isMain: true)
  }

  private var perHourOfRecording: Cell {
    let seconds = document.recording.durationSeconds ?? 0
    guard document.sleep.totalSleepHours == nil, document.scored.knowsMovements, seconds > 0, let first else {
      return Cell(name: StripWords.index, text: StripWords.notKnown, isMain: true)
    }
    let hours = seconds / 3600
    let periodic = first.rows.count(where: \.isPeriodic)
    return Cell(
      name: StripWords.movements, value: Double(first.rows.count) / hours, unit: "/h",
      notes: [
        StripWords.perHourOfRecording + ReportWords.legs(document.scored.legs),
        StripWords.periodicOfRecording(Double(periodic) / hours, first.name),
      ], isMain: true)
  }

  private var arousals: Cell {
    Cell(
      name: StripWords.withArousal, value: first?.result.indices.periodicWithArousalPerHour,
      text: document.scored[.arousals].isKnown ? StripWords.notKnown : StripWords.notScored, unit: "/h")
  }

  private var wake: Cell {
    Cell(
      name: StripWords.awake, value: first?.result.indices.periodicInWakePerHour, text: StripWords.notKnown,
      unit: "/h")
  }

  private var breathing: Cell {
    Cell(
      name: StripWords.breathing, value: document.sleep.apneasHypopneasPerHour,
      text: document.scored[.respiratory].isKnown ? StripWords.notKnown : StripWords.notScored, unit: "/h")
  }

  private var legs: Cell {
    let hours = Leg.allCases.compactMap { leg in
      document.quality[leg].flatMap { StripWords.hours(leg, $0.scoredHours, of: $0.recordedHours) }
    }
    return Cell(name: StripWords.legs, text: StripWords.legs(document.scored.legs), notes: hours)
  }
}

/// The texts of the strip.
enum StripWords {
  static let index = "PLMS index"
  static let movements = "Leg movements"
  static let withArousal = "PLMS with an arousal"
  static let awake = "PLM awake"
  static let sleep = "Sleep"
  static let efficiency = "Sleep efficiency"
  static let breathing = "AHI"
  static let legs = "Legs usable"
  static let notScored = "not scored"
  static let notKnown = "unknown"
  static let noStages = "no stages"
  static let perHourOfRecording = "per hour of recording, not of sleep"

  static func unit(_ rules: String) -> String { "per hour of sleep, \(ReportWords.ruleName(rules))" }
  static func range(_ low: Double, _ high: Double) -> String {
    "\(ReportWords.number(low)) to \(ReportWords.number(high)) over open choices"
  }
  static func other(_ row: IndexRangeChart.Row) -> String {
    let range =
      row.high > row.low ? " (\(ReportWords.number(row.low)) to \(ReportWords.number(row.high)))" : ""
    return "\(ReportWords.ruleName(row.rules)): \(ReportWords.number(row.index))\(range)"
  }
  static func periodicOfRecording(_ rate: Double, _ rules: String) -> String {
    "periodic ones: \(ReportWords.number(rate)) per hour of recording, \(ReportWords.ruleName(rules))"
  }
  static func legs(_ legs: LegsUsed) -> String {
    switch legs {
    case .both: "both"
    case .left: "left only"
    case .right: "right only"
    case .none: "none"
    }
  }
  static func hours(_ leg: Leg, _ usable: Double?, of recorded: Double?) -> String? {
    guard let usable, let recorded else { return nil }
    return "\(leg.name) \(ReportWords.number(usable)) of \(ReportWords.number(recorded)) h"
  }
}
