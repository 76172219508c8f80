import StructuredText

extension StudyTemplate {
  /// The template of a table beside the nights, by the name of its file without ending.
  package static func named(_ name: String) -> StudyTemplate? { all.first { $0.name == name } }

  /// A table as it may be handed on: the known columns alone, so that no remark and no name of a rater goes with it,
  /// dates as YYYY-MM-DD, whatever the file was.
  ///
  /// - Returns: a TSV with the columns that the table has.
  /// - Throws: `StudyError` for a table that cannot be read or a row that cannot be cut.
  package func copy(of path: String, reading: TableReading) throws(StudyError) -> String {
    let reader = try TypedTable.open(path, required: ["patient_id"], reading: reading)
    let present = columns.map(\.name).filter(reader.has)
    var text = Delimited.tsvLine(present)
    while true {
      let next = try studyErrors { () throws(TextError) in try reader.next() }
      guard let row = next else { break }
      text += Delimited.tsvLine(present.map { column in cell(column, of: row) })
    }
    if let all = StudyError.all(reader.faults.map { .text($0.error) }) { throw all }
    return text
  }

  /// Whether a header can be that of a copy: no other columns, as they are written.
  package func canBeCopy(header: String) -> Bool {
    let found = header.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return Set(found).isSubset(of: columns.map(\.name))
  }

  /// A date that cannot be read stays as it is, so that whoever reads the copy is told of it too.
  private func cell(_ column: String, of row: DelimitedTable.Row) -> String? {
    guard TypedTable.dateColumns.contains(column) else { return row[column] }
    do { return try row.date(column)?.description } catch { return row[column] }
  }
}
