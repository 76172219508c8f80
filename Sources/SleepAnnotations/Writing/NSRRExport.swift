import SleepEvents

extension ScoringExport {
  /// The XML of the National Sleep Research Resource.
  var nsrrText: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<PSGAnnotation>\n"
      + "<SoftwareVersion>tibialis</SoftwareVersion>\n<EpochLength>30</EpochLength>\n<ScoredEvents>\n"
      + items.map(scoredEvent).joined() + "</ScoredEvents>\n</PSGAnnotation>\n"
  }

  private func scoredEvent(_ item: Item) -> String {
    let (type, concept, location) = nsrrWords(item)
    return "<ScoredEvent>\n<EventType>\(type)</EventType>\n<EventConcept>\(concept)</EventConcept>\n"
      + "<Start>\(seconds(item.range.start.seconds))</Start>\n"
      + "<Duration>\(seconds(item.range.duration.seconds))</Duration>\n"
      + (location.map { "<SignalLocation>\(ScoringExport.escaped($0))</SignalLocation>\n" } ?? "")
      + "</ScoredEvent>\n"
  }

  private func nsrrWords(_ item: Item) -> (type: String, concept: String, location: String?) {
    switch item.content {
    case .stage(let stage): return ("Stages|Stages", ScoringExport.concept(stage), nil)
    case .movement(let leg):
      let concept =
        leg == .left
        ? "Limb movement - left|Limb Movement (Left)" : "Limb movement - right|Limb Movement (Right)"
      return ("Limb Movement|Limb Movement", concept, channel(leg))
    case .periodic(let leg):
      let concept =
        leg == .left
        ? "Periodic leg movement - left|PLM (Left)" : "Periodic leg movement - right|PLM (Right)"
      return ("Limb Movement|Limb Movement", concept, channel(leg))
    case .event(let kind): return (ScoringExport.type(kind), ScoringExport.concept(kind), nil)
    }
  }

  private static func concept(_ stage: SleepStage) -> String {
    switch stage {
    case .wake: "Wake|0"
    case .n1: "Stage 1 sleep|1"
    case .n2: "Stage 2 sleep|2"
    case .n3: "Stage 3 sleep|3"
    case .rem: "REM sleep|5"
    case .unscored: "Unscored|9"
    }
  }

  private static func type(_ kind: EventKind) -> String {
    if kind.isRespiratory { return "Respiratory|Respiratory" }
    return kind == .arousal ? "Arousals|Arousals" : "Recording|Recording"
  }

  private static func concept(_ kind: EventKind) -> String {
    switch kind {
    case .obstructiveApnea: "Obstructive apnea|Obstructive Apnea"
    case .centralApnea: "Central apnea|Central Apnea"
    case .mixedApnea: "Mixed apnea|Mixed Apnea"
    case .hypopnea: "Hypopnea|Hypopnea"
    case .rera: "Respiratory effort related arousal|RERA"
    case .arousal: "Arousal|Arousal ()"
    case .legMovement, .apnea, .lightsOff, .lightsOn, .recordingGap:
      "\(EDFPlusText.event(kind))|\(EDFPlusText.event(kind))"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { character -> String in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case let control where control.isNewline || control.asciiValue.map({ $0 < 0x20 }) == true: " "
      default: String(character)
      }
    }.joined()
  }
}
