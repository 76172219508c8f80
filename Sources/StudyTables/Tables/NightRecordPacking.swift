extension NightRecord: PackedRecord {
  package static var blank: NightRecord { NightRecord(patientID: "", nightID: "") }

  package mutating func passHead(_ fields: inout some PackedFields) {
    fields.pass(own: &patientID)
    fields.pass(own: &nightID)
    fields.pass(&date)
    fields.pass(&line)
  }

  package mutating func passRest(_ fields: inout some PackedFields) {
    fields.pass(shared: &startTime)
    fields.pass(own: &recordingPath)
    fields.pass(own: &scoringPaths)
    fields.pass(&totalSleepMinutes)
    fields.pass(&timeInBedMinutes)
    fields.pass(&role)
    fields.pass(&trazodoneMilligrams)
    fields.pass(shared: &trazodoneTime)
    fields.pass(&airwayPressure)
    fields.pass(&airwayPressureCmH2O)
    fields.pass(&caffeineMilligramsAfterNoon)
    fields.pass(&alcoholUnits)
    fields.pass(&isExcluded)
    fields.pass(own: &exclusionReason)
    fields.pass(shared: &scored)
    fields.pass(own: &notes)
    fields.pass(&additional)
  }
}
