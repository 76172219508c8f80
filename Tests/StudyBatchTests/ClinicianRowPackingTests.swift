import NightResults
import StudyTables
import Testing

@testable import StudyBatch

@Suite struct ClinicianRowPackingTests {
  @Test func `every column of a clinician's line comes back as it was`() {
    var row = ClinicianRow()
    (row.patientID, row.nightID, row.date) = ("sub-1", "ses-1", "2026-03-01")
    (row.indexWASM, row.indexLow, row.indexHigh, row.indexAASM) = (15.87, 14.2, 16.3, 15.5)
    (row.arousalIndex, row.wakeIndex, row.count, row.periodicityIndex) = (1.2, 3.4, 103, 0.61)
    (row.totalSleepHours, row.efficiencyPercent) = (6.5, 81.25)
    (row.arousalsPerHour, row.apneasHypopneasPerHour) = (12.5, 4.1)
    (row.legs, row.scoredPercent, row.trazodoneMilligrams) = (.left, 99.5, 50)
    (row.phase, row.atoniaIndex, row.flags) = ("after", 0.93, [.mixedVersions, .duplicateRecording])
    (row.isCorrected, row.softwareVersion) = (true, "tibialis 0.9.0")
    for child in Mirror(reflecting: row).children {
      #expect("\(child.value)" != "nil", "\(child.label ?? ""): this test must have a value for it")
    }
    #expect(Array(PackedRows([ClinicianRow(), row])) == [ClinicianRow(), row])
  }
}
