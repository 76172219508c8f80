import Foundation
import SleepEvents

/// D-PI-1 (Ferri 2006): the share of measured intervals that are longer than 10 s and at most 90 s and lie in
/// runs of at least three such intervals in a row.
///
/// - Parameters:
///   - intervals: of consecutive movements; nil where none is measured or the movement is not in sleep, which
///     ends a run.
///   - includingTenSeconds: lower bound inclusive, as in the WASM series (D-PI-3).
/// - Returns: 0-1, or nil if no interval was measured.
func periodicityIndex(_ intervals: [TimeSpan?], includingTenSeconds: Bool) -> Double? {
  var measured = 0
  var inRuns = 0
  var run = 0
  func endRun() {
    if run >= 3 { inRuns += run }
    run = 0
  }
  for interval in intervals {
    guard let interval else {
      endRun()
      continue
    }
    measured += 1
    let longEnough = includingTenSeconds ? interval >= .seconds(10) : interval > .seconds(10)
    if longEnough, interval <= .seconds(90) { run += 1 } else { endRun() }
  }
  endRun()
  return measured > 0 ? Double(inRuns) / Double(measured) : nil
}

func ratio(_ part: Int?, _ whole: Int?) -> Double? {
  guard let part, let whole, whole > 0 else { return nil }
  return Double(part) / Double(whole)
}

func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// Sample standard deviation (n - 1); nil for fewer than two values.
func standardDeviation(_ values: [Double]) -> Double? {
  guard values.count > 1, let center = mean(values) else { return nil }
  let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  return (squares / Double(values.count - 1)).squareRoot()
}
