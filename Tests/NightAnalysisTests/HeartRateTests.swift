import LegEMG
import SleepEvents
import Testing

@testable import NightAnalysis

@Suite struct HeartRateTests {
  @Test(arguments: 0...14)
  func `a flat ECG and one of a few beats have a rhythm and no response`(beats: Int) {
    let rhythm = CardiacRhythm(beats: (0..<beats).map { Instant(seconds: Double($0)) })
    let movement = LegMovement(
      leg: .left, range: TimeRange(start: Instant(seconds: 5), duration: .seconds(1)))
    let response = HeartRateResponse(movements: [movement], rhythm: rhythm)
    #expect(response.beatCount == beats)
    #expect(response.usableBeats == max(0, beats - 1))
    #expect(response.responses == [nil])
    #expect(response.meanRise == nil)
  }
}
