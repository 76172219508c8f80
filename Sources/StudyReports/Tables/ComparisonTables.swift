import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

extension DrugComparisonResult {
  /// `comparison.json`: an array of contrasts, each with the columns of `comparison.csv` as keys, then what a
  /// table has no room for.
  package var json: JSONValue {
    var values: [JSONValue] = []
    for patient in patients {
      for contrast in patient.contrasts {
        values.append(.object(contrast.members + (contrast.isPrimary ? patient.members : [])))
      }
    }
    if let population { values.append(.object(population.members + population.populationMembers)) }
    return .array(values)
  }

  /// `comparison.csv`: one row a contrast.
  package func csv(style: SpreadsheetStyle = .plain) -> String {
    var text = style.start + style.line(ContrastColumns.all.map { .text($0.name) })
    for contrast in contrasts { text += style.line(ContrastColumns.all.map { $0.value(contrast).cell }) }
    return text
  }
}

extension Contrast {
  var members: [JSONValue.Member] {
    var members = ContrastColumns.all.map { JSONValue.Member($0.name, $0.value(self).json) }
    members.append(
      JSONValue.Member(
        "caveat_details",
        .array(
          caveats.map { caveat in
            [
              "code": .string(caveat.code), "dates": .array(caveat.dates.map { .string($0.description) }),
              "sentence": .string(caveat.sentence),
            ]
          })))
    members.append(
      JSONValue.Member(
        "excluded_nights",
        .array(
          nights.filter { $0.side == .excluded && $0.reason != .otherCourse }.map { night in
            [
              "night_id": .string(night.nightID), "date": .string(night.date.description),
              "reason": JSONValue(night.reason?.rawValue),
            ]
          })))
    members.append(
      JSONValue.Member(
        "nights",
        .array(
          nights.map { night in
            [
              "night_id": .string(night.nightID), "date": .string(night.date.description),
              "side": .string(night.side.rawValue), "reason": JSONValue(night.reason?.rawValue),
            ]
          })))
    return members
  }

  var populationMembers: [JSONValue.Member] {
    guard let population else { return [] }
    let pooled = population.randomEffects
    let limits = pooled?.estimate.interval(level: 0.95)
    return [
      JSONValue.Member(
        "patients",
        [
          "all": .integer(population.patients), "paired": .integer(population.paired.differences.count),
          "lower": .integer(population.lower), "higher": .integer(population.higher),
          "no_material_change": .integer(population.noMaterialChange),
          "not_enough_nights": .integer(population.notEnoughNights), "bad_rows": .integer(population.refused),
          "not_comparable": .array(population.notComparable.map(JSONValue.string)),
          "without_both_sides": .array(population.withoutBothSides.map(JSONValue.string)),
          "caveats": .object(population.caveats.map { JSONValue.Member($0.code, .integer($0.patients)) }),
        ]),
      JSONValue.Member(
        "random_effects",
        [
          "rate_ratio": JSONValue(pooled?.estimate.rateRatio), "ci95_low": JSONValue(limits?.low),
          "ci95_high": JSONValue(limits?.high), "p_value": JSONValue(pooled?.estimate.pValue),
          "tau2": JSONValue(pooled?.heterogeneity), "i2": JSONValue(pooled?.iSquared),
          "q": JSONValue(pooled?.q),
          "method": "DerSimonian-Laird with Knapp-Hartung",
        ]),
    ]
  }
}

extension PatientComparison {
  /// What stands beside the primary contrast.
  var members: [JSONValue.Member] {
    [
      JSONValue.Member("design_choice", designChoice?.json ?? .null),
      JSONValue.Member("absolute_lines", .array(absoluteLines.map(\.json))),
      JSONValue.Member("iron", iron.json),
      JSONValue.Member("symptoms", .array(symptoms.map(\.json))),
      JSONValue.Member("sleepiness_worse", .bool(isSleepier)),
      JSONValue.Member("augmentation_known_of", .array(augmentingDrugs.map(JSONValue.string))),
      JSONValue.Member("published_effects", .array(publishedEffects.map(JSONValue.string))),
      JSONValue.Member("decomposition", decomposition?.json ?? .null),
      JSONValue.Member("sleep", sleep?.json ?? .null),
    ]
  }
}

extension DesignChoice {
  var json: JSONValue {
    [
      "design": .string(design.rawValue), "requested": .bool(isRequested),
      "pattern": .string(pattern.rawValue), "changes": .integer(changes),
      "assignment": .string(assignment.rawValue), "assignment_source": .string(assignmentSource.rawValue),
      "order_problem": JSONValue(orderProblem?.rawValue), "half_life_h": JSONValue(halfLifeHours),
      "half_life_stated": .bool(isHalfLifeStated), "washout_nights": .integer(washoutNights),
    ]
  }
}

extension AbsoluteLine {
  var json: JSONValue {
    [
      "rules": .string(rules), "per_h": .number(perHour), "nights_above_before": .integer(nightsBefore),
      "nights_known_before": .integer(knownBefore), "nights_above_after": .integer(nightsAfter),
      "nights_known_after": .integer(knownAfter),
    ]
  }
}

extension IronStatus {
  var json: JSONValue {
    func value(_ lab: LabValue?) -> JSONValue {
      guard let lab else { return .null }
      return [
        "value": .number(lab.value), "unit": .string(lab.unit), "date": .string(lab.date.description),
        "assay": JSONValue(lab.assay),
      ]
    }
    return [
      "ferritin": value(ferritin), "tsat": value(transferrinSaturation), "crp": value(cReactiveProtein),
      "ferritin_line": .number(ferritinLine), "ferritin_low": .bool(isFerritinLow),
      "ferritin_band": JSONValue(band?.rawValue), "age_known": .bool(isAgeKnown),
      "tsat_low": .bool(isSaturationLow), "looked_at": .bool(!wasNotLookedAt),
      "sentences": .array(IronWords.sentences(self).map(JSONValue.string)),
    ]
  }
}

extension SleepBeside {
  var json: JSONValue {
    func pair(_ pair: Pair?) -> JSONValue {
      pair.map { ["before": .number($0.before), "after": .number($0.after)] } ?? .null
    }
    return ["tst_h": pair(totalSleepHours), "n3_pct": pair(n3Percent), "ahi": pair(apneaHypopneaIndex)]
  }
}

extension SymptomChange {
  var json: JSONValue {
    [
      "scale": .string(scale.name), "before": JSONValue(before), "after": JSONValue(after),
      "band_before": JSONValue(before.flatMap { SymptomChange.band($0, of: scale) }),
      "band_after": JSONValue(after.flatMap { SymptomChange.band($0, of: scale) }),
      "smallest_that_matters": JSONValue(smallestThatMatters), "worse": .bool(isWorse),
    ]
  }
}

extension Decomposition {
  var json: JSONValue {
    [
      "series_per_h_before": JSONValue(seriesPerHourBefore),
      "series_per_h_after": JSONValue(seriesPerHourAfter),
      "movements_per_series_before": JSONValue(movementsPerSeriesBefore),
      "movements_per_series_after": JSONValue(movementsPerSeriesAfter),
      "log_ratio_from_series": JSONValue(logRatioFromSeries),
      "log_ratio_from_series_length": JSONValue(logRatioFromLength),
      "stages": .array(
        stages.map { part in
          [
            "stage": .string(part.stage), "share_before": .number(part.shareBefore),
            "share_after": .number(part.shareAfter), "rate_before": .number(part.rateBefore),
            "rate_after": .number(part.rateAfter), "from_rate": .number(part.fromRate),
            "from_share": .number(part.fromShare),
          ]
        }),
      "hours": .array(
        hours.map { part in
          ["hour": .integer(part.hour), "before": .number(part.before), "after": .number(part.after)]
        }),
    ]
  }
}
