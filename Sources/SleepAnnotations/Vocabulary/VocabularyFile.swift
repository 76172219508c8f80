import Foundation
import SleepEvents
import StructuredText

/// The embedded list of labels: events and stages.
enum VocabularyFile {
  static func load() -> [String: EventMeaning] {
    let file: JSONValue
    do throws(TextError) {
      file = try JSONValue(parsing: Data(PackageResources.vocabulary_json), file: "vocabulary.json")
    } catch {
      // It is part of the program, and a scoring read without it would lose every event.
      fatalError(error.sentence)
    }
    var meanings: [String: EventMeaning] = [:]
    func add(_ list: JSONValue?, _ meaning: (String) -> EventMeaning) {
      for label in (list?.arrayValue ?? []).compactMap(\.stringValue) {
        // `Limb movement@@EMG LAT` ties a text to a channel; the channel is looked up where it is read.
        let text = label.split(separator: "@").first.map(String.init) ?? label
        // Few have a remark, and looking for one costs more than all else here.
        let plain =
          text.utf8.contains(UInt8(ascii: "("))
          ? text.replacing(" (sic)", with: "").replacing(" (slpdb)", with: "") : text
        meanings[EventVocabulary.fold(plain)] =
          text == label ? meaning(plain) : meanings[EventVocabulary.fold(plain)] ?? meaning(plain).withoutSide
      }
    }
    let events = file["events"]
    let movements = events?["limb_movement"]
    add(movements?["left"]) { _ in .legMovement(.left) }
    add(movements?["right"]) { _ in .legMovement(.right) }
    add(movements?["both"]) { _ in .legMovement(.both) }
    add(movements?["unspecified"]) { _ in .legMovement(nil) }
    add(movements?["respiratory_related"]) { _ in .legMovement(nil) }
    let periodic = events?["periodic"]
    add(periodic?["left"]) { _ in .periodicMovement(.left) }
    add(periodic?["right"]) { _ in .periodicMovement(.right) }
    add(periodic?["unspecified"]) { _ in .periodicMovement(nil) }
    add(events?["limb_movement_with_arousal"]) { label in
      let first = label.lowercased().prefix(4)
      return .legMovementWithArousal(
        first == "left" ? .left : first == "righ" ? .right : first == "both" ? .both : nil)
    }
    add(events?["arousal"]) { _ in .event(.arousal) }
    add(events?["respiratory"]) { .event(respiratoryKind($0)) }
    add(events?["lights_off"]) { _ in .event(.lightsOff) }
    add(events?["lights_on"]) { _ in .event(.lightsOn) }
    for (name, list) in file["stages"]?.members.map({ $0.map { ($0.key, $0.value) } }) ?? [] {
      guard let stage = SleepStage(rawValue: name) else { continue }
      add(list) { _ in .stage(stage) }
    }
    add(["Recording gap", "recording_gap"]) { _ in .event(.recordingGap) }
    add(file["series"]) { _ in .movementSeries }
    add(file["muscle_activity"]) { _ in .muscleActivity }
    add(file["respiratory_arousal"]) { _ in .respiratoryArousal }
    add(file["nothing"]) { _ in .nothing }
    return meanings
  }

  /// MESA's `Unsure` is a hypopnea with more than half the flow gone (TrapsOfScorings, 5).
  private static func respiratoryKind(_ label: String) -> EventKind {
    let text = label.lowercased()
    if text.contains("hypop") || text.contains("hipop") || text.contains("unsure") { return .hypopnea }
    if text.contains("rera") || text.contains("effort related") { return .rera }
    if text.contains("central") || text.contains("zentral") || text.contains("centrale") {
      return .centralApnea
    }
    if text.contains("mixed") || text.contains("mixt") || text.contains("gemischt")
      || text.contains("gemengd")
    {
      return .mixedApnea
    }
    if text.contains("ob") { return .obstructiveApnea }
    return .apnea
  }
}

extension EventMeaning {
  fileprivate var withoutSide: EventMeaning {
    switch self {
    case .legMovement: .legMovement(nil)
    default: self
    }
  }
}
