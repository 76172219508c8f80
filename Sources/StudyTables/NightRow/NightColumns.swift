import NightResults

/// The columns of `nights.csv` in order: those of `report_night_columns.csv`, then our additions.
///
/// The only place where columns are named; the file, its reader, the data dictionary and the REDCap
/// instrument are all derived from it.
package enum NightColumns {
  /// Every column in the order of the file.
  package static let all: [NightColumn] =
    identity + sleep + movements + breathingAndArousals + circumstances + further

  package static let byName: [String: NightColumn] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let identity: [NightColumn] = [
    .identifier("patient_id", \.patientID, "BIDS-style subject label"),
    .identifier("night_id", \.nightID, "BIDS-style session label"),
    .date("date", \.date, "evening the night started", "noon-to-noon rule"),
    .word(
      "phase", \.phase, required: true, "before | after | transition | washout | other",
      "derived from medications.tsv; transition and washout excluded from the headline comparison"),
    .days(
      "days_since_start", \.daysSinceStart, required: true,
      "days from first trazodone dose (negative before)"),
    .number(
      "trazodone_mg", "mg", \.trazodoneMilligrams, in: 0...2000, required: true, "dose that night",
      "n/a is not 0"),
    .days("dose_step_day", \.doseStepDay, "nights at the current dose", "1 = first night at this dose"),
  ]

  private static let sleep: [NightColumn] = [
    .number(
      "tst_h", "h", \.totalSleepHours, in: 0...24, required: true, "total sleep time used as denominator",
      "source in tst_source"),
    .word(
      "tst_source", \.totalSleepSource, required: true, "hypnogram | manual | none",
      "none -> PLMS index undefined"),
    .number("tib_h", "h", \.timeInBedHours, in: 0...48, required: true, "lights off to lights on"),
    .number(
      "sleep_efficiency", "%", \.sleepEfficiencyPercent, in: 0...100.001, required: true, "100*TST/TIB"),
    .number("sol_min", "min", \.sleepOnsetLatencyMinutes, "sleep onset latency"),
    .number("waso_min", "min", \.wakeAfterSleepOnsetMinutes, "wake after sleep onset"),
    .number("n1_pct", "% TST", \.n1Percent, in: 0...100.001, "stage N1, share of sleep"),
    .number("n2_pct", "% TST", \.n2Percent, in: 0...100.001, "stage N2, share of sleep"),
    .number(
      "n3_pct", "% TST", \.n3Percent, in: 0...100.001, "stage N3, share of sleep",
      "trazodone raises N3 and PLMS fall in N3: report by stage"),
    .number("rem_pct", "% TST", \.remPercent, in: 0...100.001, "stage R, share of sleep"),
  ]

  private static let movements: [NightColumn] = [
    .count("lm_count", \.candidateCount, required: true, "candidate leg movements in sleep"),
    .count(
      "plms_count", \.plmsCount, required: true, "periodic LM in sleep under scoring_rules",
      "rule set in scoring_rules"),
    .number(
      "plms_index", "/h TST", \.plmsIndex, required: true, "plms_count/tst_h",
      "threshold >15 adult; >5 child"),
    .number("plms_index_nrem", "/h", \.plmsNREMIndex, "PLMS per hour of NREM sleep"),
    .number("plms_index_rem", "/h", \.plmsREMIndex, "PLMS per hour of REM sleep"),
    .count(
      "plms_arousal_count", \.plmsArousalCount,
      "PLMS with an arousal (overlap or less than 0.5 s between edges)", "needs arousals"),
    .number("plms_arousal_index", "/h TST", \.plmsArousalIndex, "plms_arousal_count/tst_h"),
    .number("plmw_index", "/h wake in bed", \.plmwIndex, "periodic LM in wake", "RLS marker"),
    .number(
      "pi_interval_sleep", "0-1", \.periodicityIndexByIntervals, in: 0...1, required: true,
      "share of intermovement intervals (strictly over 10 s to 90 s) in runs of at least 3 (D-PI-1)",
      "more stable from night to night than PLMI (Ferri 2013)"),
    .number(
      "pi_count_sleep", "0-1", \.periodicityIndexByCount, in: 0...1, "PLMS / CLMS (D-PI-2)",
      "never mix with pi_interval_sleep"),
    .number("isolated_lm_index", "/h", \.isolatedIndex, "isolated LM per hour of sleep", "WASM class"),
    .number(
      "short_interval_lm_index", "/h", \.shortIntervalIndex, "short-interval LM per hour of sleep",
      "WASM class"),
    .count(
      "rrlm_count", \.respiratoryCount, "respiratory-related LM excluded from PLMS",
      "needs respiratory events"),
    .number("imi_median_s", "s", \.medianIntervalSeconds, "median intermovement interval"),
  ]

  private static let breathingAndArousals: [NightColumn] = [
    .number("arousal_index", "/h TST", \.arousalIndex, "arousals per hour of sleep"),
    .number(
      "ahi", "/h TST", \.apneaHypopneaIndex, "apnoea-hypopnoea index with rule (3% or 4%)"),
    .number("odi3", "/h", \.oxygenDesaturationIndex, "falls of saturation by 3 % per hour"),
    .number("spo2_min", "%", \.lowestSaturationPercent, in: 0...100, "lowest saturation"),
  ]

  private static let circumstances: [NightColumn] = [
    .word("cpap", \.airwayPressure, "on | off | titration"),
    .text(
      "leg_channels", \.legChannels, required: true, "which EMG channels were usable (left;right)",
      "one-leg nights undercount: never mix with two-leg nights silently"),
    .number(
      "scored_fraction", "%", \.scoredPercent, in: 0...100.001, required: true,
      "share of TST with usable EMG from at least one leg"),
    .number("one_leg_h", "h", \.oneLegHours, in: 0...48, "sleep time with only one valid leg"),
    .text(
      "scoring_rules", \.scoringRules, required: true, "aasm3 | wasm2016 (or another set's name)",
      "must be equal across nights"),
    .text(
      "software_version", \.softwareVersion, required: true, "detector name+version+parameter hash",
      "must be equal across nights"),
    .codes(
      "quality_flags", NightFlag.allKnown.map(\.rawValue), \.qualityFlags, required: true,
      ";-separated codes",
      "short_night<2h; no_hypnogram; one_leg; high_noise; scaled_units_unknown; count_from_index"),
    .truth("included", \.isIncluded, required: true, "used in the headline comparison"),
    .text("exclude_reason", \.exclusionReason, "why the night is excluded"),
  ]

  private static let further: [NightColumn] = [
    .word(
      "night_role", \.role, "first_lab_night | habituation | titration | diagnostic",
      "diagnostic: the night that qualified the patient"),
    .text(
      "respiratory_option", \.respiratoryOption, "which movements count as respiratory",
      "must be equal across nights"),
    .word("sensor", \.sensor, "emg | actigraphy", "never in one contrast"),
    .number("sampling_rate_hz", "Hz", \.samplingRateHertz, "sampling rate of the leg channels"),
    .number("caffeine_mg_after_noon", "mg", \.caffeineMilligramsAfterNoon, "caffeine after noon"),
    .number("alcohol_units", "units", \.alcoholUnits, in: 0...100, "alcohol on the evening"),
    .number("wake_h", "h", \.wakeHours, in: 0...48, "wake in bed, denominator of plmw_index"),
    .count("plmw_count", \.plmwCount, "periodic LM in wake"),
    .count(
      "plms_nr_count", \.plmsWithoutRespiratoryCount, "PLMS after removal of respiratory-related LM"),
    .number("plms_nr_index", "/h TST", \.plmsWithoutRespiratoryIndex, "plms_nr_count/tst_h"),
    .number(
      "mean_ln_imi_sleep", "ln s", \.meanLogInterval, in: -10...20,
      "mean natural logarithm of the intermovement intervals in sleep"),
    .count("series_count", \.seriesCount, "series of periodic LM in sleep"),
    .count("plms_n1_count", \.plmsN1Count, "PLMS in stage N1"),
    .count("plms_n2_count", \.plmsN2Count, "PLMS in stage N2"),
    .count("plms_n3_count", \.plmsN3Count, "PLMS in stage N3"),
    .count("plms_rem_count", \.plmsREMCount, "PLMS in stage R"),
    .counts("plms_by_hour", \.plmsByHour, "PLMS in each hour after sleep onset"),
    .number(
      "atonia_index", "0-1", \.atoniaIndex, in: 0...1, "atonia index of the chin in REM sleep",
      "needs a chin channel and 3 usable minutes of REM"),
    .number(
      "alma_per_h", "/h TST", \.alternatingPerHour,
      "trains of alternating leg muscle activation per hour of sleep",
      "equal in all rule sets"),
  ]
}
