import SleepEvents
import StructuredText

/// The scorer whose rows are used, if a table names several.
struct ScorerOfRows {
  /// The column that names the scorers; nil if there is none.
  let column: String?
  /// The scorer used; nil if all rows are used.
  let name: String?
  let warnings: [Warning]

  init(_ source: TableSource, columns: TableColumns, context: ReadingContext) throws {
    column = columns.scorer ?? columns.method
    guard let column else {
      name = nil
      warnings = try Scorers.choose(arePrograms: [false], context: context, file: source.name).warnings
      return
    }
    let rows = try DelimitedReader(source)
    let place = rows.place(of: column) ?? 0
    let methodPlace = columns.method.flatMap(rows.place)
    var texts = CellTexts<String>()
    var methods = CellTexts<Bool>()
    var names: [String] = []
    var programs: [String: Bool] = [:]
    while try rows.advance() {
      guard let name = rows.cell(place, { texts.value(of: $0) { $0 } }) else { continue }
      if programs[name] == nil {
        names.append(name)
        programs[name] = Scorers.isProgram(name)
        guard names.count <= ScorerOfRows.most else {
          throw rows.currentRow.error(column, expected: "at most \(ScorerOfRows.most) scorers in one table")
        }
      }
      guard let methodPlace, programs[name] == false else { continue }
      if rows.cell(methodPlace, { methods.value(of: $0) { Scorers.isProgram($0) } }) == true {
        programs[name] = true
      }
    }
    let chosen = try Scorers.choose(
      arePrograms: names.map { programs[$0] ?? false }, context: context, file: source.name)
    name = names.count > 1 ? names[chosen.index] : nil
    warnings = chosen.warnings
  }

  private static let most = 10_000
}
