extension NightRow: PackedRecord {
  package static var blank: NightRow { NightRow(patientID: "", nightID: "") }

  package mutating func passHead(_ fields: inout some PackedFields) {
    fields.pass(own: &patientID)
    fields.pass(own: &nightID)
    fields.pass(shared: &scoringRules)
    fields.pass(&line)
  }

  package mutating func passRest(_ fields: inout some PackedFields) {
    fields.pass(&date)
    fields.pass(&phase)
    fields.pass(&daysSinceStart)
    fields.pass(&trazodoneMilligrams)
    fields.pass(&doseStepDay)
    passSleep(&fields)
    passMovements(&fields)
    passCircumstances(&fields)
    passFurther(&fields)
    fields.pass(&additional)
  }

  private mutating func passSleep(_ fields: inout some PackedFields) {
    fields.pass(&totalSleepHours)
    fields.pass(&totalSleepSource)
    fields.pass(&timeInBedHours)
    fields.pass(&sleepEfficiencyPercent)
    fields.pass(&sleepOnsetLatencyMinutes)
    fields.pass(&wakeAfterSleepOnsetMinutes)
    fields.pass(&n1Percent)
    fields.pass(&n2Percent)
    fields.pass(&n3Percent)
    fields.pass(&remPercent)
  }

  private mutating func passMovements(_ fields: inout some PackedFields) {
    fields.pass(&candidateCount)
    fields.pass(&plmsCount)
    fields.pass(&plmsIndex)
    fields.pass(&plmsNREMIndex)
    fields.pass(&plmsREMIndex)
    fields.pass(&plmsArousalCount)
    fields.pass(&plmsArousalIndex)
    fields.pass(&plmwIndex)
    fields.pass(&periodicityIndexByIntervals)
    fields.pass(&periodicityIndexByCount)
    fields.pass(&isolatedIndex)
    fields.pass(&shortIntervalIndex)
    fields.pass(&respiratoryCount)
    fields.pass(&medianIntervalSeconds)
    fields.pass(&arousalIndex)
    fields.pass(&apneaHypopneaIndex)
    fields.pass(&oxygenDesaturationIndex)
    fields.pass(&lowestSaturationPercent)
  }

  private mutating func passCircumstances(_ fields: inout some PackedFields) {
    fields.pass(&airwayPressure)
    fields.pass(shared: &legChannels)
    fields.pass(&scoredPercent)
    fields.pass(&oneLegHours)
    fields.pass(shared: &softwareVersion)
    fields.pass(shared: &qualityFlags)
    fields.pass(&isIncluded)
    fields.pass(shared: &exclusionReason)
  }

  private mutating func passFurther(_ fields: inout some PackedFields) {
    fields.pass(&role)
    fields.pass(shared: &respiratoryOption)
    fields.pass(&sensor)
    fields.pass(&samplingRateHertz)
    fields.pass(&caffeineMilligramsAfterNoon)
    fields.pass(&alcoholUnits)
    fields.pass(&wakeHours)
    fields.pass(&plmwCount)
    fields.pass(&plmsWithoutRespiratoryCount)
    fields.pass(&plmsWithoutRespiratoryIndex)
    fields.pass(&meanLogInterval)
    fields.pass(&atoniaIndex)
    fields.pass(&alternatingPerHour)
    fields.pass(&seriesCount)
    fields.pass(&plmsN1Count)
    fields.pass(&plmsN2Count)
    fields.pass(&plmsN3Count)
    fields.pass(&plmsREMCount)
    fields.pass(&plmsByHour)
  }
}

extension PackedRows<NightRow> {
  /// Indices of each patient's rows.
  package var placesByPatient: [String: [Int32]] {
    var places: [String: [Int32]] = [:]
    for index in indices { places[head(index).patientID, default: []].append(Int32(index)) }
    return places
  }

  /// The rows at these indices; none for a patient without rows.
  package func rows(at places: [Int32]?) -> [NightRow] { (places ?? []).map { self[Int($0)] } }
}
