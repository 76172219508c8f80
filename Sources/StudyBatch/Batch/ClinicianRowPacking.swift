import NightResults
import StudyTables

extension ClinicianRow: PackedRecord {
  package static var blank: ClinicianRow { ClinicianRow() }

  package mutating func passHead(_ fields: inout some PackedFields) {
    fields.pass(own: &patientID)
    fields.pass(own: &nightID)
  }

  package mutating func passRest(_ fields: inout some PackedFields) {
    fields.pass(own: &date)
    fields.pass(&indexWASM)
    fields.pass(&indexLow)
    fields.pass(&indexHigh)
    fields.pass(&indexAASM)
    fields.pass(&arousalIndex)
    fields.pass(&wakeIndex)
    fields.pass(&count)
    fields.pass(&periodicityIndex)
    fields.pass(&totalSleepHours)
    fields.pass(&efficiencyPercent)
    fields.pass(&arousalsPerHour)
    fields.pass(&apneasHypopneasPerHour)
    var used: LegsUsed? = legs
    fields.pass(&used)
    legs = used ?? .none
    fields.pass(&scoredPercent)
    fields.pass(&trazodoneMilligrams)
    fields.pass(shared: &phase)
    fields.pass(&atoniaIndex)
    var codes = flags.map(\.rawValue)
    fields.pass(shared: &codes)
    flags = codes.map { NightFlag(rawValue: $0) }
    fields.pass(&isCorrected)
    var version: String? = softwareVersion
    fields.pass(shared: &version)
    softwareVersion = version ?? ""
  }
}
