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
    #expect(volley.objection(missingHertz: 0)?.cause == .pops)
  }

  @Test func `what could be muscle alone is more of the same among many that are none`() {
    let vibration = shape(centre: 50.7, width: 16.7, low: 0.12, high: 0.82, kurtosis: 2.65, loudest: 0.21)
    #expect(vibration.objection(missingHertz: 0) == nil)
    #expect(vibration.objectionAmongRefused(missingHertz: 0)?.cause == .vibration)
    let volley = shape(centre: 33.8, width: 18.1, low: 0.2, high: 0.22, kurtosis: 22, loudest: 0.82)
    #expect(volley.objection(missingHertz: 0) == nil)
    #expect(volley.objectionAmongRefused(missingHertz: 0)?.cause == .pops)
  }

  /// Medians of real bursts brought to 100 and 128 samples a second, and one of the narrowest at 160.
  @Test(arguments: [
    (100.0, 29.9, 8.9), (128, 31.0, 11.7), (160, 47.8, 13.4),
  ])
  func `a burst in a short band is judged by what the band holds`(
    _ rate: Double, _ centre: Double, _ width: Double
  ) {
    let burst = shape(centre: centre, width: width, low: 0.16, high: 0.2, kurtosis: 8, loudest: 0.55)
    #expect(burst.objection(missingHertz: 0) != nil)
    #expect(burst.objection(missingHertz: 100 - 0.45 * rate) == nil)
  }

  @Test func `a volley of pops in a short band is still one`() {
    let volley = shape(centre: 22.4, width: 10.4, low: 0.52, high: 0.07, kurtosis: 12.4, loudest: 0.69)
    #expect(volley.objection(missingHertz: 100 - 0.45 * 128)?.cause == .pops)
  }

  @Test func `where a filter ended the signal is read from its rest`() {
    func edge(_ powers: [Double]) -> Double? {
      var rest = RestSpectrum()
      for (index, power) in powers.enumerated() { rest.add(power, atHertz: 15 + 10 * Double(index)) }
      return rest.upperEdgeHertz
    }
    #expect(edge([720, 1000, 850, 530, 320, 61, 9, 3, 0]) == 70)
    #expect(edge([530, 1000, 890, 550, 210, 7, 0, 0, 0]) == 60)
    // The steepest of real rests.
    #expect(edge([1000, 290, 120, 100, 70, 46, 33, 29, 11]) == 100)
    #expect(edge([]) == nil)
  }

  @Test func `a jerk with its tonic part is muscle wherever it stands`() {
    let jerk = shape(centre: 46, width: 21, low: 0.06, high: 0.5, kurtosis: 30, loudest: 0.95)
    #expect(jerk.objectionAmongRefused(missingHertz: 0) == nil)
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
