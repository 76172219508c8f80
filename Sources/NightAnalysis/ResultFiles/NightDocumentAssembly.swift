import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

extension NightResult {
  /// The content of `result.json`.
  package var document: NightDocument {
    var document = NightDocument()
    document.tool = ToolFacts(
      name: ToolVersion.name, version: ToolVersion.version, parameterHash: parameterHash)
    document.patientID = identity.patientID
    document.nightID = identity.nightID
    document.title = identity.title
    document.recording = recording
    document.key = key
    document.scored = scored
    document.parameters = parameters
    document.sleep = sleep
    document.quality = qualityFigures
    document.ruleSets = ruleSets
    document.sensitivity = sensitivity
    document.heartRate = heart.map { heart in
      HeartRateFigures(
        beats: heart.beatCount, usableBeats: heart.usableBeats,
        movementsWithResponse: heart.responses.count { $0 != nil }, meanRise: heart.meanRise)
    }
    document.muscleTone = muscleTone
    document.legTone = legTone
    document.muscleToneReason = muscleTone == nil ? muscleToneReason : nil
    document.otherMovements = otherMovements.map(otherMovementsRecord)
    document.otherMovementsReason = otherMovements == nil ? otherMovementsReason : nil
    document.unknownLabels = UnknownLabelCounts(
      labels: annotations.unknownLabels.count,
      events: annotations.unknownLabels.reduce(0) { $0 + $1.count })
    document.correction = correction
    document.warnings = warnings.map(\.stored)
    document.fingerprint = fingerprint
    return document
  }

  private var qualityFigures: QualityFigures {
    if quality.isEmpty, var carried = carriedSignal?.figures {
      for flag in qualityFlags where !carried.flags.contains(flag) { carried.flags.append(flag) }
      return carried
    }
    var figures = QualityFigures()
    for leg in quality { figures[leg.leg] = LegFigures(leg) }
    figures.flags = qualityFlags
    figures.oneLegHours = quality.isEmpty ? nil : oneLegHours
    figures.scoredPercent = scoredPercent
    return figures
  }

  /// The tables of the night.
  package var tables: NightTables {
    var tables = NightTables()
    let shortest = TimeSpan(seconds: 0.5)
    for (index, movement) in movements.enumerated() where movement.duration >= shortest {
      var row = LegMovementRow(movement, stage: stage(of: movement))
      row.fates = scorings.map { $0.knowsMovements ? $0.fates[index] : nil }
      row.heart = heart?.responses[index].map(LegMovementRow.HeartResponse.init)
      tables.legMovements.append(row)
    }
    tables.nearMisses = nearMissRows(shortest)
    tables.tone = tone
    tables.otherMovements = otherMovements?.map(OtherMovementRow.init)
    tables.combined = OrderedMembers(
      scorings.map { ($0.rules.name, $0.knowsMovements ? CombinedMovementRow.rows($0) : []) })
    tables.events = eventRows
    tables.quality =
      quality.isEmpty ? carriedSignal?.minutes : quality.flatMap { QualityMinuteRow.rows($0) }
    return tables
  }

  private func nearMissRows(_ shortest: TimeSpan) -> [NearMissRow] {
    let marks = movements.filter { $0.duration < shortest }.map {
      NearMiss(
        movement: $0, criterion: .tooShort, required: shortest.seconds, found: $0.duration.seconds)
    }
    let rows = (nearMisses + marks)
      .map { miss in
        var row = NearMissRow()
        row.burst = LegMovementRow(miss.movement, stage: stage(of: miss.movement))
        row.criterion = miss.criterion.rawValue
        row.required = miss.required
        row.found = miss.found
        row.cause = miss.cause?.rawValue
        return row
      }
    // A near miss that was manually accepted as a movement is no longer one.
    let carried = (carriedSignal?.nearMisses ?? []).filter { row in
      !movements.contains { $0.leg == row.burst.leg && $0.range.overlaps(row.burst.range) }
    }
    return (rows + carried).sorted {
      ($0.burst.onset, $0.burst.leg) < ($1.burst.onset, $1.burst.leg)
    }
  }

  /// Periodic movements under the first rule set, either all or only those in sleep.
  func periodicRanges(inSleep: Bool) -> [TimeRange] {
    guard let night = scorings.first else { return [] }
    return night.movements.filter { $0.isPeriodic && (!inSleep || night.isOfSleep($0)) }.map(\.range)
  }

  private func otherMovementsRecord(_ movements: [OtherMovement]) -> OtherMovementsRecord {
    OtherMovementsRecord(
      movements, hasStages: input.hypnogram != nil, hasBothLegs: input.scoredLegs.count == 2,
      sleepHours: scorings.contains(where: \.hasTooLittleSleep) ? nil : sleep.totalSleepHours,
      periodic: periodicRanges(inSleep: true))
  }

  /// Stages, events, and the gaps excluded from scoring, so that the night can be scored again.
  private var eventRows: [EventRow] {
    let stages = (annotations.hypnogram?.spans ?? []).map { span in
      EventRow(onset: span.range.start, duration: span.range.duration, content: .stage(span.stage))
    }
    let kept = annotations.events.filter { $0.kind != .recordingGap && $0.kind != .legMovement }.map {
      EventRow(
        onset: $0.range.start, duration: $0.hasDuration ? $0.range.duration : nil, content: .event($0.kind),
        side: $0.side)
    }
    let gaps = input.gaps.map {
      EventRow(onset: $0.start, duration: $0.duration, content: .event(.recordingGap))
    }
    let events = (kept + gaps).enumerated().sorted {
      ($0.element.onset, $0.element.range.end, $0.offset) < (
        $1.element.onset, $1.element.range.end, $1.offset
      )
    }.map(\.element)
    return (stages + events).enumerated().sorted {
      ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset)
    }.map(\.element)
  }

  /// The label of the channel on which viewers draw a leg's movements.
  package func channel(of leg: Leg) -> String {
    quality.first { $0.leg == leg }?.channel ?? carriedSignal?.figures[leg]?.channel
      ?? leg.standardChannel
  }
}

extension Leg {
  /// The EDF+ standard label for the anterior tibialis of a leg.
  package var standardChannel: String { self == .left ? "EMG LAT" : "EMG RAT" }
}

extension LegMovementRow {
  init(_ movement: LegMovement, stage: SleepStage) {
    self.init()
    leg = movement.leg
    onset = movement.onset
    duration = movement.duration
    restingMicrovolts = movement.amplitude?.restingMicrovolts
    peakMicrovolts = movement.amplitude?.peakMicrovolts
    areaMicrovoltSeconds = movement.amplitude?.areaMicrovoltSeconds
    self.stage = stage
    spectrum = movement.spectrum.map {
      SpectralFigures(lineShare: $0.lineShare, centreHertz: $0.centreHertz, widthHertz: $0.widthHertz)
    }
  }
}

extension LegMovementRow.HeartResponse {
  init(_ response: HeartRateResponse.Response) {
    self.init()
    lowestBefore = response.lowestBefore
    highestAfter = response.highestAfter
    rise = response.rise
    slope = response.slope
  }
}

extension LegFigures {
  init(_ leg: LegQuality) {
    self.init()
    channel = leg.channel
    samplingRateHertz = leg.samplingRateHertz
    resolutionMicrovolts = leg.resolutionMicrovolts
    lowHertz = leg.band.lowerBound
    highHertz = leg.band.upperBound
    mainsHertz = leg.mainsHertz
    recordedHours = leg.recordedHours
    scoredHours = leg.scoredHours
    restingMedianMicrovolts = leg.medianRestingMicrovolts
    restingByHour = leg.restingByHour
    minutesOff = leg.minutes.count(where: \.off)
    minutesFlat = leg.minutes.count(where: \.flat)
    minutesSaturated = leg.minutes.count(where: \.saturated)
    minutesInvalid = leg.minutes.count { !$0.isValid }
  }
}

extension QualityMinuteRow {
  static func rows(_ leg: LegQuality) -> [QualityMinuteRow] {
    leg.minutes.map { minute in
      var row = QualityMinuteRow()
      row.leg = leg.leg
      row.onset = minute.range.start
      row.duration = minute.range.duration
      row.isValid = minute.isValid
      row.validShare = minute.validShare
      row.restingMicrovolts = minute.restingMicrovolts
      for measure in ArtifactMeasure.all { row[measure] = minute.artifacts[measure.index] }
      row.isOff = minute.off
      row.isFlat = minute.flat
      row.isSaturated = minute.saturated
      row.resolutionMicrovolts = leg.resolutionMicrovolts
      row.envelopeMeanMicrovolts = minute.envelopeMeanMicrovolts
      row.envelopePeakMicrovolts = minute.envelopePeakMicrovolts
      return row
    }
  }
}
