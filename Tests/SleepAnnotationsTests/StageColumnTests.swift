import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// A column of stages beside, or instead of, a column of events.
@Suite struct StageColumnTests {
  private func spans(_ night: NightAnnotations) -> [String] {
    (night.hypnogram?.spans ?? []).map {
      "\($0.stage.rawValue) \(Int($0.range.start.seconds))-\(Int($0.range.end.seconds))"
    }
  }

  @Test(arguments: [
    // An unknown label turns no other event into a stage.
    "start,duration,event,sleep_stage\n100,12,Hypopnea,N2\n200,4,Arousal,N2\n300,10,SpO2 dip,N2\n400,3,LM left,N3\n",
    "Start,End,Event,Stage\n100,112,Hypopnea,N2\n200,204,Arousal,R\n300,310,SpO2 dip,R\n400,403,LM left,N3\n",
    "onset\tduration\ttrial_type\tstage\n100\t12\thypopnea\tN2\n200\t4\tarousal\tN2\n300\t10\tSpO2 dip\tN2\n"
      + "400\t3\tLM left\tN2\n",
    "onset,duration,stage,description\n100,12,N2,Hypopnea\n200,4,N2,Arousal\n300,10,N2,SpO2 dip\n400,3,N2,LM left\n",
    "Time,Duration,Event,Stage\n22:01:40,12,Hypopnea,N2\n22:03:20,4,Arousal,N2\n22:05:00,10,SpO2 dip,N2\n"
      + "22:06:40,3,LM left,N2\n",
  ])
  func `the event is the label, and the stage beside it only where it falls`(_ table: String) throws {
    let night = try scoring(table, context: .recording(day: 19_783, "22:00:00"))
    #expect(night.hypnogram == nil)
    #expect(night.eventTexts == ["hypopnea 100.0+12.0", "arousal 200.0+4.0"])
    #expect(night.movementTexts == ["L 400.0+3.0"])
    #expect(night.unknownLabels.map(\.label) == ["SpO2 dip"])
  }

  @Test func `rows of stages and rows of events share a table`() throws {
    var table = "onset\tduration\ttrial_type\tstage\n"
    for index in 0..<240 { table += "\(index * 30)\t30\tsleep_stage_N2\tN2\n" }
    table += "100\t12\thypopnea\tN2\n200\t4\tarousal\tN2\n300\t10\tSpO2 dip\tN2\n"
    let night = try scoring(table)
    #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 7200))
    #expect(night.eventTexts == ["hypopnea 100.0+12.0", "arousal 200.0+4.0"])
    #expect(
      night.warnings.first { $0.code == "unknown_labels" }?.message.hasPrefix("1 label(s) on 1 row") == true)
    #expect(!night.warns("unknown_stages"))
  }

  @Test(arguments: [
    "onset,duration,event,stage\n0,30,,N2\n30,30,,N2\n35,12,Hypopnea,N2\n60,30,,R\n",
    "onset,duration,stage,event\n0,30,N2,n/a\n30,30,N2,-\n35,12,N2,Hypopnea\n60,30,R,none\n",
    "onset,duration,event,stage\n0,30,Sleep stage,N2\n30,30,Sleep stage,N2\n35,12,Hypopnea,N2\n60,30,Sleep stage,R\n",
  ])
  func `a row without an event is a state`(_ table: String) throws {
    let night = try scoring(table)
    #expect(night.epochs == [.n2, .n2, .rem])
    #expect(night.eventTexts == ["hypopnea 35.0+12.0"])
    #expect(night.unknownLabels.isEmpty)
  }

  @Test(arguments: [
    "onset,duration,stage,description\n0,30,N2,\n30,30,N2,\n60,30,R,\n",
    "onset,duration,stage,description\n0,30,N2,scored\n30,30,N2,scored\n60,30,R,scored\n",
    "onset,duration,stage,description\n0,30,N2,\n30,30,N2,coughs\n60,30,R,\n",
    "onset,duration,stage,description\n0,30,N2,coughs\n30,30,N2,turns\n60,30,R,Supine\n",
    "onset,stage,comment\n0,N2,coughs\n30,N2,turns\n60,R,x\n",
    "onset,stage,description\n0,N2,\n60,R,coughs\n",
    "Time,Stage,Event\n22:00:00,N2,-\n22:00:30,N2,coughs\n22:01:00,R,Supine\n",
    "onset,duration,stage,description\n0,60,N2,\n60,30,R,coughs\n90,600,W,\n",
  ])
  func `epochs keep their stage whatever is noted beside it`(_ table: String) throws {
    let night = try scoring(table)
    #expect(Array(night.epochs.prefix(3)) == [.n2, .n2, .rem])
    #expect(!night.warns("unknown_stages"))
  }

  @Test func `a number beside an epoch's stage is no unknown label`() throws {
    let night = try scoring("onset,duration,value,stage\n0,30,0.93,N2\n30,30,0.81,N2\n60,30,0.7,R\n")
    #expect(night.epochs == [.n2, .n2, .rem])
    #expect(night.warnings.isEmpty)
  }

  @Test func `an epoch that names an event is both`() throws {
    let night = try scoring(
      "Time,Duration,Stage,Event\n23:59:00,30,N2,\n23:59:30,30,N2,Arousal\n00:00:00,30,W,Hypopnea\n00:00:30,30,N1,\n"
    )
    #expect(night.epochs == [.n2, .n2, .wake, .n1])
    #expect(night.eventTexts == ["arousal 30.0+30.0", "hypopnea 60.0+30.0"])
  }

  @Test func `our own table of leg movements is one of movements`() throws {
    let night = try scoring(
      "leg\tonset_s\tduration_s\tresting_uv\tstage\twasm2016\nL\t10.5\t2\t1.2\tN2\t1\nR\t40\t2.5\t1.2\tN2\t2\n"
    )
    #expect(night.hypnogram == nil)
    #expect(night.movementTexts == ["L 10.5+2.0", "R 40.0+2.5"])
  }

  @Test(arguments: [
    "leg\tonset_s\tduration_s\tstage\tcriterion\nL\t10.5\t0.3\tN2\ttoo_short\n",
    "number\tonset_s\tduration_s\tside\tmembers\tstage\n1\t10.5\t2\tB\t2\tN2\n",
    "Start,Peak,End,Duration,Amplitude,Stage,Channel\n61.5,62,63.5,2.0,50,N2,C3\n",
  ])
  func `what was measured in a stage is no stage`(_ table: String) {
    #expect(throws: AnnotationError.self) { try scoring(table) }
  }

  @Test(arguments: [
    (
      "Epoch,Time,Stage\n1,22:00:00,N2\n2,22:00:30,Movement\n3,22:01:00,Movement\n4,22:05:00,W\n",
      "N2 0-30, W 300-330"
    ),
    ("Time,Stage\n22:00:00,N2\n22:00:30,Bewegung\n22:10:00,Wach\n", "N2 0-30, W 600-630"),
    ("onset\tstage\n0\tNREM2\n30\tUndefined\n600\tWake\n", "N2 0-30, W 600-630"),
  ])
  func `an unknown state in a column of stages ends the one before it`(_ table: String, _ expected: String)
    throws
  {
    let night = try scoring(table)
    #expect(spans(night).joined(separator: ", ") == expected)
    #expect(night.warns("unknown_stages"))
  }

  @Test(arguments: ["Artefact", "Artefakt", "Artefacto", "Artifact", "Signal artifact"])
  func `an artifact among stages is a time that nobody scored`(_ label: String) throws {
    #expect(
      spans(try scoring("onset\tstage\n0\tN2\n60\t\(label)\n90\tW\n")) == ["N2 0-60", "? 60-90", "W 90-120"])
    #expect(
      spans(try scoring("Time,Epoch,Stage\n22:00:00,1,N2\n22:01:00,3,\(label)\n22:01:30,4,W\n")) == [
        "N2 0-60", "? 60-90", "W 90-120",
      ])
  }

  @Test(arguments: ["Artefact", "Artefakt", "Artefacto"])
  func `an artifact among events stays a mark`(_ label: String) throws {
    let night = try scoring("onset\tduration\ttrial_type\n0\t90\tN2\n30\t5\t\(label)\n90\t30\tW\n")
    #expect(spans(night) == ["N2 0-90", "W 90-120"])
    #expect(night.warnings.isEmpty)
  }

  @Test(arguments: ["Stage change", "Sleep stage change", "Schlafstadium", "Epoch scored"])
  func `an event that says no more than that the stage changed is none`(_ label: String) throws {
    let night = try scoring(
      "onset,duration,event,stage\n0,240,\(label),W\n240,300,\(label),N2\n300,12,Hypopnea,N2\n540,60,\(label),R\n"
    )
    #expect(night.hypnogram?.spans.map(\.stage) == [.wake, .n2, .rem])
    #expect(night.warnings.allSatisfy { !$0.code.hasPrefix("unknown") })
  }

  @Test func `an artifact beside an epoch leaves its stage`() throws {
    let night = try scoring(
      "onset,duration,stage,event\n0,30,W,\n30,30,N2,artifact\n60,30,N2,\n90,30,R,\n")
    #expect(night.hypnogram?.stage(at: Instant(seconds: 40)) == .n2)
  }
}
