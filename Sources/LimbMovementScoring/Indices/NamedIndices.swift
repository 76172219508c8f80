extension NightIndices {
  /// What an index requires to have been scored, beyond the movements themselves.
  package enum Need: Hashable, Sendable {
    case stages
    case respiration
    case arousals
  }

  /// One value of the indices: its key in results, its definition, and where it is stored.
  package struct Entry: Sendable {
    /// A count has no decimals; it is never passed through a Double, which cannot hold every Int.
    package enum Place: Sendable {
      case count(any WritableKeyPath<NightIndices, Int?> & Sendable)
      case measure(any WritableKeyPath<NightIndices, Double?> & Sendable)
    }

    package let key: String
    package let definition: String
    package let place: Place
    /// False for hours, which need no movements.
    package let needsMovements: Bool
    package let needs: Set<Need>

    package func value(_ indices: NightIndices) -> Double? {
      switch place {
      case .count(let path): indices[keyPath: path].map(Double.init)
      case .measure(let path): indices[keyPath: path]
      }
    }

    package func clear(_ indices: inout NightIndices) {
      switch place {
      case .count(let path): indices[keyPath: path] = nil
      case .measure(let path): indices[keyPath: path] = nil
      }
    }

    static func count(
      _ key: String, _ path: any WritableKeyPath<NightIndices, Int?> & Sendable, _ needs: Set<Need>,
      _ definition: String
    ) -> Entry {
      Entry(key: key, definition: definition, place: .count(path), needsMovements: true, needs: needs)
    }

    static func measure(
      _ key: String, _ path: any WritableKeyPath<NightIndices, Double?> & Sendable, _ needs: Set<Need>,
      ofMovements: Bool = true, _ definition: String
    ) -> Entry {
      Entry(
        key: key, definition: definition, place: .measure(path), needsMovements: ofMovements, needs: needs)
    }
  }

  /// The entry with a given key of `result.json`.
  package static func entry(_ key: String) -> Entry? { byKey[key] }

  private static let byKey = Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

  /// All values in the order in which they are written.
  package static let entries: [Entry] = [
    .count("n_lm", \.movements, [], "combined movements"),
    .count("n_clm", \.candidates, [], "candidates"),
    .count("n_nclm", \.nonCandidates, [], "combined movements that are not candidates"),
    .count("n_plm", \.periodic, [], "periodic movements"),
    .count("n_series", \.series, [], "series"),
    .count("clms", \.candidatesInSleep, [.stages], "candidates of sleep"),
    .count("clmw", \.candidatesInWake, [.stages], "candidates of wake"),
    .count("plms", \.periodicInSleep, [.stages], "periodic movements of sleep"),
    .count("plmw", \.periodicInWake, [.stages], "periodic movements of wake"),
    .count(
      "plms_nr", \.periodicInSleepWithoutRespiratory, [.stages, .respiration],
      "periodic movements of sleep after respiratory ones were removed"),
    .count("clmr", \.respiratoryCandidates, [.respiration], "respiratory candidates"),
    .count(
      "respiratory_left_out", \.respiratoryLeftOut, [.respiration],
      "movements of single legs that the rule set left out as respiratory"),
    .count("plms_arousal", \.periodicInSleepWithArousal, [.stages, .arousals], "PLMS with an arousal"),
    .count("short_imi_clm", \.shortIntervalCandidates, [], "candidates after a short interval"),
    .count(
      "isolated_clm", \.isolatedCandidates, [], "candidates neither in a series nor after a short interval"),
    .measure("tst_h", \.sleepHours, [.stages], ofMovements: false, "hours of sleep, gaps removed"),
    .measure("wake_h", \.wakeHours, [.stages], ofMovements: false, "hours of wake, gaps removed"),
    .measure("tib_h", \.inBedHours, [], ofMovements: false, "hours in bed, gaps removed"),
    .measure("plms_index", \.periodicInSleepPerHour, [.stages], "plms/tst_h"),
    .measure("plmw_index", \.periodicInWakePerHour, [.stages], "plmw/wake_h"),
    .measure(
      "plms_nr_index", \.periodicWithoutRespiratoryPerHour, [.stages, .respiration], "plms_nr/tst_h"),
    .measure("plms_nrem_index", \.periodicInNREMPerHour, [.stages], "PLMS in NREM per hour of NREM"),
    .measure("plms_rem_index", \.periodicInREMPerHour, [.stages], "PLMS in REM per hour of REM"),
    .measure("plms_arousal_index", \.periodicWithArousalPerHour, [.stages, .arousals], "plms_arousal/tst_h"),
    .measure("clms_index", \.candidatesInSleepPerHour, [.stages], "clms/tst_h"),
    .measure("clmw_index", \.candidatesInWakePerHour, [.stages], "clmw/wake_h"),
    .measure("lm_index", \.movementsInSleepPerHour, [.stages], "combined movements of sleep per hour"),
    .measure(
      "short_imi_clms_index", \.shortIntervalInSleepPerHour, [.stages],
      "short-interval candidates of sleep per hour"),
    .measure(
      "isolated_clms_index", \.isolatedInSleepPerHour, [.stages], "isolated candidates of sleep per hour"),
    .measure(
      "clmr_index", \.respiratoryInSleepPerHour, [.stages, .respiration],
      "respiratory candidates of sleep per hour"),
    .measure("pi_count_sleep", \.periodicityByCountInSleep, [.stages], "plms/clms (D-PI-2)"),
    .measure("pi_count_wake", \.periodicityByCountInWake, [.stages], "plmw/clmw"),
    .measure(
      "pi_interval_sleep", \.periodicityByInterval, [.stages],
      "share of intervals over 10 and up to 90 s in runs of three (D-PI-1)"),
    .measure(
      "pi_interval_sleep_inclusive", \.periodicityByIntervalInclusive, [.stages], "the same from 10 s on"),
    .measure("mean_ln_imi_sleep", \.meanLogInterval, [.stages], "mean ln of intervals of 10-90 s"),
    .measure(
      "sd_ln_imi_sleep", \.standardDeviationLogInterval, [.stages], "standard deviation of the same"),
    .measure("mean_dur_plms", \.meanPeriodicDuration, [.stages], "mean length of a PLMS, s"),
    .measure("mean_series_dur", \.meanSeriesDuration, [], "mean length of a series, s"),
    .measure("mean_series_len", \.meanSeriesLength, [], "mean number of movements in a series"),
  ]
}
