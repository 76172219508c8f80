import SleepAnnotations
import SleepEvents
import Testing

/// Lists of epochs: what the numbers before the stages are, and whose stages they are.
@Suite struct EpochListTests {
  @Test(arguments: [
    "0,W\n30,W\n60,N1\n90,N2\n", "0.0,W\n30.0,W\n60.0,N1\n90.0,N2\n", "0;0\n30;0\n60;1\n90;2\n",
    "epoch,stage\n0,W\n30,W\n60,N1\n90,N2\n", "index\tstage\n0\tW\n30\tW\n60\tN1\n90\tN2\n",
    "0 0\n30 0\n60 1\n90 2\n", "0 W\n30 W\n60 N1\n90 N2\n",
    "0,W\n1,W\n2,N1\n3,N2\n", "1,W\n2,W\n3,N1\n4,N2\n", "1 W\n2 W\n3 N1\n4 N2\n",
  ])
  func `numbers that step by an epoch are seconds, those that step by one are epochs`(_ list: String) throws {
    let night = try scoring(list)
    #expect(night.epochs == [.wake, .wake, .n1, .n2])
    #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 120))
  }

  @Test func `seconds place the first epoch and give the length of all`() throws {
    let night = try scoring("60,W\n80,N1\n100,N2\n")
    #expect(
      night.hypnogram?.spans.map(\.range) == [
        TimeRange(seconds: 60, 80), TimeRange(seconds: 80, 100), TimeRange(seconds: 100, 120),
      ])
    var context = ReadingContext.test
    (context.epoch, context.epochIsStated) = (.seconds(5), true)
    #expect(
      try scoring("0,W\n5,N1\n", context: context).hypnogram?.scoredRange == TimeRange(seconds: 0, 10))
  }

  @Test func `seconds are not fitted to the length of a recording`() throws {
    var context = ReadingContext.test
    context.recordingLength = .seconds(60)
    let night = try scoring("0,W\n30,W\n60,N1\n90,N2\n", context: context)
    #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 120))
    #expect(night.warns("epoch_list_length"))
  }

  @Test(arguments: [
    ("0,W\n30,W\n90,N1\n", "line 3"), ("0,W\n7,W\n14,N1\n", "line 1"), ("0,W\n300,N1\n1200,N2\n", "line 3"),
    ("epoch,stage\n3,W\n2,N1\n", "line 3"), ("0,-9223372036854775808\n7,W\n9,W\n", "line 3"),
    ("0 W\n30 W\n45 N1\n", "line 3"),
  ])
  func `numbers that are neither epochs nor seconds are refused with their line`(
    _ list: String, _ location: String
  ) {
    let error = #expect(throws: AnnotationError.self) { try scoring(list) }
    #expect(error?.location == location)
    #expect(error?.sentence.contains("seconds") == true || error?.sentence.contains("greater") == true)
  }

  @Test(arguments: ["1 0\n0 0\n2 1\n", "0\t0\n0\t0\n1\t0\n", "0,0\n0,0\n"])
  func `numbers in no order are no list of epochs`(_ list: String) {
    let error = #expect(throws: AnnotationError.self) { try scoring(list) }
    #expect(error?.code == "unknown_scoring_format")
  }

  @Test func `seconds that contradict the stated epoch are refused`() {
    var context = ReadingContext.test
    (context.epoch, context.epochIsStated) = (.seconds(30), true)
    #expect(throws: AnnotationError.self) { try scoring("0,W\n20,N1\n40,N2\n", context: context) }
  }

  @Test func `seconds that name the ends of the epochs are read as such where the recording tells`() throws {
    var context = ReadingContext.test
    context.recordingLength = .seconds(120)
    let list = "30,W\n60,W\n90,N1\n120,N2\n"
    let night = try scoring(list, context: context)
    #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 120))
    #expect(night.warnings.isEmpty)
    context.recordingLength = .seconds(150)
    #expect(try scoring(list, context: context).hypnogram?.scoredRange == TimeRange(seconds: 30, 150))
    #expect(try scoring(list).warns("length_or_end"))
  }

  @Test func `one row has an epoch's number`() throws {
    #expect(try scoring("epoch,stage\n5,N2\n").hypnogram?.scoredRange == TimeRange(seconds: 120, 150))
  }

  // MARK: Scorers

  @Test(arguments: [
    "epoch,position,stage\n1,L,W\n2,R,N2\n3,R,N2\n", "epoch,position,stage\n1,R,W\n2,R,N2\n3,R,N2\n",
    "epoch,stage,position\n1,W,L\n2,N2,R\n3,N2,R\n",
  ])
  func `a column of L and R is the position of the body`(_ table: String) throws {
    let night = try scoring(table)
    #expect(night.epochs == [.wake, .n2, .n2])
    #expect(night.warnings.isEmpty)
  }

  @Test(arguments: [
    "epoch,y_pred,y_true\n1,W,N2\n2,N1,N2\n", "epoch,prediction,label\n1,W,N2\n2,N1,N2\n",
    "epoch,usleep,yasa,consensus\n1,W,W,N2\n2,N1,R,N2\n", "y_pred,y_true\n0,2\n1,2\n",
    "epoch,pred,dr_smith\n1,W,N2\n2,N1,N2\n", "epoch,scorer1,scorer2\n1,N2,W\n2,N2,W\n",
    "epoch,stage,yasa\n1,N2,W\n2,N2,W\n", "Epoch,Stages,U-Sleep\n1,N2,W\n2,N2,W\n",
  ])
  func `of several columns of stages a person's is used, and that is said`(_ table: String) throws {
    let night = try scoring(table)
    #expect(night.epochs == [.n2, .n2])
    #expect(night.warns("several_scorers"))
    var context = ReadingContext.test
    context.scorer = table.contains("\n1,N2") ? 2 : 1
    #expect(try scoring(table, context: context).epochs.first == .wake)
    context.scorer = 9
    #expect(throws: AnnotationError.self) { try scoring(table, context: context) }
  }

  @Test(arguments: [
    "epoch,stage,confidence\n1,N2,1\n2,N2,1\n", "epoch,N1,stage\n1,0.2,N2\n2,0.3,N2\n",
    "epoch,stage,label\n1,2,N2\n2,2,N2\n", "epoch,stage,score\n1,N2,0.93\n2,N2,0.5\n",
    "epoch,stage,note\n1,N2,\n2,N2,\n3,N2,REM\n",
  ])
  func `columns that say the same, or something else, are no scorers`(_ table: String) throws {
    let night = try scoring(table)
    #expect(!night.warns("several_scorers"))
    #expect(night.epochs.prefix(2) == [.n2, .n2])
  }

  // MARK: Codes

  @Test(arguments: [
    ("W\n1\n4\n3\n", [SleepStage.wake, .n1, .n3, .n3]), ("0\n1\n4\nREM\n", [.wake, .n1, .n3, .rem]),
    ("W\n?\n4\n2\n", [.wake, .unscored, .n3, .n2]),
  ])
  func `a word beside numbers makes them depths of sleep`(_ list: String, _ stages: [SleepStage]) throws {
    for name in ["stages.txt", "stages.eannot"] {
      let night = try scoring(list, named: name)
      #expect(night.epochs == stages)
      #expect(!night.warns("stage_code_assumed"))
    }
  }

  @Test(arguments: ["0\n1\n2\n3\n4\n", "0\n2\n3\n", "epoch,stage\n1,0\n2,4\n", "4\n?\n"])
  func `a code that only the numbers tell is said`(_ list: String) throws {
    let night = try scoring(list)
    #expect(night.warns("stage_code_assumed"))
    var map = LabelMap()
    for number in 0...4 { try map.add("\(number)=sleep_stage_N2") }
    var context = ReadingContext.test
    context.vocabulary = map.vocabulary
    #expect(try !scoring(list, context: context).warns("stage_code_assumed"))
  }

  @Test(arguments: ["0\n0\n-1\n", "W\nN1\nR\n", "WAKE\nREM\n"])
  func `words need no code, nor does a night awake`(_ list: String) throws {
    #expect(try !scoring(list).warns("stage_code_assumed"))
  }

  @Test func `a number that the user maps to REM makes the others depths`() throws {
    var map = LabelMap()
    try map.add("5=sleep_stage_R")
    var context = ReadingContext.test
    context.vocabulary = map.vocabulary
    #expect(try scoring("0\n4\n5\n", context: context).epochs == [.wake, .n3, .rem])
  }
}
