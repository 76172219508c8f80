import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `leg_movements.tsv`: one movement of one leg of at least 0.5 s, and how each rule set treated it.
package struct LegMovementRow: Hashable, Sendable {
  package var leg = Leg.left
  package var onset = Instant.zero
  package var duration = TimeSpan.zero
  package var restingMicrovolts: Double?
  package var peakMicrovolts: Double?
  package var areaMicrovoltSeconds: Double?
  package var stage = SleepStage.unscored
  /// How each rule set treated it, in the order of the rule sets.
  package var fates: [MovementFate?] = []
  package var heart: HeartResponse?
  /// Nil unless it was detected in a signal.
  package var spectrum: SpectralFigures?

  package init() {}

  package var range: TimeRange { TimeRange(start: onset, duration: duration) }

  /// Heart rate around the movement, beats per minute.
  package struct HeartResponse: Hashable, Sendable {
    package var lowestBefore: Double?
    package var highestAfter: Double?
    package var rise: Double?
    /// Beats per minute per beat.
    package var slope: Double?
    package init() {}
  }

  /// The distribution of the movement's power over frequency.
  package struct SpectralFigures: Hashable, Sendable {
    /// Share of the power within 2 Hz of the strongest line, 0-1.
    package var lineShare: Double?
    package var centreHertz: Double?
    package var widthHertz: Double?
    package init() {}
    package init(lineShare: Double?, centreHertz: Double?, widthHertz: Double?) {
      self.lineShare = lineShare
      self.centreHertz = centreHertz
      self.widthHertz = widthHertz
    }
  }

  /// The table's columns for these rule sets.
  ///
  /// - Parameter hasHeart: true if there was an ECG.
  package static func columns(rules: [String], hasHeart: Bool) -> [TableColumn<LegMovementRow>] {
    place(\.self) + rules.enumerated().map { index, name in fateColumn(name, index) }
      + (hasHeart ? heartColumns : []) + spectralColumns
      + rules.enumerated().flatMap { index, name in splitColumns(name, index) }
  }

  static let heartColumns: [TableColumn<LegMovementRow>] = [
    heart("hr_lowest_before_bpm", \.lowestBefore, "bpm", "lowest rate in the ten beats before"),
    heart("hr_highest_after_bpm", \.highestAfter, "bpm", "highest rate in the ten beats after"),
    heart("hr_rise_bpm", \.rise, "bpm", "rise from the lowest to the highest rate"),
    heart("hr_slope_bpm_per_beat", \.slope, "bpm/beat", "rise per beat"),
  ]

  private static func heart(
    _ name: String, _ path: any JSONKeyPath<HeartResponse, Double?>, _ unit: String, _ definition: String
  ) -> TableColumn<LegMovementRow> {
    TableColumn(
      name: name, kind: .number, unit: unit, definition: definition, isRequired: false,
      text: { Delimited.fixed($0.heart?[keyPath: path], 2) },
      read: { row, cells throws(TextError) in
        guard let value = try cells.number(name) else { return }
        var heart = row.heart ?? HeartResponse()
        heart[keyPath: path] = value
        row.heart = heart
      })
  }

  private static let spectralColumns: [TableColumn<LegMovementRow>] = [
    spectral(
      "line_share", \.lineShare, "0-1", 3, "share of the power within 2 Hz of the strongest line"),
    spectral("centre_hz", \.centreHertz, "Hz", 1, "centre of the power"),
    spectral("width_hz", \.widthHertz, "Hz", 1, "width of the power around its centre"),
  ]

  private static func spectral(
    _ name: String, _ path: any JSONKeyPath<SpectralFigures, Double?>, _ unit: String, _ decimals: Int,
    _ definition: String
  ) -> TableColumn<LegMovementRow> {
    TableColumn(
      name: name, kind: .number, unit: unit, definition: definition, isRequired: false,
      text: { Delimited.fixed($0.spectrum?[keyPath: path], decimals) },
      read: { row, cells throws(TextError) in
        guard let value = try cells.number(name) else { return }
        var spectrum = row.spectrum ?? SpectralFigures()
        spectrum[keyPath: path] = value
        row.spectrum = spectrum
      })
  }

  /// Combines number and reason; kept for one version along with the two columns that replace it.
  private static func fateColumn(_ rules: String, _ index: Int) -> TableColumn<LegMovementRow> {
    TableColumn(
      name: rules, kind: .text, definition: "number of its movement under \(rules), or why it has none",
      isRequired: false, text: { row in row.fate(index)?.text },
      read: { row, cells throws(TextError) in
        guard let text = cells[rules] else { return }
        guard let fate = MovementFate(text: text) else {
          throw cells.error(rules, expected: "a number or a reason")
        }
        row.set(fate, index)
      })
  }

  private static func splitColumns(_ rules: String, _ index: Int) -> [TableColumn<LegMovementRow>] {
    [
      TableColumn(
        name: rules + "_movement", kind: .wholeNumber,
        definition: "number of its movement in movements_\(rules).tsv", isRequired: false,
        text: { row in
          if case .counted(let number) = row.fate(index) { String(number) } else { nil }
        }, read: { _, _ throws(TextError) in }),
      TableColumn(
        name: rules + "_reason", kind: .word(DropReason.allCases.map(\.rawValue)),
        definition: "why \(rules) left it out", isRequired: false,
        text: { row in
          if case .dropped(let reason) = row.fate(index) { reason.rawValue } else { nil }
        }, read: { _, _ throws(TextError) in }),
    ]
  }

  /// How the rule set at that index treated it; nil if unknown.
  package func fate(_ index: Int) -> MovementFate? { index < fates.count ? fates[index] : nil }

  private mutating func set(_ fate: MovementFate, _ index: Int) {
    while fates.count <= index { fates.append(nil) }
    fates[index] = fate
  }

  /// The columns common to movements and near misses.
  static func place<Row>(_ path: any JSONKeyPath<Row, LegMovementRow>) -> [TableColumn<Row>] {
    placeColumns.map { $0.lifted(to: path) }
  }

  private static let placeColumns: [TableColumn<LegMovementRow>] = [
    .word("leg", \.leg, "L or R"),
    .moment("onset_s", \.onset, "seconds since the start of the recording"),
    .span("duration_s", \.duration, "length"),
    .number("resting_uv", "uV", decimals: 3, \.restingMicrovolts, "resting level around it, mean of |x|"),
    .number("peak_uv", "uV", decimals: 3, \.peakMicrovolts, "largest |x| in it"),
    .number(
      "area_uvs", "uV s", decimals: 3, \.areaMicrovoltSeconds, "integral of the envelope above rest"),
    .word("stage", \.stage, "stage of the epoch in which it starts"),
  ]
}

extension TableColumn {
  /// The same column, for a row that contains this one.
  func lifted<Whole>(to path: any JSONKeyPath<Whole, Row>) -> TableColumn<Whole> {
    let (column, path) = (self, path)
    let text: @Sendable (Whole) -> String? = { whole in column.text(whole[keyPath: path]) }
    let read: @Sendable (inout Whole, DelimitedTable.Row) throws(TextError) -> Void = {
      whole, cells throws(TextError) in
      var part = whole[keyPath: path]
      try column.readCell(&part, cells)
      whole[keyPath: path] = part
    }
    return TableColumn<Whole>(
      name: name, kind: kind, unit: unit, definition: definition,
      isRequired: isRequired, text: text, read: read)
  }
}

extension MovementFate {
  /// Parses a cell of `leg_movements.tsv`.
  package init?(text: String) {
    if let number = Int(text), number > 0 {
      self = .counted(number: number)
    } else if let reason = DropReason(rawValue: text) {
      self = .dropped(reason)
    } else {
      return nil
    }
  }
}
