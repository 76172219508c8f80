import StructuredText

/// `nights.csv`: read from our own runs or from a table that someone typed, and written.
public struct NightTable: Sendable {
  public var rows: [NightRow]
  /// Rows that cannot be used, with file, line and column.
  public var problems: [RowProblem]
  /// True if the table says by which rules the nights were scored.
  public var namesRules: Bool

  public init(rows: [NightRow], problems: [RowProblem] = [], namesRules: Bool = true) {
    self.rows = rows
    self.problems = problems
    self.namesRules = namesRules
  }

  /// What a table of counts must have; the count may be given by the index.
  public static let requiredColumns = ["patient_id", "night_id", "date", "tst_h"]

  /// Reads a table of nights.
  ///
  /// Where only `plms_index` is given the count is index x hours, rounded, and the night is flagged
  /// `count_from_index`. Two rows of one night and one rule set are an error.
  ///
  /// - Throws: `StudyError` where the whole table is unusable. A bad row is in `problems`.
  public static func read(path: String) throws(StudyError) -> NightTable {
    let table = try studyErrors { () throws(TextError) in
      try DelimitedTable(path: path, required: requiredColumns)
    }
    return try read(table)
  }

  static func read(_ table: DelimitedTable) throws(StudyError) -> NightTable {
    guard table.has("plms_count") || table.has("plms_index") else {
      throw .text(.missingColumns(file: table.file, missing: ["plms_count"], found: table.columns))
    }
    let known = NightColumns.all.filter { table.has($0.name) }
    let names = Set(NightColumns.byName.keys)
    var result = NightTable(rows: [], namesRules: table.has("scoring_rules"))
    var first: [[String]: Int] = [:]
    for row in table.rows {
      do throws(StudyError) {
        var night = try read(row, columns: known)
        night.additional = row.additional(to: names, columns: table.columns)
        let key = [night.patientID, night.nightID, night.scoringRules ?? ""]
        if let line = first[key] {
          throw StudyError.duplicateNight(
            file: table.file, line: row.line, patient: night.patientID, night: night.nightID, firstLine: line)
        }
        first[key] = row.line
        result.rows.append(night)
      } catch {
        result.problems.append(RowProblem(row: row, error: error))
      }
    }
    return result
  }

  private static func read(
    _ row: DelimitedTable.Row, columns: [NightColumn]
  ) throws(StudyError) -> NightRow {
    do throws(TextError) {
      var night = NightRow(patientID: "", nightID: "")
      night.line = row.line
      for column in columns { try column.read(&night, row) }
      guard night.date != nil || night.isIncluded == false else {
        throw row.error("date", expected: "the evening of the night as YYYY-MM-DD", advice: "fill it in")
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
    } catch { throw .text(error) }
  }

  /// The whole file: RFC 4180 with CRLF, an empty cell for what is missing, unknown columns at the end.
  public func csv(style: SpreadsheetStyle = .plain) -> String { lines(style: style).joined() }

  /// The file line by line, each with its end; the first one has the columns' names.
  public func lines(style: SpreadsheetStyle = .plain) -> some Sequence<String> {
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
