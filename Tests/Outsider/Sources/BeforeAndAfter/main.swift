import Tibialis

let folder = CommandLine.arguments[1]

var request = ComparisonRequest()
request.drug = "trazodone"
let comparison = try Comparison(folder: folder, request: request)
for patient in comparison.patients { print(patient.patientID, patient.verdict, patient.sentence) }
print(comparison.page.utf8.count > 1000 ? "page" : "no page")
