import Foundation
import LimbMovementScoring
import SleepEvents

/// Worked cases of scoring, from the tests' copy.
struct WorkedCases: Decodable {
  let cases: [WorkedCase]

  static func load() throws -> [WorkedCase] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data/cases.json")
    return try JSONDecoder().decode(WorkedCases.self, from: Data(contentsOf: file)).cases
  }
}

struct WorkedCase: Decodable, Sendable, CustomStringConvertible {
  struct Recording: Decodable {
    let lightsOff: Double
    let lightsOn: Double
    let gaps: [[Double]]

    enum CodingKeys: String, CodingKey {
      case lightsOff = "lights_off"
      case lightsOn = "lights_on"
      case gaps
    }
  }
  struct Stages: Decodable {
    let epochSeconds: Int
    let start: Double
    let stages: [String]

    enum CodingKeys: String, CodingKey {
      case epochSeconds = "epoch_sec"
      case start, stages
    }
  }
  struct Interval: Decodable {
    let onset: Double
    let offset: Double
  }
  struct Alternative: Decodable {
    let standard: String
    let override: [String: Override]
    let expected: Expected
  }
  enum Override: Decodable {
    case flag(Bool)
    case numbers([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else {
        self = .numbers(try container.decode([Double].self))
      }
    }
  }

  let id: String
  let title: String
  let recording: Recording
  let lm: [String: [[Double]]]
  let hypnogram: Stages
  let respiratory: [Interval]
  let arousals: [Interval]
  let expected: [String: Expected]
  let alternatives: [Alternative]

  var description: String { "\(id) \(title)" }

  /// Scalars by key, and the events and dropped movements if the case lists them.
  struct Expected: Decodable {
    let scalars: [String: Double?]
    let events: [Event]?
    let dropped: [Dropped]?
    let series: [[Int]]?

    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      var scalars: [String: Double?] = [:]
      for key in container.allKeys
      where !["events", "dropped", "series", "reasoning"].contains(key.stringValue) {
        scalars[key.stringValue] = .some(try container.decodeIfPresent(Double.self, forKey: key))
      }
      self.scalars = scalars
      events = try container.decodeIfPresent([Event].self, forKey: Key(stringValue: "events"))
      dropped = try container.decodeIfPresent([Dropped].self, forKey: Key(stringValue: "dropped"))
      series = try container.decodeIfPresent([[Int]].self, forKey: Key(stringValue: "series"))
    }
  }

  struct Event: Decodable {
    let side: String
    let onset: Double
    let offset: Double
    let memberCount: Int
    let stage: String
    let clm: Bool?
    let imi: Double?
    let shortInterval: Bool?
    let plm: Bool
    let series: Int?
    let resp: Bool?
    let arousal: Bool
    let periodicWithoutRespiratory: Bool?
    let seriesWithoutRespiratory: Int?

    enum CodingKeys: String, CodingKey {
      case side, onset, offset, stage, clm, imi, plm, series, resp, arousal
      case memberCount = "n_mono"
      case shortInterval = "short_imi"
      case periodicWithoutRespiratory = "plm_nr"
      case seriesWithoutRespiratory = "series_nr"
    }
  }

  struct Dropped: Decodable {
    let leg: String
    let onset: Double
    let offset: Double
    let reason: String
  }

  var input: ScoringInput {
    func ranges(_ list: [Interval]) -> [TimeRange] { list.map { TimeRange(seconds: $0.onset, $0.offset) } }
    let movements = Leg.allCases.flatMap { leg in
      (lm[leg.rawValue] ?? []).map { LegMovement(leg: leg, range: TimeRange(seconds: $0[0], $0[1])) }
    }
    return ScoringInput(
      movements: movements,
      hypnogram: Hypnogram(
        start: Instant(seconds: hypnogram.start), epoch: .seconds(hypnogram.epochSeconds),
        stages: hypnogram.stages.map { SleepStage(rawValue: $0) ?? .unscored }),
      respiratoryEvents: ranges(respiratory), arousals: ranges(arousals),
      gaps: recording.gaps.map { TimeRange(seconds: $0[0], $0[1]) },
      lightsOff: Instant(seconds: recording.lightsOff), lightsOn: Instant(seconds: recording.lightsOn))
  }

  static func rules(_ standard: String) -> RuleSet? {
    switch standard {
    case "WASM2016": .wasm2016
    case "AASM": .aasm3
    case "AASM_v2": .aasm2
    case "WASM2006": .wasm2006
    case "COLEMAN1982": .coleman1982
    default: nil
    }
  }
}
