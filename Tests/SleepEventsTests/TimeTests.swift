import SleepEvents
import Testing

@Suite struct TimeTests {
  @Test func `every microsecond and every sample of a usual rate is a whole tick`() {
    for rate in [64, 100, 128, 200, 250, 256, 400, 500, 512, 1000, 1024, 2000, 2048] as [Int64] {
      #expect(ticksPerSecond % rate == 0)
    }
    #expect(ticksPerSecond % 1_000_000 == 0)
    #expect(TimeSpan(seconds: 9.9) + TimeSpan(seconds: 0.1) == .seconds(10))
  }

  @Test func `a later span wins from its start on and the earlier one goes on behind it`() {
    let night = Hypnogram([
      StageSpan(range: TimeRange(seconds: 0, 90), stage: .wake),
      StageSpan(range: TimeRange(seconds: 30, 60), stage: .n2),
    ])
    #expect(night.spans.map(\.stage) == [.wake, .n2, .wake])
    #expect(night.stage(at: Instant(seconds: 60)) == .wake)
    #expect(night.stage(at: Instant(seconds: 90)) == .unscored)
  }
}
