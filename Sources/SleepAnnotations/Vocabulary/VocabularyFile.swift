import Foundation
import SleepEvents
import StructuredText

/// The embedded list of labels for events and stages.
enum VocabularyFile {
  static func load() -> [String: EventMeaning] {
    let labels = Labels.embedded
    var meanings: [String: EventMeaning] = [:]
    func add(_ list: [String], _ meaning: (String) -> EventMeaning) {
      for label in list {
        // In `Limb movement@@EMG LAT` the channel is handled by the readers.
        let text = label.split(separator: "@").first.map(String.init) ?? label
        // Few have a remark, and searching for one costs more than everything else here.
        let plain =
          text.utf8.contains(UInt8(ascii: "("))
          ? text.replacing(" (sic)", with: "").replacing(" (slpdb)", with: "") : text
        meanings[EventVocabulary.fold(plain)] =
          text == label ? meaning(plain) : meanings[EventVocabulary.fold(plain)] ?? meaning(plain).withoutSide
      }
    }
    let movements = labels.events.movements
    add(movements.left) { _ in .legMovement(.left) }
    add(movements.right) { _ in .legMovement(.right) }
    add(movements.both) { _ in .legMovement(.both) }
    add(movements.unspecified) { _ in .legMovement(nil) }
    add(movements.respiratoryRelated) { _ in .legMovement(nil) }
    let periodic = labels.events.periodic
    add(periodic.left) { _ in .periodicMovement(.left) }
    add(periodic.right) { _ in .periodicMovement(.right) }
    add(periodic.unspecified) { _ in .periodicMovement(nil) }
    add(labels.events.movementsWithArousal) { label in
      let first = label.lowercased().prefix(4)
      return .legMovementWithArousal(
        first == "left" ? .left : first == "righ" ? .right : first == "both" ? .both : nil)
    }
    add(labels.events.arousals) { _ in .event(.arousal) }
    add(labels.events.respiratory) { .event(respiratoryKind($0)) }
    add(labels.events.lightsOff) { _ in .event(.lightsOff) }
    add(labels.events.lightsOn) { _ in .event(.lightsOn) }
    for (name, list) in labels.stages {
      guard let stage = SleepStage(rawValue: name) else { continue }
      add(list) { _ in .stage(stage) }
    }
    add(["Recording gap", "recording_gap"]) { _ in .event(.recordingGap) }
    add(labels.series) { _ in .movementSeries }
    add(labels.muscleActivity) { _ in .muscleActivity }
    add(labels.respiratoryArousal) { _ in .respiratoryArousal }
    add(labels.nothing) { _ in .nothing }
    return meanings
  }

  /// MESA's `Unsure` is a hypopnea with more than half of the flow lost (TrapsOfScorings, 5).
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
