import StructuredText

extension StudyTemplate {
  /// The template of a table next to the nights, by file name without extension.
  package static func named(_ name: String) -> StudyTemplate? { all.first { $0.name == name } }

  /// A table in a form that can be passed on: only the known columns, so that no remarks or raters' names are
  /// included, with dates as YYYY-MM-DD, whatever the original format.
  ///
  /// - Returns: a TSV with those of the columns that the table has.
  /// - Throws: `StudyError` for a table that cannot be read or a malformed row.
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

  /// Whether a header can be that of a copy: it has no other columns.
  package func canBeCopy(header: String) -> Bool {
    let found = header.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return Set(found).isSubset(of: columns.map(\.name))
  }

  /// The description of the table, with the columns of a copy.
  ///
  /// - Parameter names: the columns present; nil for all.
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
  /// The cell as the program writes it. Unreadable cells are left unchanged, so that readers of the copy also
  /// report them.
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
