import SleepEvents
import StructuredText
import StudyTables

/// The sentences of all caveats and findings.
enum CaveatWords {
  static func changed(_ exposure: Exposure) -> Caveat {
    if exposure.isUnknownOnOneSide, !exposure.changed {
      return Caveat(
        "unknown_on_one_side:\(exposure.name)",
        "Whether \(exposure.label) changed is not known: no night \(side(exposure.unknownSide)) states it.")
    }
    let sentence: String
    if exposure.role == .scoring {
      sentence = "The nights differ in \(exposure.label)\(dates(of: exposure))."
    } else if exposure.events.isEmpty {
      sentence =
        "\(capitalized(exposure.label)) changed in the period\(dates(of: exposure))\(knowledge(of: exposure))."
    } else {
      sentence =
        "\(capitalized(exposure.label))\(exposure.namesInEvents ? ":" : "") \(NumberWords.list(exposure.events))"
        + "\(knowledge(of: exposure))."
    }
    return Caveat(exposure.code, dates: exposure.dates, sentence)
  }

  static func aliased(_ exposure: Exposure, drug: String) -> Caveat {
    Caveat(
      "aliased:\(exposure.name)", dates: exposure.dates,
      "\(capitalized(exposure.label)) has the same before/after pattern as \(drug)\(dates(of: exposure)) and "
        + "cannot be separated from it\(knowledge(of: exposure)).")
  }

  private static func knowledge(of exposure: Exposure) -> String {
    exposure.knowledge.map { "; " + $0 } ?? ""
  }

  private static func dates(of exposure: Exposure) -> String {
    exposure.dates.isEmpty ? "" : " (\(NumberWords.dates(exposure.dates)))"
  }

  private static func side(_ side: ContrastKind.Side) -> String {
    switch side {
    case .before: "of the first side"
    case .after: "of the second side"
    }
  }

  static func oneNight(_ side: ContrastKind.Side) -> Caveat {
    Caveat("one_night_phase", "There is only one usable night on the \(side.rawValue) side.")
  }

  static func missingSleepTime(_ nights: [CalendarDate]) -> Caveat {
    Caveat(
      "missing_tst", dates: nights,
      "\(count(nights.count, "night")) without a known sleep time \(nights.count == 1 ? "was" : "were") left out."
    )
  }

  static func qualifyingNight(_ date: CalendarDate, isExcluded: Bool) -> Caveat {
    let rest =
      isExcluded
      ? "that night was left out of the comparison"
      : "that night is in the comparison, so a fall may be no more than a return to the usual"
    return Caveat(
      "rtm_selected_baseline", dates: [date],
      "The night of \(date) is the one that qualified the patient, and such a night tends to be high by chance; "
        + rest + ".")
  }

  static func firstNight(_ date: CalendarDate) -> Caveat {
    Caveat("first_night", dates: [date], "The night of \(date) was the first in the laboratory.")
  }

  static func shortNights(_ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "short_night", dates: dates, "\(count(dates.count, "night")) had less than 2 hours of sleep.")
  }

  static func indexDiffers(_ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "index_differs", dates: dates,
      "On \(count(dates.count, "night")) the index in the table is not the count over the hours; the count was "
        + "used.")
  }

  static func sameDate(_ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "same_date", dates: dates,
      "More than one night has the date \(NumberWords.dates(dates)): the first of each is used; check that none is "
        + "listed twice.")
  }

  static func season(_ days: Int) -> Caveat {
    Caveat("season_changed", "The two sides lie \(days) days apart, in another season.")
  }

  /// - Parameters:
  ///   - isSameDirection: whether the later change has the sign of the trend; nil if unknown.
  ///   - isStop: whether the contrast is about a stop, not a start.
  static func trend(_ slope: Coefficient, isSameDirection: Bool?, isStop: Bool) -> Caveat {
    let direction = slope.estimate < 0 ? "fell" : "rose"
    let rest =
      switch isSameDirection {
      case true?: "a later difference may be the same drift"
      case false?: "what came after went the other way"
      case nil: "a later difference may be no more than a drift"
      }
    return Caveat(
      "trend_before",
      "The index \(direction) already before the \(isStop ? "stop" : "start") (p \(NumberWords.probability(slope.pValue))); \(rest)."
    )
  }

  static func countsFromIndex(_ nights: Int) -> Caveat {
    Caveat(
      NightRow.countFromIndexFlag,
      "On \(count(nights, "night")) the count was made from the index and the hours of sleep.")
  }

  static func startAssumed(_ date: CalendarDate, drug: String) -> Caveat {
    Caveat(
      "start_date_assumed", dates: [date],
      "The start of \(drug) is taken as the first night with a dose, \(date), since no medications table gives it."
    )
  }

  static func doseDiffers(_ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "dose_differs", dates: dates,
      "On \(count(dates.count, "night")) the dose of the nights table differs from the medications table; the "
        + "night's own dose was taken.")
  }

  static func doseMissed(_ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "dose_left_out", dates: dates,
      dates.count == 1
        ? "1 night with a missed dose was left out."
        : "\(dates.count) nights with a missed dose were left out.")
  }

  static func doseUnknown(_ dates: [CalendarDate], asNeeded: Bool) -> Caveat {
    Caveat(
      "dose_unknown", dates: dates,
      "Of \(count(dates.count, "night")) the dose is unknown"
        + (asNeeded
          ? ", since the drug is taken as needed: fill in the dose of each night (0 for none)." : "."))
  }

  static func order(_ problem: OrderRecordProblem) -> Caveat {
    let what =
      switch problem {
      case .altered: "The record of the drawn order is not what was sealed"
      case .madeAfterTheStart: "The record of the drawn order was made after its first night"
      case .notFollowed:
        "The drawn order was not followed: the doses differ from it on more than a fifth of the nights"
      }
    return Caveat(problem.rawValue, "\(what), so the randomisation test is withheld.")
  }

  static func halfLifeUnknown(drug: String) -> Caveat {
    Caveat(
      "half_life_unknown",
      "How long \(drug) stays in the body is not in our table, so no night after a dose was set "
        + "aside; stating a half-life would change that.")
  }

  static func carryOver(drug: String) -> Caveat {
    Caveat(
      "carry_over_possible",
      "Some \(drug) is left on the evening after a dose, which would hide part of a difference but not create one."
    )
  }

  static func breathing(_ before: Double, _ after: Double) -> Caveat {
    Caveat(
      "breathing_changed",
      "Breathing changed: AHI \(NumberWords.rate(before)) -> \(NumberWords.rate(after)) /h (medians of the nights)."
    )
  }

  static func stages(_ stages: [(name: String, before: Double, after: Double)]) -> Caveat {
    let parts = stages.map {
      "\($0.name) \(NumberWords.percent($0.before / 100)) -> \(NumberWords.percent($0.after / 100)) % of sleep"
    }
    return Caveat(
      "stages_shifted", "Sleep stages shifted: \(NumberWords.list(parts)) (medians of the nights).")
  }

  static func sleepTime(_ before: Double, _ after: Double) -> Caveat {
    Caveat(
      "sleep_time_changed",
      "Sleep time changed: \(NumberWords.hours(before)) -> \(NumberWords.hours(after)) h (medians of the nights)."
    )
  }

  static func withinWashout(_ nights: Int, days: Int, drug: String) -> Caveat {
    Caveat(
      "within_washout",
      "\(count(nights, "night")) after the stop lie within \(days) days, in which \(drug) may still act.")
  }

  static func sourcesDiffer() -> Caveat {
    Caveat(
      "tst_source_mixed",
      "The hours of sleep of some nights were entered by hand and those of others come from the stages.")
  }

  static func datesOutside(_ what: String, _ dates: [CalendarDate]) -> Caveat {
    Caveat(
      "dates_outside_study", dates: dates,
      "\(capitalized(what)) dated \(NumberWords.dates(dates)) lie more than a year from every night; check the "
        + "dates.")
  }

  static func scoredByOtherRules(_ nights: Int, rules: String) -> Caveat {
    Caveat("scoring_changed", "\(count(nights, "night")) are not scored by \(rules).")
  }

  static func methodsDisagree() -> Caveat {
    Caveat("methods_disagree", "The interval and its companions fall on different sides of .05.")
  }

  /// Also for a low value that later values no longer show: it belongs to some of the nights.
  static func ferritinLow(_ iron: IronStatus) -> Caveat? {
    let values = [iron.ferritin, iron.ferritinChange?.from].compactMap(\.self)
    guard let low = values.first(where: { iron.band(of: $0.value) == .low }) else { return nil }
    return Caveat("ferritin_low", dates: [low.date], IronWords.ferritin(low, iron: iron))
  }

  static func ferritinChanged(_ iron: IronStatus) -> Caveat? {
    iron.ferritinChange.map {
      Caveat("ferritin_changed", dates: [$0.from.date, $0.to.date], IronWords.ferritinChange($0))
    }
  }

  static func saturationLow(_ iron: IronStatus) -> Caveat? {
    guard iron.isSaturationLow, let value = iron.transferrinSaturation else { return nil }
    return Caveat("tsat_low", dates: [value.date], IronWords.saturation(value))
  }

  /// Rows whose patient cannot be read, in a study of several patients.
  static func unassigned(_ problems: [RowProblem]) -> Caveat {
    let places = problems.prefix(mostPlaces).compactMap(\.error.location).joined(separator: "; ")
    return Caveat(
      "unassigned_rows",
      "\(count(problems.count, "row")) of the tables cannot be given to any patient and may be of this one (\(places))."
    )
  }

  private static let mostPlaces = 5

  static func badRows(_ problems: [RowProblem]) -> Caveat {
    let places = problems.prefix(mostPlaces).compactMap(\.error.location).joined(separator: "; ")
    return Caveat("bad_row", "The tables of this patient contradict themselves (\(places)).")
  }

  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
