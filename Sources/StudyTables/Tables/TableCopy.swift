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
    let present = columns.filter { reader.has($0.name) }
    var text = Delimited.tsvLine(present.map(\.name))
    while true {
      let next = try studyErrors { () throws(TextError) in try reader.next() }
      guard let row = next else { break }
      text += Delimited.tsvLine(present.map { column in column.cell(of: row) })
    }
    if let all = StudyError.all(reader.faults.map { .text($0.error) }) { throw all }
    return text
  }

  /// Whether a header can be that of a copy: no other columns, as they are written.
  package func canBeCopy(header: String) -> Bool {
    let found = header.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return Set(found).isSubset(of: columns.map(\.name))
  }

  /// The table in words, its columns those of a copy.
  ///
  /// - Parameter names: those that are there; nil for all.
  package func description(columns names: [String]? = nil) -> TableDescription {
    let present = columns.filter { names?.contains($0.name) ?? true }
    return TableDescription(
      file: name + ".tsv", title: title, origin: .typed,
      columns: present.map { column in
        let isRequired = required.contains(column.name)
        return ColumnDescription(
          name: column.name, kind: column.kind, unit: column.unit, definition: column.meaning,
          isAlwaysThere: isRequired, isFilled: isRequired)
      })
  }
}

extension StudyTemplate.Column {
  /// The cell as the program writes it. What cannot be read stays as it is, so that whoever reads the copy is told of it too.
  fileprivate func cell(of row: DelimitedTable.Row) -> String? {
    guard let text = row[name] else { return nil }
    do {
      switch kind {
      case .date: return try row.date(name)?.description
      case .number, .wholeNumber: return try row.number(name).map(JSONValue.numberText)
      case .truth: return try row.truth(name).map(String.init)
      case .word(let words):
        let plain = text.lowercased()
        if words.contains(plain) { return plain }
        return words == DoseUnit.allCases.map(\.rawValue) ? DoseUnit(text)?.rawValue ?? text : text
      case .codes, .text: return text
      }
    } catch { return text }
  }
}
