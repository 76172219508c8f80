import EDF
import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// The numbered pitfalls of the article TrapsOfScorings.
@Suite struct TrapTests {
  private func nsrr(_ events: [(String, Double, Double)]) -> String {
    "<PSGAnnotation><ScoredEvents>"
      + events.map {
        "<ScoredEvent><EventType>x|x</EventType><EventConcept>\($0.0)</EventConcept><Start>\($0.1)</Start>"
          + "<Duration>\($0.2)</Duration></ScoredEvent>"
      }.joined() + "</ScoredEvents></PSGAnnotation>"
  }

  @Test func `trap 1: the number 4 is N3 in Profusion and REM in YASA`() throws {
    let profusion = try scoring(
      "<CMPStudyConfig><EpochLength>30</EpochLength><SleepStages><SleepStage>4</SleepStage></SleepStages>"
        + "</CMPStudyConfig>")
    #expect(profusion.epochs == [.n3])
    #expect(try scoring("4\n").epochs == [.rem])
    #expect(try scoring("30\t0\t4\n").epochs == [.n2])
  }

  @Test func `trap 1: a number that its container does not know is an error, not a guess`() {
    #expect(throws: AnnotationError.self) { try scoring("0\n1\n5\n", format: "yasa") }
    #expect(throws: AnnotationError.self) {
      try scoring("<CMPStudyConfig><SleepStages><SleepStage>7</SleepStage></SleepStages></CMPStudyConfig>")
    }
  }

  @Test func `trap 2: a RERA is a respiratory event, also as Luna's arousal`() throws {
    let plain = try scoring(nsrr([("Respiratory effort related arousal|RERA", 10, 12)]))
    #expect(plain.respiratoryEvents == [TimeRange(seconds: 10, 22)])
    let luna = try scoring(
      "class\tinstance\tchannel\tstart\tstop\tmeta\narousal:respiratory\t.\t.\t10\t22\t.\n")
    #expect(luna.respiratoryEvents == [TimeRange(seconds: 10, 22)])
    #expect(luna.arousals == [TimeRange(seconds: 10, 22)])
  }

  @Test func `trap 3: a limb movement and a PLM of the same leg that overlap are one movement`() throws {
    let night = try scoring(
      nsrr([
        ("Limb movement - left|Limb Movement (Left)", 100, 2),
        ("Periodic leg movement - left|PLM (Left)", 100.5, 2),
        ("Periodic leg movement - right|PLM (Right)", 101, 2),
      ]))
    #expect(night.movementTexts == ["L 100.0+2.5", "R 101.0+2.0"])
    #expect(night.warns("same_movement_twice"))
  }

  @Test func `trap 3: a PLM without a side joins the sided movement that it overlaps`() throws {
    let night = try scoring(nsrr([("Limb movement - right|Limb Movement (Right)", 100, 2), ("PLM", 100, 2)]))
    #expect(night.movementTexts == ["R 100.0+2.0"])
  }

  @Test func `trap 4: a PLM of 15 s is a movement, a longer one or one called a series is not`() throws {
    let night = try scoring(
      nsrr([
        ("PLM", 10, 15), ("PLM", 100, 15.1), ("Periodic leg movement series", 200, 4),
        ("PLM (Left) series", 300, 5),
      ]))
    #expect(night.movementTexts == ["- 10.0+15.0"])
    #expect(night.warnings.first { $0.code == "series_mark" }?.message.hasPrefix("3 ") == true)
  }

  @Test func `trap 5: MESA's Unsure is a hypopnea`() throws {
    let night = try scoring(nsrr([("Unsure|Unsure", 50, 20)]))
    #expect(night.eventTexts == ["hypopnea 50.0+20.0"])
  }

  @Test func `trap 6: both legs at once are one movement of each leg`() throws {
    let night = try scoring("Start Time,Duration (seconds),Event\n23:00:00,30,Stage2\n23:00:10,2,Both Leg\n")
    #expect(night.movementTexts == ["B 10.0+2.0"])
    #expect(night.legMovements.map(\.leg) == [.left, .right])
  }

  @Test func `trap 7: intervals that Profusion prints are not read; onsets are`() throws {
    let night = try scoring(
      "<CMPStudyConfig><ScoredEvents>"
        + [10.0, 30, 50].map {
          "<ScoredEvent><Name>PLM (Left)</Name><Start>\($0)</Start><Duration>4</Duration>"
            + "<Interval>16</Interval></ScoredEvent>"
        }.joined() + "</ScoredEvents></CMPStudyConfig>")
    #expect(night.legMovements.map(\.onset.seconds) == [10, 30, 50])
  }

  @Test func `trap 8: a movement mark without duration is left out and reported`() throws {
    let night = try scoring(
      nsrr([("Limb movement|Limb Movement", 5, 0), ("Limb movement|Limb Movement", 9, 1)]))
    #expect(night.movementTexts == ["- 9.0+1.0"])
    #expect(night.warns("movement_without_duration"))
  }

  @Test func `an unknown label is kept once with its count and never guessed`() throws {
    let night = try scoring(
      nsrr([("Leg twitchy thing", 5, 1), ("Leg twitchy thing", 9, 1), ("Snoring", 20, 4)]))
    #expect(night.events.isEmpty)
    #expect(night.unknownLabels.map { "\($0.label) \($0.count)" } == ["Leg twitchy thing 2"])
  }

  @Test func `muscle activity of DOMINO is not a movement unless a map says so`() throws {
    let text = """
      Signal ID: Generic\\generic
      Start Time: 23.09.2020 01:00:00
      Unit:
      Signal Type: Impuls

      01:18:03,418-01:18:05,063; LeftLegPhasic
      01:18:10,237-01:18:11,522; LeftArmPhasic
      """
    let night = try scoring(text)
    #expect(night.events.isEmpty)
    #expect(night.warns("muscle_activity"))
    var map = LabelMap()
    try map.add("LeftLegPhasic=leg_movement_left")
    var context = ReadingContext.test
    context.vocabulary = map.vocabulary
    #expect(try scoring(text, context: context).movementTexts == ["L 1083.418+1.645"])
  }
}
