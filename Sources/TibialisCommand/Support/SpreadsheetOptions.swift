import ArgumentParser
import Tibialis

/// How tables for a spreadsheet are written.
struct SpreadsheetOptions: ParsableArguments {
  @Flag(help: "Begin CSV files with a byte order mark, so that Excel reads them as UTF-8.")
  var excel = false

  @Option(help: "A locale such as de_DE; with decimal commas, cells are separated by semicolons.")
  var locale: String?

  var style: SpreadsheetStyle { SpreadsheetStyle(excel: excel, locale: locale) }
}
