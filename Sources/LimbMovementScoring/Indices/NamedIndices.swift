extension NightIndices {
  /// A count or index under the key of the contract; nil where it cannot be computed.
  public struct Named: Sendable {
    public let key: String
    public let value: Double?
    /// A count, to be written without decimals.
    public let isCount: Bool
  }

  /// Every value under its key of `result.json` (contract 4), in the order in which it is written.
  public var named: [Named] {
    func count(_ key: String, _ value: Int?) -> Named {
      Named(key: key, value: value.map(Double.init), isCount: true)
    }
    func measure(_ key: String, _ value: Double?) -> Named { Named(key: key, value: value, isCount: false) }
    return [
      count("n_lm", movements),
      count("n_clm", candidates),
      count("n_nclm", nonCandidates),
      count("n_plm", periodic),
      count("n_series", series),
      count("clms", candidatesInSleep),
      count("clmw", candidatesInWake),
      count("plms", periodicInSleep),
      count("plmw", periodicInWake),
      count("plms_nr", periodicInSleepWithoutRespiratory),
      count("clmr", respiratoryCandidates),
      count("respiratory_left_out", respiratoryLeftOut),
      count("plms_arousal", periodicInSleepWithArousal),
      count("short_imi_clm", shortIntervalCandidates),
      count("isolated_clm", isolatedCandidates),
      measure("tst_h", sleepHours),
      measure("wake_h", wakeHours),
      measure("tib_h", inBedHours),
      measure("plms_index", periodicInSleepPerHour),
      measure("plmw_index", periodicInWakePerHour),
      measure("plms_nr_index", periodicWithoutRespiratoryPerHour),
      measure("plms_nrem_index", periodicInNREMPerHour),
      measure("plms_rem_index", periodicInREMPerHour),
      measure("plms_arousal_index", periodicWithArousalPerHour),
      measure("clms_index", candidatesInSleepPerHour),
      measure("clmw_index", candidatesInWakePerHour),
      measure("lm_index", movementsInSleepPerHour),
      measure("short_imi_clms_index", shortIntervalInSleepPerHour),
      measure("isolated_clms_index", isolatedInSleepPerHour),
      measure("clmr_index", respiratoryInSleepPerHour),
      measure("pi_count_sleep", periodicityByCountInSleep),
      measure("pi_count_wake", periodicityByCountInWake),
      measure("pi_interval_sleep", periodicityByInterval),
      measure("pi_interval_sleep_inclusive", periodicityByIntervalInclusive),
      measure("mean_ln_imi_sleep", meanLogInterval),
      measure("sd_ln_imi_sleep", standardDeviationLogInterval),
      measure("mean_dur_plms", meanPeriodicDuration),
      measure("mean_series_dur", meanSeriesDuration),
      measure("mean_series_len", meanSeriesLength),
    ]
  }
}
