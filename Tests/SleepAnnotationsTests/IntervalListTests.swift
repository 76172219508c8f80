import SleepAnnotations
import SleepEvents
import Testing

/// Rows of two times and a stage, whose second time is a length or an end.
@Suite struct IntervalListTests {
  @Test(arguments: [
    "0,30,W\n30,60,N2\n60,90,N2\n90,120,R\n", "0,30,W\n30,30,N2\n60,30,N2\n90,30,R\n",
    "0;30.0;W\n30;90.0;N2\n90;120.0;R\n", "0,30,W\n30,60,N2\n90,30,R\n",
    "W\t0\t30\nN2\t30\t30\nN2\t60\t30\nR\t90\t30\n", "W 0 30\nN2 30 60\nR 90 30\n",
    "W\t0\t30\nN2\t30\t90\nR\t90\t120\n", "W,0,30\nN2,30,60\nR,90,30\n",
  ])
  func `the second time is what contradicts no row`(_ list: String) throws {
    let night = try scoring(list)
    #expect(night.epochs == [.wake, .n2, .n2, .rem])
    #expect(night.warnings.isEmpty)
  }

  @Test func `a gap between stages is kept`() throws {
    #expect(
      try scoring("0,30,W\n30,60,N2\n60,90,N2\n120,150,R\n").epochs
        == [.wake, .n2, .n2, .unscored, .rem])
  }

  @Test func `events with ends are as long as they say`() throws {
    #expect(
      try scoring("100,102,LM\n130,132,LM\n").movementTexts == ["- 100.0+2.0", "- 130.0+2.0"])
  }

  @Test func `rows that allow both readings are lengths, and that is said`() throws {
    let night = try scoring("0,30,W\n30,60,N2\n")
    #expect(night.epochs == [.wake, .n2, .n2])
    #expect(night.warns("length_or_end"))
  }

  @Test func `moments of Luna are not lengths`() throws {
    let night = try scoring("N2\t0\t300\narousal\t100\t100\narousal\t230\t230\n")
    #expect(night.formats == ["Luna .annot"])
    #expect(night.eventTexts == ["arousal 100.0+0.0", "arousal 230.0+0.0"])
  }

  @Test func `a row of another form is told with its line`() {
    let error = #expect(throws: AnnotationError.self) {
      try scoring("0,30,W\n30,30,N2\n60,N2\n", format: "ids")
    }
    #expect(error?.location == "line 3")
  }
}
