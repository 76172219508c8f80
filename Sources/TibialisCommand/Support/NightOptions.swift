import ArgumentParser
import Tibialis

/// Scoring options shared by `analyze`, `score` and `batch`.
struct RuleOptions: ParsableArguments {
  @Option(
    help:
      "Rule sets: wasm2016, aasm3, wasm2006, aasm2, coleman1982, or your own file ending in .toml. (default: wasm2016,aasm3)",
    completion: .list(Choices.ruleSets))
  var rules: String?

  @Option(
    name: .customLong("rule"), parsing: .singleValue,
    help: "Change one parameter: RULESET.KEY=VALUE. May be repeated.")
  var changes: [String] = []

  @OptionGroup var reading: ReadingOptions

  @Option(
    help:
      "Which of several scorers in one file: 1, 2, ... in their order. (default: a person before a program)")
  var scorer: Int?

  @Option(help: "Epoch length in seconds, for lists that do not state it. (default: 30)")
  var epoch: Double?

  @Option(
    parsing: .singleValue,
    help:
      "What was scored, whether found or not: stages, legs, respiratory, arousals, lights; comma-separated.",
    completion: .list(StatedCategories.words))
  var scored: [String] = []

  @Option(
    parsing: .singleValue, help: "What was not scored, whatever the scoring contains.",
    completion: .list(StatedCategories.words))
  var notScored: [String] = []

  @Option(
    name: .customLong("protocol"),
    help: "What was recorded: night, or sit for a Suggested Immobilization Test. (default: night)",
    completion: .list(Choices.protocols))
  var recordingProtocol: String?

  func apply(to options: inout AnalysisOptions) throws {
    options.rules = try RuleList.resolve(rules, changes: changes)
    if let recordingProtocol {
      guard let known = RecordingProtocol(rawValue: recordingProtocol) else {
        throw UsageError("--protocol", oneOf: Choices.protocols, found: recordingProtocol)
      }
      options.recordingProtocol = known
    }
    for (texts, isScored, option) in [(scored, true, "--scored"), (notScored, false, "--not-scored")] {
      for word in texts.joined(separator: ",").split(whereSeparator: { $0 == "," || $0 == ";" }) {
        let name = word.filter { $0 != " " }.lowercased()
        guard options.stated.say(name, isScored: isScored) else {
          throw UsageError(option, oneOf: StatedCategories.words, found: String(word))
        }
      }
    }
    if let epoch {
      guard epoch > 0, epoch <= 300 else {
        throw UsageError("--epoch: expected seconds up to 300, found \(epoch)")
      }
      options.epochSeconds = epoch
    }
    if let scorer {
      guard scorer >= 1 else { throw UsageError("--scorer: expected 1 or more, found \(scorer)") }
      options.scorer = scorer
    }
    try reading.apply(to: &options)
  }
}

/// How the labels of scorings are understood.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: "Format of the scorings: \(ScoringFormat.all.map(\.name).joined(separator: ", ")).",
    completion: .list(Choices.scoringFormats))
  var scoringFormat: String?

  @Option(
    name: .customLong("map"), parsing: .singleValue,
    help:
      "Meaning of a scoring label: LABEL=TYPE, for instance 'Beinzucken=leg_movement_left'. May be repeated."
  )
  var labels: [String] = []

  @Option(help: "Table of such labels (columns label, type).", completion: .file())
  var mapFile: String?

  func apply(to options: inout AnalysisOptions) throws {
    if let mapFile { try options.labels.add(file: mapFile) }
    for label in labels { try options.labels.add(label) }
    if let scoringFormat { options.scoringFormat = try ReadingOptions.format(scoringFormat) }
  }

  static func format(_ name: String) throws -> ScoringFormat {
    guard let format = ScoringFormat.named(name) else {
      throw UsageError("--scoring-format", oneOf: Choices.scoringFormats, found: name)
    }
    return format
  }
}

/// Selects the channels of the legs.
struct ChannelOptions: ParsableArguments {
  @Option(help: "Channel of the left leg: its label, or #INDEX.")
  var left: String?

  @Option(help: "Second electrode of the left leg, to be subtracted.")
  var leftReference: String?

  @Option(help: "Channel of the right leg: its label, or #INDEX.")
  var right: String?

  @Option(help: "Second electrode of the right leg, to be subtracted.")
  var rightReference: String?

  @Option(help: "Table of a laboratory's own channel names (columns label, role).", completion: .file())
  var channelMap: String?

  @Option(help: "Channel of the ECG.")
  var ecg: String?

  var request: ChannelRequest {
    get throws {
      ChannelRequest(
        left: left, leftReference: leftReference, right: right, rightReference: rightReference, ecg: ecg,
        map: try channelMap.map { try ChannelMap(path: $0) })
    }
  }
}

/// Detection options shared by `analyze` and `batch`.
struct DetectionOptions: ParsableArguments {
  @OptionGroup var channels: ChannelOptions

  @Option(
    help: "Unit of a leg channel that does not state its own: uV, mV, V or nV.",
    completion: .list(Choices.units))
  var assumeUnit: String?

  @Option(help: "Lower edge of the band, hertz: 10 or 20.")
  var bandLow: Double?

  @Flag(help: "Omit the scoring under other thresholds and rule readings.")
  var noSensitivity = false

  @Flag(help: "Refuse a night with only one usable leg.")
  var requireBothLegs = false

  @OptionGroup var tone: ToneOptions

  @Option(
    help: "Reader of the samples: tibialis, libedf or both (compared).",
    completion: .list(Choices.backends))
  var edfBackend = "tibialis"

  @Flag(help: "Include the date of the recording in the result.")
  var includeIdentifiers = false

  @Flag(
    help:
      "Include the SHA-256 of the whole recording in the result, for citation; reads the file once more."
  )
  var sha256 = false

  func apply(to options: inout AnalysisOptions) throws {
    options.hashesRecording = sha256
    options.channels = try channels.request
    options.assumedUnit = assumeUnit
    options.computesSensitivity = !noSensitivity
    options.requiresBothLegs = requireBothLegs
    options.includesIdentifiers = includeIdentifiers
    try tone.apply(to: &options)
    if let bandLow {
      guard (1...40).contains(bandLow) else {
        throw UsageError("--band-low: expected 1 to 40 hertz, found \(bandLow)")
      }
      options.detection.lowHertz = bandLow
    }
    guard let backend = EDFBackend(rawValue: edfBackend) else {
      throw UsageError("--edf-backend", oneOf: Choices.backends, found: edfBackend)
    }
    options.backend = backend
  }
}

/// How the tone of the chin is measured.
struct ToneOptions: ParsableArguments {
  @Option(help: "Channel of the chin: its label, or #INDEX.")
  var chin: String?

  @Flag(help: "Do not measure the tone of the chin.")
  var noChin = false

  @Option(
    help: "Also give the atonia index without these: arousals, respiratory, movements; comma-separated.",
    completion: .list(Choices.toneExclusions))
  var toneWithout: String?

  func apply(to options: inout AnalysisOptions) throws {
    options.chin = chin
    options.measuresTone = !noChin
    options.toneWithout = try (toneWithout ?? "").split(separator: ",").map { word in
      guard let exclusion = ToneExclusion(rawValue: word.filter { $0 != " " }) else {
        throw UsageError("--tone-without", oneOf: Choices.toneExclusions, found: String(word))
      }
      return exclusion
    }
  }
}

/// Identification of the night.
struct IdentityOptions: ParsableArguments {
  @Option(help: "Patient, as printed on the page and in night.csv.")
  var patient: String?

  @Option(help: "Night, as printed on the page and in night.csv.")
  var night: String?

  @Option(help: "Title of the page.")
  var title: String?

  func apply(to options: inout AnalysisOptions) throws {
    try IdentityOptions.check([("--patient", patient), ("--night", night), ("--title", title)])
    options.patientID = patient
    options.nightID = night
    options.title = title
  }

  /// - Throws: `UsageError` for a text that cannot be put in a page or table.
  static func check(_ values: [(name: String, value: String?)]) throws {
    for (name, value) in values {
      guard let value else { continue }
      let isPlain = value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      guard isPlain, !value.allSatisfy(\.isWhitespace) else {
        throw UsageError(
          "\(name): expected a text without control characters, found '\(Output.printable(value))'")
      }
    }
  }
}
