import SleepAnnotations
import SleepEvents
import Testing

/// DOMINO exports all look alike: only their header says which of them holds stages.
@Suite struct DominoTests {
  private func export(
    _ signal: String, type: String = "Discret", list: String = "", _ marks: String
  ) -> String {
    "Signal ID: \(signal)\nStart Time: 01.03.2024 22:00:00\nUnit: \nSignal Type: \(type)\n"
      + "Events list: \(list)\nRate: 30 s\n\n\(marks)"
  }

  private static let stages =
    "22:00:00,000; Wach\n22:00:30,000; N2\n22:01:00,000; Artefakt\n22:01:30,000; Rem\n"

  @Test(arguments: [
    ("SchlafProfil\\profil", ""), ("Sleep Profile", ""), ("Profil de sommeil\\profil", ""),
    ("Perfil de sueño", ""), ("Slaapprofiel", ""), ("Generic\\generic", "N3,N2,N1,Rem,Wach,Artefakt"),
  ])
  func `a profile is known by its signal or its list of events`(_ signal: String, _ list: String) throws {
    let night = try scoring(export(signal, list: list, Self.stages))
    #expect(night.epochs == [.wake, .n2, .unscored, .rem])
  }

  @Test func `MOR is REM, and other words are known by two letters`() throws {
    let night = try scoring(
      export("SchlafProfil", "22:00:00,000; MOR\n22:00:30,000; Movem.\n22:01:00,000; Wake-\n"))
    #expect(night.epochs == [.rem, .unscored, .wake])
  }

  @Test(arguments: [
    ("Körperlage\\lage", "Discret", "Rücken,Bauch,Links,Rechts", "Rücken", "Rechts", 0),
    ("Körperlage\\lage", "Discret", "Rü,Ba,Li,Re", "Re", "R", 2),
    ("FlowD\\flow", "Impuls", "Apnoe,Hypopnoe", "1", "3", 2),
    ("SchlafProfil\\profil", "Impuls", "N3,N2,N1,Rem", "Respiration", "Movement", 2),
    ("Marker\\marker", "Impuls", "", "Movement", "Notiz", 2),
  ])
  func `positions, numbered events and markers are no stages`(
    _ signal: String, _ type: String, _ list: String, _ first: String, _ second: String, _ unknown: Int
  ) throws {
    let night = try scoring(
      export(signal, type: type, list: list, "22:00:00,000; \(first)\n22:00:30,000; \(second)\n"))
    #expect(night.hypnogram == nil)
    #expect(night.events.isEmpty)
    #expect(night.unknownLabels.count == unknown)
    #expect(night.warns("unknown_labels") == (unknown > 0))
  }

  @Test func `a mark without an end is a moment, not an epoch`() throws {
    let night = try scoring(
      export("Marker", type: "Impuls", "22:00:00,000; Lights off\n22:00:30,000; Respiratory Arousal\n"))
    #expect(night.hypnogram == nil)
    #expect(night.lightsOff == .zero)
    #expect(night.eventTexts == ["arousal 30.0+0.0"])
    #expect(night.warns("event_without_duration"))
  }

  @Test func `a position may be mapped by the user`() throws {
    var map = LabelMap()
    try map.add("Lage: R=nothing")
    var context = ReadingContext.test
    context.vocabulary = map.vocabulary
    #expect(
      try scoring(export("Lage", "22:00:00,000; R\n"), context: context).unknownLabels.isEmpty)
  }

  @Test func `the analysis of legs names movements by their kind`() throws {
    let marks = ["I-Marker", "P-Marker", "LM Resp", "LM Körperlage", "LM"].enumerated().map {
      "22:0\($0.offset):00,000-22:0\($0.offset):02,000; 2;\($0.element)\n"
    }.joined()
    let night = try scoring(export("PLM\\plm", type: "Impuls", marks))
    #expect(night.movementTexts == [0, 60, 120, 180, 240].map { "- \(Double($0))+2.0" })
    #expect(night.unknownLabels.isEmpty)
    #expect(
      try scoring(export("EKG", type: "Impuls", marks)).unknownLabels.map(\.label).sorted() == [
        "I-Marker", "P-Marker",
      ])
  }

  @Test func `a word that nobody knows does not prolong the stage before it`() throws {
    let night = try scoring(
      export("Scoring", "22:00:00,000; N2\n22:00:30,000; Zzz\n22:01:00,000; N3\n"))
    #expect(night.epochs == [.n2, .unscored, .n3])
    #expect(night.warns("unknown_labels"))
  }
}
