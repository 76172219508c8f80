// Speed of the comparison: one patient of 60 + 60 nights, one of 200 + 200, and 2,000 patients of 10 nights
// each, with every estimator. Prints seconds; exits with 1 beyond the limits.
import Foundation
import Tibialis

func study(patients: Int, before: Int, after: Int) -> (NightTable, StudyTables) {
  var drawing = NightDrawing(seed: 7)
  var rows: [NightRow] = []
  var tables = StudyTables()
  let first = CalendarDate(dayNumber: 20_500)
  for index in 0..<patients {
    let id = "sub-\(index)"
    tables.medications.append(
      MedicationInterval(
        patientID: id, drugName: "trazodone", atc: "N06AX05", dose: 50, unit: .milligram,
        start: first + before))
    let counted =
      drawing.nights(before, rate: 20, deviation: 0.45, firstDay: 0)
      + drawing.nights(after, rate: 12, deviation: 0.45, firstDay: before + 3)
    for night in counted {
      var row = NightRow(patientID: id, nightID: "ses-\(night.day)")
      row.date = first + night.day
      row.totalSleepHours = night.hours
      row.plmsCount = night.count
      row.plmsIndex = night.ratePerHour
      row.scoringRules = "wasm2016"
      rows.append(row)
    }
  }
  return (NightTable(rows: rows), tables)
}

func seconds(_ patients: Int, _ before: Int, _ after: Int) throws -> Double {
  let (nights, tables) = study(patients: patients, before: before, after: after)
  let start = ContinuousClock.now
  let result = try DrugComparison.run(nights: nights, tables: tables, request: ComparisonRequest())
  let text = result.json.text()
  let spent = ContinuousClock.now - start
  guard text.utf8.count > 1000 else { return .infinity }
  return Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
}

var isWithin = true
for (name, patients, before, after, limit) in [
  ("one patient, 60 + 60 nights", 1, 60, 60, 0.1),
  ("one patient, 200 + 200 nights", 1, 200, 200, 1), ("2000 patients, 5 + 5 nights", 2000, 5, 5, 30),
] {
  let spent = try seconds(patients, before, after)
  isWithin = isWithin && spent < limit
  print("\(name): \(Delimited.fixed(spent, 3) ?? "?") s (limit \(limit) s)")
}
exit(isWithin ? 0 : 1)
