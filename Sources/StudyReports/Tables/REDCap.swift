import Foundation
import SleepEvents
import StructuredText
import StudyTables

/// A REDCap form: an instrument archive, which adds the form without altering the project, and its records,
/// one repeating instance per night and rule set.
package enum REDCap {
  package static let form = "tibialis_night"

  /// The 18 columns of a REDCap data dictionary.
  static let dictionaryColumns = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name",
    "Matrix Ranking?", "Field Annotation",
  ]

  /// The fields of the form: all columns of nights.csv except the patient, who is the record.
  static let fields: [NightColumn] = NightColumns.all.filter { $0.name != "patient_id" }

  /// Matches `[a-z][a-z0-9_]*` with at most 26 characters, with a prefix that makes it unique in the project.
  static func variable(_ column: NightColumn) -> String {
    String(("tib_" + column.name).prefix(26))
  }

  package static func instrument() -> String {
    var text = Delimited.csvLine(dictionaryColumns)
    for column in fields {
      var cells = [String?](repeating: nil, count: dictionaryColumns.count)
      cells[0] = variable(column)
      cells[1] = form
      cells[4] = column.definition + (column.unit.isEmpty ? "" : " [\(column.unit)]")
      cells[6] = column.notes.isEmpty ? nil : column.notes
      switch column.kind {
      case .choice(let words):
        cells[3] = "dropdown"
        cells[5] = words.enumerated().map { "\($0.offset + 1), \($0.element)" }.joined(separator: " | ")
      case .truth: cells[3] = "truefalse"
      case .date:
        cells[3] = "text"
        cells[7] = "date_ymd"
      case .wholeNumber:
        cells[3] = "text"
        cells[7] = "integer"
      case .number:
        cells[3] = "text"
        cells[7] = "number"
      case .identifier, .codes, .text: cells[3] = "text"
      }
      text += Delimited.csvLine(cells)
    }
    return text
  }

  /// The instrument as uploaded to REDCap: a ZIP with `instrument.csv`.
  package static func instrumentArchive() -> Data {
    StoredArchive.data([("instrument.csv", Data(instrument().utf8))])
  }

  /// Dates as YYYY-MM-DD, choices as their codes, booleans as 1 and 0, and the form marked complete (2).
  package static func records(_ nights: some Sequence<NightRow>) -> String {
    var text = Delimited.csvLine(
      ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance"] + fields.map(variable)
        + ["\(form)_complete"])
    var instances: [String: Int] = [:]
    for night in nights {
      instances[night.patientID, default: 0] += 1
      let cells = fields.map { column -> String? in
        let value = column.text(night)
        switch column.kind {
        case .choice(let words):
          return value.flatMap { value in words.firstIndex(of: value).map { String($0 + 1) } }
        case .truth: return value.map { $0 == "true" ? "1" : "0" }
        case .text: return value.map(Delimited.defused)
        default: return value
        }
      }
      text += Delimited.csvLine(
        [Delimited.defused(night.patientID), form, String(instances[night.patientID] ?? 1)] + cells + ["2"])
    }
    return text
  }
}
