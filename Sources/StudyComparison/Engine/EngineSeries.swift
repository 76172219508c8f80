import Foundation

/// The nights of one person in the form used by the engine: one row of the design per night, in time order,
/// at most one night per day.
struct EngineSeries {
  var counts: [Double]
  var hours: [Double]
  /// Day numbers of the evenings, strictly increasing.
  var days: [Int]
  /// 1, the compared variable, and the weeks since the middle; columns that a design lacks are 0.
  var rows: [SIMD3<Double>]
  var columns: Int
  /// True for a night on the second side. Each side has its own dispersion.
  var isOn: [Bool]

  /// Index of the coefficient that is the log rate ratio.
  static let contrast = 1

  var nights: Int { counts.count }
  func nights(on side: Bool) -> Int { isOn.count { $0 == side } }
  func total(on side: Bool) -> Double { zip(isOn, counts).reduce(0) { $1.0 == side ? $0 + $1.1 : $0 } }

  /// log((count + 0.5) / hours).
  var logRates: [Double] { zip(counts, hours).map { Log.of(($0 + 0.5) / $1) } }

  /// The counts, with half an event distributed by sleep time over each side that has none.
  var halfEventCounts: [Double] {
    var counts = counts
    for side in [false, true] where nights(on: side) > 0 && total(on: side) == 0 {
      let asleep = zip(isOn, hours).reduce(0) { $1.0 == side ? $0 + $1.1 : $0 }
      for index in counts.indices where isOn[index] == side { counts[index] += 0.5 * hours[index] / asleep }
    }
    return counts
  }

  /// True if the nights with movements (for a side without any: all its nights) span the columns; otherwise
  /// the fit would diverge.
  var isEstimable: Bool {
    let empty = [false, true].map { total(on: $0) == 0 }
    let kept = counts.indices.filter { counts[$0] > 0 || empty[isOn[$0] ? 1 : 0] }
    return EngineSeries.spans(kept.map { rows[$0] }, columns: columns)
  }

  /// Whether the rows have full rank, by Gram-Schmidt orthogonalization.
  static func spans(_ rows: [SIMD3<Double>], columns: Int) -> Bool {
    guard rows.count >= columns else { return false }
    var basis: [[Double]] = []
    for column in 0..<columns {
      var vector = rows.map { $0[column] }
      let length = norm(vector)
      // Twice, since a single pass leaves rounding errors.
      for _ in 0..<2 {
        for unit in basis {
          let along = zip(unit, vector).reduce(0) { $0 + $1.0 * $1.1 }
          for index in vector.indices { vector[index] -= along * unit[index] }
        }
      }
      let rest = norm(vector)
      guard length > 0, rest > 1e-10 * length else { return false }
      basis.append(vector.map { $0 / rest })
    }
    return true
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
