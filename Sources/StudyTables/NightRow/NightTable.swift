import StructuredText

/// `nights.csv`: read from our own results or from a typed table, and written.
package struct NightTable: Sendable {
  package var rows: PackedRows<NightRow>
  /// Rows that cannot be used, with file, line and column.
  package var problems: [RowProblem]
  /// True if the table gives the rules by which the nights were scored.
  package var namesRules: Bool
  /// Patients whose rows were skipped because other patients were requested.
  package var otherPatientIDs: Set<String> = []

  package init(rows: some Sequence<NightRow>, problems: [RowProblem] = [], namesRules: Bool = true) {
    self.rows = rows as? PackedRows<NightRow> ?? PackedRows(rows)
    self.problems = problems
    self.namesRules = namesRules
  }

  /// The columns required in a table of counts, besides the hours of sleep (`tst_h` or `tst_min`) and the
  /// count or the index.
  package static let requiredColumns = ["patient_id", "night_id", "date"]

  /// Reads a table of nights row by row, keeping only the rows of the requested patients.
  ///
  /// If only `plms_index` is given, the count is index x hours, rounded, and the night is flagged
  /// `count_from_index`. Two rows for the same night and rule set are an error.
  ///
  /// - Throws: `StudyError` if the whole table is unusable. Errors in single rows are in `problems`.
  package static func read(path: String, reading: TableReading = TableReading()) throws(StudyError)
    -> NightTable
  {
    let reader = try TypedTable.open(
      path, required: requiredColumns, reading: reading, limit: DelimitedTable.largestTableOfNights)
    func missing(_ column: String) -> StudyError {
      .text(.missingColumns(file: reader.file, missing: [column], found: reader.columns))
    }
    guard reader.has("tst_h") || reader.has("tst_min") else { throw missing("tst_h") }
    guard reader.has("plms_count") || reader.has("plms_index") else { throw missing("plms_count") }
    let known = NightColumns.all.filter { reader.has($0.name) }
    let others = reader.columns(beside: Set(NightColumns.byName.keys).union(["tst_min", "exclude"]))
    var result = NightTable(rows: PackedRows(), namesRules: reader.has("scoring_rules"))
    var seen = SeenRows()
    let wanted = reading.patientIDs
    while true {
      let next = try studyErrors { () throws(TextError) in
        try reader.next(where: wanted.isEmpty ? nil : "patient_id") { id in
          // A row without a readable id may be theirs.
          if wanted.contains(id) || !StudyIdentifier.isLabel(id) { return true }
          result.otherPatientIDs.insert(id)
          return false
        }
      }
      guard let row = next else { break }
      var faults = CellFaults()
      guard var night = read(row, columns: known, faults: &faults) else {
        result.problems += faults.errors.map { RowProblem(row: row, error: .text($0)) }
        continue
      }
      night.additional = row.additional(others)
      let key = NightKey(night)
      let first = seen.first(of: key, place: result.rows.count) { NightKey(result.rows.head($0)) == key }
      if let first {
        let error = StudyError.duplicateNight(
          file: reader.file, line: row.line, patient: night.patientID, night: night.nightID,
          firstLine: result.rows.head(first).line)
        result.problems.append(RowProblem(row: row, error: error))
        continue
      }
      result.rows.append(night)
    }
    result.problems += reader.faults.map(RowProblem.init(fault:))
    return result
  }

  private static func read(
    _ row: DelimitedTable.Row, columns: [NightColumn], faults: inout CellFaults
  ) -> NightRow? {
    var night = NightRow(patientID: "", nightID: "")
    night.line = row.line
    for column in columns {
      do throws(TextError) { try column.read(&night, row) } catch { faults.add(error) }
    }
    if night.totalSleepHours == nil {
      night.totalSleepHours = faults.take { () throws(TextError) in
        try row.hours("tst_min", unitHours: 1 / 60, in: 0...1440, expected: "minutes of sleep from 0 to 1440")
      }
    }
    // The list of nights says the opposite of `included`.
    if night.isIncluded == nil,
      let excluded = faults.take({ () throws(TextError) in try row.truth("exclude") })
    {
      night.isIncluded = !excluded
    }
    if row["date"] == nil, night.isIncluded != false {
      faults.add(
        row.error("date", expected: "the evening of the night as YYYY-MM-DD", advice: "fill it in"))
    }
    if let hours = night.totalSleepHours {
      let counts = [
        ("plms_count", night.plmsCount), ("lm_count", night.candidateCount),
        ("plms_arousal_count", night.plmsArousalCount),
      ]
      for (column, count) in counts {
        if let count, Double(count) > hours * NightColumn.mostPerHour {
          faults.add(
            row.error(
              column, expected: "at most \(Int(NightColumn.mostPerHour)) movements per hour",
              advice: "correct the count or the hours of sleep"))
        }
      }
    }
    guard faults.errors.isEmpty else { return nil }
    if night.softwareVersion == nil, let reason = night.exclusionReason,
      !reason.hasPrefix(NightRow.noStagesReason), !NightRow.isFailure(reason)
    {
      // Typed text stays in its table.
      night.exclusionReason = NightRow.excludedInList
    }
    if night.plmsCount == nil, let index = night.plmsIndex, let hours = night.totalSleepHours {
      night.plmsCount = Int((index * hours).rounded())
      if !night.qualityFlags.contains(NightRow.countFromIndexFlag) {
        night.qualityFlags.append(NightRow.countFromIndexFlag)
      }
    }
    if night.plmsIndex == nil, let count = night.plmsCount, let hours = night.totalSleepHours, hours > 0 {
      night.plmsIndex = Double(count) / hours
    }
    return night
  }

  /// The whole file: RFC 4180 with CRLF, empty cells for missing values, unknown columns at the end.
  package func csv(style: SpreadsheetStyle = .plain) -> String { lines(style: style).joined() }

  /// The file line by line, with line endings; the first line has the column names.
  package func lines(style: SpreadsheetStyle = .plain) -> some Sequence<String> {
    var further: [String] = []
    for cell in rows.lazy.flatMap(\.additional) where !further.contains(cell.column) {
      further.append(cell.column)
    }
    let names = NightColumns.all.map(\.name) + further
    let head = style.start + style.line(names.map { .text($0) })
    return (0...rows.count).lazy.map { [rows, further] index in
      index == 0 ? head : NightTable.line(rows[index - 1], further: further, style: style)
    }
  }

  private static func line(_ row: NightRow, further: [String], style: SpreadsheetStyle) -> String {
    let cells = NightColumns.all.map { column -> SpreadsheetStyle.Cell in
      switch column.kind {
      case .number, .wholeNumber: .number(column.text(row))
      default: .text(column.text(row))
      }
    }
    let extra = further.map { name in
      SpreadsheetStyle.Cell.text(row.additional.first { $0.column == name }?.text)
    }
    return style.line(cells + extra)
  }
}
