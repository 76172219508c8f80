/// Corrections for multiple testing.
package enum MultipleTests {
  /// Benjamini and Hochberg's q for each p, in the given order.
  package static func benjaminiHochberg(_ p: [Double]) -> [Double] {
    let count = Double(p.count)
    let order = p.indices.sorted { p[$0] > p[$1] }
    var adjusted = p
    var smallest = 1.0
    for (position, index) in order.enumerated() {
      smallest = min(smallest, p[index] * count / (count - Double(position)))
      adjusted[index] = smallest
    }
    return adjusted
  }

  /// Holm's adjusted p for each p, in the given order.
  package static func holm(_ p: [Double]) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var adjusted = p
    var largest = 0.0
    for (position, index) in order.enumerated() {
      largest = max(largest, min(1, p[index] * Double(p.count - position)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
