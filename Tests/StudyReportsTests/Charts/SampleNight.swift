import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// A small night: ten movements, of which six are periodic, two near misses, stages, and an hour of quality.
struct SampleNight {
  static let hostile = [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "' & <b>]]>", "\u{202E}txt.exe\u{2066}",
    "\u{0}\u{1}\u{FFFE}", "👩‍⚕️ левая нога רגל", String(repeating: "x", count: 10_000),
  ]

  let path: String
  var document: NightDocument
  var tables: NightTables

  /// - Parameters:
  ///   - label: appears wherever a text of the recording reaches a page.
  ///   - channel: the left leg's, if it differs from the label.
  ///   - signals: of the recording, if they are not just the two legs'.
  init(
    label: String = "EMG LAT", flag: NightFlag = .shortNight, channel: String? = nil,
    signals: [RecordingFacts.Signal]? = nil
  ) {
    path = FileManager.default.temporaryDirectory.path + "/night-\(UUID().uuidString)"
    document = SampleNight.document(
      label, flag, channel: channel ?? label,
      signals: signals ?? [SampleNight.signal(label), SampleNight.signal("EMG RAT")])
    tables = SampleNight.tables
  }

  /// Writes the folder.
  func write() throws { try NightFolder(path: path).write(document, tables) }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  var stored: StoredNight {
    StoredNight(folder: NightFolder(path: path), document: document, tables: tables)
  }

  static func signal(
    _ label: String, microvoltsPerUnit: Double = 1, hertz: Double = 200, resolution: Double = 0.1
  ) -> RecordingFacts.Signal {
    RecordingFacts.Signal(
      label: label, microvoltsPerUnit: microvoltsPerUnit, samplingRateHertz: hertz,
      resolutionMicrovolts: resolution)
  }

  private static func document(
    _ label: String, _ flag: NightFlag, channel: String, signals: [RecordingFacts.Signal]
  ) -> NightDocument {
    var document = NightDocument()
    document.tool = ToolFacts(name: "tibialis", version: "0.2.0", parameterHash: "00")
    document.recording = RecordingFacts(
      format: "EDF+C", start: "22:50:00", durationSeconds: 3600, signals: signals)
    document.key = "0123456789ab"
    for category in ScoredCategory.allCases { document.scored[category] = CategoryState(.yes, by: .events) }
    document.parameters.changed = [label]
    document.parameters.ruleSets = OrderedMembers(
      [RuleSet.wasm2016, RuleSet.aasm3].map { rules in
        (rules.name, OrderedMembers(RuleParameter.all.map { ($0.key, $0.text(rules)) }))
      })
    document.sleep.totalSleepHours = 0.8333
    document.sleep.source = .recording
    for (leg, name) in [(Leg.left, channel), (.right, "EMG RAT")] {
      var figures = LegFigures()
      figures.channel = name
      (figures.lowHertz, figures.highHertz) = (10, 90)
      document.quality[leg] = figures
    }
    document.quality.flags = [flag]
    var result = RuleSetResult()
    result.respiratoryOption = label
    result.indices.periodicInSleep = 6
    result.indices.periodicInSleepPerHour = 7.2
    var hour = TimeBin()
    hour.start = Instant(seconds: 600)
    hour.sleepHours = 0.8333
    hour.periodicInSleep = 6
    hour.periodicInSleepPerHour = 7.2
    result.hours = [hour]
    var stages = StageBreakdown()
    stages[.n2].hours = 0.6667
    stages[.n2].periodic = 6
    stages[.n2].periodicPerHour = 9
    stages[.rem].hours = 0.1667
    stages[.rem].periodicPerHour = 0
    result.stages = stages
    result.intervals = IntervalFigures()
    result.intervals?.medianSeconds = 30
    document.ruleSets = OrderedMembers([(RuleSet.wasm2016.name, result), (RuleSet.aasm3.name, result)])
    document.sensitivity = OrderedMembers([
      (
        RuleSet.wasm2016.name,
        SensitivityRange(index: 7.2, choices: [.init(name: label, index: 6), .init(name: "b", index: 8)])
      ),
      (RuleSet.aasm3.name, SensitivityRange(index: 7.2, choices: [.init(name: "b", index: 16)])),
    ])
    document.warnings = [Warning(code: "x", message: label, location: label)]
    document.fingerprint = label
    return document
  }

  private static var tables: NightTables {
    var tables = NightTables()
    var combined: [CombinedMovementRow] = []
    for number in 1...10 {
      var row = LegMovementRow()
      row.leg = number % 2 == 0 ? .right : .left
      row.onset = Instant(seconds: Double(1800 + 30 * number))
      row.duration = TimeSpan(seconds: 1.5)
      (row.restingMicrovolts, row.peakMicrovolts, row.areaMicrovoltSeconds) = (1.2, 80, 20)
      row.stage = .n2
      row.fates = [.counted(number: number), .dropped(.wake)]
      tables.legMovements.append(row)
      var movement = CombinedMovementRow()
      movement.number = number
      movement.onset = row.onset
      movement.duration = row.duration
      movement.side = Side(row.leg)
      movement.members = 1
      movement.stage = .n2
      movement.isCandidate = true
      movement.interval = number == 1 ? nil : .seconds(30)
      movement.isPeriodic = number <= 6
      movement.series = number <= 6 ? 1 : nil
      movement.reason = number <= 6 ? .periodic : .notInSeries
      combined.append(movement)
    }
    tables.combined = OrderedMembers([(RuleSet.wasm2016.name, combined), (RuleSet.aasm3.name, [])])
    for (leg, onset, criterion, found) in [
      (Leg.left, 2500.0, "too_short", 0.4), (.right, 2600, "median", 0.44),
    ] {
      var miss = NearMissRow()
      miss.burst.leg = leg
      miss.burst.onset = Instant(seconds: onset)
      miss.burst.duration = TimeSpan(seconds: 0.4)
      miss.burst.stage = .n2
      (miss.criterion, miss.required, miss.found) = (criterion, 0.5, found)
      tables.nearMisses.append(miss)
    }
    func event(_ onset: Double, _ seconds: Double, _ content: EventRow.Content) -> EventRow {
      EventRow(onset: Instant(seconds: onset), duration: TimeSpan(seconds: seconds), content: content)
    }
    tables.events = [
      event(0, 600, .stage(.wake)), event(600, 2400, .stage(.n2)), event(900, 3, .event(.arousal)),
      event(950, 15, .event(.hypopnea)), event(980, 15, .event(.obstructiveApnea)),
      event(3000, 600, .stage(.rem)),
    ]
    tables.quality = Leg.allCases.flatMap { leg in
      (0..<60).map { minute in
        var row = QualityMinuteRow()
        row.leg = leg
        row.onset = Instant(seconds: Double(minute * 60))
        row.duration = .seconds(60)
        row.isValid = minute != 30
        row.restingMicrovolts = 1 + Double(minute % 10) / 10
        (row.envelopeMeanMicrovolts, row.envelopePeakMicrovolts) = (2.5, 40)
        return row
      }
    }
    return tables
  }
}
