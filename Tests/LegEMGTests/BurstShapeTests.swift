import Foundation
import SleepEvents
import Testing

@testable import LegEMG

@Suite struct BurstShapeTests {
  private func shape(
    centre: Double, width: Double, low: Double, high: Double, kurtosis: Double, loudest: Double
  ) -> BurstShape {
    BurstShape(
      spectrum: MovementSpectrum(lineShare: 0.25, centreHertz: centre, widthHertz: width), bandShare: 0.4,
      lowShare: low, highShare: high, repetition: 0.35, kurtosis: kurtosis, loudestTenth: loudest)
  }

  @Test func `a volley of pops is none of muscle's bursts`() {
    let volley = shape(centre: 25.1, width: 15.9, low: 0.52, high: 0.11, kurtosis: 4.8, loudest: 0.48)
    #expect(volley.objection?.cause == .pops)
  }

  @Test func `what could be muscle alone is more of the same among many that are none`() {
    let vibration = shape(centre: 50.7, width: 16.7, low: 0.12, high: 0.82, kurtosis: 2.65, loudest: 0.21)
    #expect(vibration.objection == nil)
    #expect(vibration.objectionAmongRefused?.cause == .vibration)
    let volley = shape(centre: 33.8, width: 18.1, low: 0.2, high: 0.22, kurtosis: 22, loudest: 0.82)
    #expect(volley.objection == nil)
    #expect(volley.objectionAmongRefused?.cause == .pops)
  }

  @Test func `a jerk with its tonic part is muscle wherever it stands`() {
    let jerk = shape(centre: 46, width: 21, low: 0.06, high: 0.5, kurtosis: 30, loudest: 0.95)
    #expect(jerk.objectionAmongRefused == nil)
  }

  @Test func `bursts of muscle among many of a tone stay`() throws {
    var probe = ProbeSignal(seconds: 400)
    for index in probe.samples.indices {
      let time = Double(index) / Double(probe.rate)
      guard time.truncatingRemainder(dividingBy: 20) < 3, time > 10 else { continue }
      probe.samples[index] += Float(15 * sin(2 * .pi * 35 * time + 3 * sin(2 * .pi * 1.5 * time)))
    }
    let starts = [30.0, 110, 190, 270, 350]
    for start in starts { probe.addBurst(at: start, seconds: 2, peak: 60) }
    let review = LegReview([try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")])
    #expect(review.records[0].nearMisses.count { $0.criterion == .notEMG } >= 12)
    #expect(review.records[0].movements.map { $0.onset.seconds.rounded() } == starts)
  }
}
