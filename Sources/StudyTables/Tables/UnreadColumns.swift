import StructuredText

/// Columns of a typed table that no reader knows: most often a known one under another name, which would else be
/// lost without a word.
package struct UnreadColumns: Hashable, Sendable {
  package let file: String
  package let columns: [String]
  /// The columns that such a table may have.
  package let known: [String]

  /// Names under which nobody expects to be read by a program.
  private static let forPeople: Set<String> = [
    "notes", "note", "comments", "comment", "remarks", "remark", "source", "rater",
  ]

  /// Nil if all columns are known.
  init?(_ reader: DelimitedReader, file: String, required: [String]) {
    guard let template = StudyTemplate.all.first(where: { $0.required == required }) else { return nil }
    known = template.columns.map(\.name)
    let ofDrugs = required == MedicationInterval.requiredColumns ? MedicationInterval.frequencyColumns : []
    columns = reader.columns(beside: UnreadColumns.forPeople.union(known).union(ofDrugs))
    self.file = file
    if columns.isEmpty { return nil }
  }
}
