import Foundation
import SleepAnnotations
import SleepEvents
import StructuredText
import Testing

/// Luna's variants, tables of any columns, lists of stagers, several scorers, and helpful refusals.
@Suite struct FieldFormatTests {
  private static let evening = 19_783

  @Test(arguments: [
    ("60", "62"), ("60", "+2"), ("60.000", "62.000"), ("22:01:00", "22:01:02"), ("22.01.00", "22.01.02"),
    ("22:01:00.000", "+2"), ("0+00:01:00", "0+00:01:02"), ("0+00.01.00", "0+00.01.02"),
    ("d1-22:01:00", "d1-22:01:02"),
    ("d1 22:01:00", "d1 22:01:02"), ("d1-22.01.00", "+2"), ("01/03/2024-22:01:00", "01/03/2024-22:01:02"),
    ("01/03/24-22:01:00", "01/03/24-22:01:02"), ("2024-03-01T22:01:00", "2024-03-01T22:01:02"),
    ("e:2:31", "+2"), ("e:10:2:31", "+2"),
  ])
  func `Luna's times, in a recording that starts at 22:00`(_ start: String, _ stop: String) throws {
    let context = ReadingContext.recording(day: Self.evening, "22:00:00")
    for row in [
      "LM:left\t\(start)\t\(stop)\n", "LM:left\t.\t\(start)\t\(stop)\n",
      "LM:left\t.\t.\t\(start)\t\(stop)\t.\n",
    ] {
      #expect(try scoring("N2\t0\t30\n" + row, context: context).movementTexts == ["L 60.0+2.0"])
    }
  }

  @Test func `Luna's rows may be cut by blanks and open to the end of the recording`() throws {
    var context = ReadingContext.recording(day: Self.evening, "22:00:00", hours: 1.0 / 6)
    let night = try scoring("class start stop\nN2 0 ...\nR 120 ...\n", context: context)
    #expect(
      night.hypnogram?.spans.map(\.range) == [TimeRange(seconds: 0, 120), TimeRange(seconds: 120, 600)])
    context.recordingLength = nil
    #expect(
      try scoring("N2\t0\t...\n", context: context).hypnogram?.spans.map(\.range) == [
        TimeRange(seconds: 0, 30)
      ])
  }

  @Test func `a row of five columns is an error with its line`() {
    let error = #expect(throws: AnnotationError.self) {
      try scoring("N2\t0\t30\nLM\t.\t.\t60\t62\n", format: "annot")
    }
    #expect(error?.location == "line 2")
  }

  @Test(arguments: [
    "onset\tduration\tlabel\tchannels\n10\t2\tLimb movement\t['EMG RAT']\n",
    "onset,duration,value,description\n10,2,7,Limb movement right\n",
    ",onset,duration,event_type\n0,10,2,Right Leg\n", "Unnamed: 0;start;end;label\n0;10;12;PLM (Right)\n",
    "onset\tduration\ttrial_type\tside\n10\t2\tLM\tright\n", "start_sec\tduration_sec\tname\n10\t2\tlmr\n",
    "Onset (s),Duration (s),Type\n10,2,Leg movement (right)\n",
    "onset\tduration\ttrial_type\tvalue\n10\t2\tmarker\tRight Leg\n",
    "onset\tduration\ttrial_type\n5\tn/a\tn/a\nn/a\t2\tLM\n10\t2\tRight Leg\n",
  ])
  func `a table's columns are found by their names, its text by what is known`(_ table: String) throws {
    #expect(try scoring(table).movementTexts == ["R 10.0+2.0"])
  }

  @Test func `rows without a label or an onset are counted`() throws {
    let night = try scoring("onset\tduration\ttrial_type\n5\tn/a\tn/a\nn/a\t2\tLM\n10\t2\tLM\n")
    #expect(night.warns("rows_without_label"))
    #expect(night.warns("rows_without_onset"))
  }

  @Test(arguments: [
    "Stage,Confidence\nW,0.9\nN1,0.8\nN2,0.7\n", "epoch,stage\n1,W\n2,N1\n3,N2\n",
    "Epoch\tHypno\n0\tW\n1\tN1\n2\tN2\n",
    "Time,Stage\n0,W\n30,N1\n60,N2\n", "0,30,W\n30,30,N1\n60,30,N2\n", "0\n1\n2\n", "0.0\n1.0\n2.0\n",
    "0,1,2,2\n", "W\n1\n2\n", "EPOCH=30.0 sec\nW\nN1\nN2\n", "\u{FEFF}stage\r\nWAKE\r\nN1\r\nN2\r\n",
    "W\nN1\nN2\n\n\n",
    "epoch,N1,stage\n1,0.2,W\n2,0.3,N1\n3,0.3,N2\n",
  ])
  func `lists of stagers`(_ list: String) throws {
    #expect(Array(try scoring(list).epochs.prefix(3)) == [.wake, .n1, .n2])
  }

  @Test func `a blank line inside a list is an epoch that nobody scored`() throws {
    #expect(try scoring("W\nN1\n\nN2\n").epochs == [.wake, .n1, .unscored, .n2])
  }

  @Test func `R&K letters make 4 a depth of sleep`() throws {
    #expect(try scoring("W\n1\n4\nR\n").epochs == [.wake, .n1, .n3, .rem])
  }

  @Test(arguments: [
    (
      "0\n1\n2\n3\n5\n0\n7\n",
      "REM is 5: if so, say that 5=sleep_stage_R 7=sleep_stage_unscored"
    ),
    ("0\n4\n5\n2\n", "4=sleep_stage_N3 5=sleep_stage_R"),
    ("1\n2\n9\n", "9=sleep_stage_unscored"),
  ])
  func `numbers of another code are refused with the option that reads them`(_ list: String, _ advice: String)
    throws
  {
    let error = #expect(throws: AnnotationError.self) { try scoring(list) }
    #expect(error?.sentence.contains(advice) == true)
    var map = LabelMap()
    for part in advice.split(separator: " ") where part.contains("=") { try map.add(String(part)) }
    var context = ReadingContext.test
    context.vocabulary = map.vocabulary
    #expect(try scoring(list, context: context).hypnogram != nil)
  }

  @Test(arguments: [
    (30, 600.0, 20.0, true), (600, 600, 1, true), (20, 600, 30, false), (20, 615, 30, false),
    (1440, 28_800, 20, true), (17, 600, 30, true), (40, 600, 15, true),
  ])
  func `a list is as long as the recording, or says so`(
    _ rows: Int, _ recorded: Double, _ epoch: Double, _ warns: Bool
  ) throws {
    var context = ReadingContext.test
    context.recordingLength = TimeSpan(seconds: recorded)
    let night = try scoring(String(repeating: "N2\n", count: rows), context: context)
    #expect(night.warns("epoch_list_length") == warns)
    #expect(night.hypnogram?.scoredRange?.duration.seconds == Double(rows) * epoch)
  }

  @Test func `a stated epoch is taken, and said where it does not fit`() throws {
    var context = ReadingContext.test
    context.recordingLength = .seconds(600)
    context.epoch = .seconds(20)
    context.epochIsStated = true
    #expect(try scoring(String(repeating: "N2\n", count: 30), context: context).warnings.isEmpty)
    #expect(try scoring(String(repeating: "N2\n", count: 20), context: context).warns("epoch_list_length"))
  }

  @Test(arguments: [(1, SleepStage.wake), (2, .n2), (3, .rem)])
  func `a scorer is chosen by number`(_ number: Int, _ stage: SleepStage) throws {
    let table = "onset\tduration\tstage\tscorer\n0\t30\tW\tYASA\n0\t30\tN2\tE1\n0\t30\tR\tE2\n"
    var context = ReadingContext.test
    context.scorer = number
    let night = try scoring(table, context: context)
    #expect(night.epochs == [stage])
    #expect(
      night.warnings.contains { $0.code == "several_scorers" && $0.message.contains("number \(number)") })
    context.scorer = nil
    // A person takes precedence over a program.
    #expect(try scoring(table, context: context).epochs == [.n2])
    context.scorer = 4
    #expect(throws: AnnotationError.noSuchScorer(file: "", asked: 4, scorers: 3)) {
      do { _ = try scoring(table, context: context) } catch AnnotationError.noSuchScorer(
        _, let asked, let scorers)
      {
        throw AnnotationError.noSuchScorer(file: "", asked: asked, scorers: scorers)
      }
    }
  }

  @Test func `a number of a scorer changes nothing in a file that names one at most, and that is said`()
    throws
  {
    var context = ReadingContext.test
    context.scorer = 2
    for table in ["onset\tduration\tstage\n0\t30\tW\n", "onset\tduration\tstage\tscorer\n0\t30\tW\tE1\n"] {
      let night = try scoring(table, context: context)
      #expect(night.epochs == [.wake])
      #expect(night.warns("one_scorer"))
    }
  }

  @Test func `a warning of several scorers names none`() throws {
    let night = try scoring("onset\tduration\tstage\tscorer\n0\t30\tW\tDr Miller\n0\t30\tN2\tDr Smith\n")
    #expect(night.warnings.allSatisfy { !$0.message.contains("Miller") && !$0.message.contains("Smith") })
  }

  @Test func `Philips' machine is taken where the user's staging is empty`() throws {
    func study(_ user: String) -> String {
      "<PatientStudy><Acquisition><Sessions><Session><Duration>60</Duration></Session></Sessions></Acquisition>"
        + "<ScoringData><StagingData><UserStaging>\(user)</UserStaging><MachineStaging><NeuroAdultAASMStaging>"
        + "<Stage Type=\"REM\" Start=\"0\"/></NeuroAdultAASMStaging></MachineStaging></StagingData></ScoringData>"
        + "</PatientStudy>"
    }
    for user in ["", "<NeuroAdultAASMStaging/>", "<NeuroAdultAASMStaging></NeuroAdultAASMStaging>"] {
      let night = try scoring(study(user))
      #expect(night.epochs == [.rem, .rem])
      #expect(night.warns("machine_staging"))
    }
    let both = try scoring(
      study("<NeuroAdultAASMStaging><Stage Type=\"Wake\" Start=\"0\"/></NeuroAdultAASMStaging>"))
    #expect(both.epochs == [.wake, .wake])
    #expect(both.warns("several_scorers"))
  }

  @Test(arguments: [
    ("<annotationlist><annotation/></annotationlist>", "EDFbrowser"),
    ("<annotations><rater/></annotations>", "Wonambi"),
    ("<Other/>", "'Other'"), ("a,b,c\n1,2,3\n", "'a', 'b', 'c'"), ("PK\u{3}\u{4}xxxxxxxx", "Excel"),
    ("SQLite format 3\u{0}xxxxxxxxxxxx", "SQLite"),
    ("Wonambi v7\nIndex,Start time,End time\n1,2,3\n", "Wonambi"),
    ("foo\nbar\nfoo\nbar\nfoo\n", "a list of stages"),
  ])
  func `a refusal says what the file looks like`(_ text: String, _ word: String) {
    let error = #expect(throws: AnnotationError.self) { try scoring(text) }
    #expect(error?.sentence.contains(word) == true)
  }

  @Test func `CAISR's events are runs of its rows`() throws {
    let header = "start_idx,end_idx,resp,prob_no\n"
    let codes = [0, 1, 1, 1, 0, 4, 4, 0, 5]
    let night = try scoring(
      header
        + codes.enumerated().map { "\($0.offset * 2000),\($0.offset * 2000 + 2000),\($0.element),0\n" }
        .joined())
    #expect(night.eventTexts == ["obstructive_apnea 10.0+30.0", "hypopnea 50.0+20.0", "rera 80.0+10.0"])
    #expect(throws: AnnotationError.self) { try scoring("start_idx,end_idx,stage\n0,200,0\n") }
  }
}
