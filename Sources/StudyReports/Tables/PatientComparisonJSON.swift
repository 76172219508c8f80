import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

/// The members added to a patient's primary contrast in `comparison.json`.
extension PatientComparison: JSONWritten {
  package static let written: [WrittenMember<PatientComparison>] = [
    .object("design_choice", "why this design was chosen") { $0.designChoice },
    .objects("absolute_lines", "nights above the line, by rule set") { $0.absoluteLines },
    .object("iron", "iron before the start") { $0.iron },
    .objects("symptoms", "scales before and on the drug") { $0.symptoms },
    .plain("sleepiness_worse", "") { $0.isSleepier },
    .plain("augmentation_known_of", "the patient's drugs with known augmentation") { $0.augmentingDrugs },
    .plain("published_effects", "sentences") { $0.publishedEffects },
    .object("decomposition", "series and their length, stages and hours") { $0.decomposition },
    .object("sleep", "sleep, in addition to the movements") { $0.sleep },
  ]
}

extension DesignChoice: JSONWritten {
  package static let written: [WrittenMember<DesignChoice>] = [
    .word("design", "") { $0.design },
    .plain("requested", "whether the user requested it") { $0.isRequested },
    .word("pattern", "") { $0.pattern },
    .plain("changes", "how often the drug was started or stopped") { $0.changes },
    .word("assignment", "") { $0.assignment }, .word("assignment_source", "") { $0.assignmentSource },
    .word("order_problem", "what is wrong with the stored order") { $0.orderProblem },
    .plain("half_life_h", "") { $0.halfLifeHours }, .plain("half_life_stated", "") { $0.isHalfLifeStated },
    .plain("washout_nights", "") { $0.washoutNights },
  ]
}

extension AbsoluteLine: JSONWritten {
  package static let written: [WrittenMember<AbsoluteLine>] = [
    .plain("rules", "") { $0.rules }, .plain("per_h", "the line") { $0.perHour },
    .plain("nights_above_before", "") { $0.nightsBefore },
    .plain("nights_known_before", "") { $0.knownBefore },
    .plain("nights_above_after", "") { $0.nightsAfter }, .plain("nights_known_after", "") { $0.knownAfter },
  ]
}

extension LabValue: JSONWritten {
  package static let written: [WrittenMember<LabValue>] = [
    .plain("value", "") { $0.value }, .plain("unit", "") { $0.unit },
    .plain("date", "") { $0.date.description },
    .plain("assay", "manufacturer of the assay") { $0.assay },
  ]
}

extension IronStatus: JSONWritten {
  package static let written: [WrittenMember<IronStatus>] = [
    .object("ferritin", "") { $0.ferritin }, .object("tsat", "") { $0.transferrinSaturation },
    .object("crp", "") { $0.cReactiveProtein },
    .object("ferritin_before", "an earlier ferritin from which the last differs") { $0.ferritinChange?.from },
    .object("ferritin_outside", "the nearest ferritin, if none is of the year before the last night") {
      $0.otherFerritin
    }, .plain("ferritin_line", "ng/mL") { $0.ferritinLine },
    .plain("ferritin_low", "") { $0.isFerritinLow }, .word("ferritin_band", "") { $0.band },
    .plain("age_known", "") { $0.isAgeKnown }, .plain("tsat_low", "") { $0.isSaturationLow },
    .plain("looked_at", "") { !$0.wasNotLookedAt }, .plain("sentences", "") { IronWords.sentences($0) },
  ]
}

extension SleepBeside: JSONWritten {
  package static let written: [WrittenMember<SleepBeside>] = [
    .object("tst_h", "") { $0.totalSleepHours }, .object("n3_pct", "") { $0.n3Percent },
    .object("ahi", "") { $0.apneaHypopneaIndex },
  ]
}

extension SleepBeside.Pair: JSONWritten {
  package static let written: [WrittenMember<SleepBeside.Pair>] = [
    .plain("before", "") { $0.before }, .plain("after", "") { $0.after },
  ]
}

extension SymptomChange: JSONWritten {
  package static let written: [WrittenMember<SymptomChange>] = [
    .plain("scale", "") { $0.scale.name }, .plain("before", "") { $0.before },
    .plain("after", "") { $0.after },
    .plain("band_before", "") { change in
      change.before.flatMap { SymptomChange.band($0, of: change.scale) }
    },
    .plain("band_after", "") { change in change.after.flatMap { SymptomChange.band($0, of: change.scale) } },
    .plain("smallest_that_matters", "") { $0.smallestThatMatters }, .plain("worse", "") { $0.isWorse },
  ]
}

extension Decomposition: JSONWritten {
  package static let written: [WrittenMember<Decomposition>] = [
    .plain("series_per_h_before", "") { $0.seriesPerHourBefore },
    .plain("series_per_h_after", "") { $0.seriesPerHourAfter },
    .plain("movements_per_series_before", "") { $0.movementsPerSeriesBefore },
    .plain("movements_per_series_after", "") { $0.movementsPerSeriesAfter },
    .plain("log_ratio_from_series", "") { $0.logRatioFromSeries },
    .plain("log_ratio_from_series_length", "") { $0.logRatioFromLength },
    .objects("stages", "each stage's part of the change") { $0.stages },
    .objects("hours", "each hour after sleep onset") { $0.hours },
  ]
}

extension Decomposition.StagePart: JSONWritten {
  package static let written: [WrittenMember<Decomposition.StagePart>] = [
    .plain("stage", "") { $0.stage }, .plain("share_before", "") { $0.shareBefore },
    .plain("share_after", "") { $0.shareAfter }, .plain("rate_before", "") { $0.rateBefore },
    .plain("rate_after", "") { $0.rateAfter }, .plain("from_rate", "") { $0.fromRate },
    .plain("from_share", "") { $0.fromShare },
  ]
}

extension Decomposition.HourPart: JSONWritten {
  package static let written: [WrittenMember<Decomposition.HourPart>] = [
    .plain("hour", "") { $0.hour }, .plain("before", "") { $0.before }, .plain("after", "") { $0.after },
  ]
}
