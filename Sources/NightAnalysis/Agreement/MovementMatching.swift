import SleepEvents

/// Pairs of movements of one leg marked by two scorers.
///
/// Each movement has at most one partner; pairs with the largest intersection over union are formed first, so
/// one long mark over two movements agrees with one of them.
struct MovementMatching {
  /// Indices into the two lists, in order of the first.
  let pairs: [(first: Int, second: Int)]

  /// - Parameter minimum: intersection over union that a pair needs; 0 means any overlap.
  init(_ first: [TimeRange], _ second: [TimeRange], minimum: Double = 0) {
    var candidates: [(overlap: Double, first: Int, second: Int)] = []
    let order = second.indices.sorted { second[$0].start < second[$1].start }
    let longest = second.map(\.duration).max() ?? .zero
    for (index, range) in first.enumerated() {
      var low = 0
      var high = order.count
      while low < high {
        let middle = (low + high) / 2
        if second[order[middle]].start < range.start - longest { low = middle + 1 } else { high = middle }
      }
      while low < order.count, second[order[low]].start < range.end {
        let overlap = MovementMatching.intersectionOverUnion(range, second[order[low]])
        if overlap > 0, overlap >= minimum { candidates.append((overlap, index, order[low])) }
        low += 1
      }
    }
    candidates.sort { ($0.overlap, $1.first, $1.second) > ($1.overlap, $0.first, $0.second) }
    var usedFirst: Set<Int> = []
    var usedSecond: Set<Int> = []
    var pairs: [(first: Int, second: Int)] = []
    for candidate in candidates
    where !usedFirst.contains(candidate.first) && !usedSecond.contains(candidate.second) {
      usedFirst.insert(candidate.first)
      usedSecond.insert(candidate.second)
      pairs.append((candidate.first, candidate.second))
    }
    self.pairs = pairs.sorted { $0.first < $1.first }
  }

  static func intersectionOverUnion(_ a: TimeRange, _ b: TimeRange) -> Double {
    guard let common = a.intersection(b) else { return 0 }
    let union = max(a.end, b.end) - min(a.start, b.start)
    return Double(common.duration.ticks) / Double(union.ticks)
  }
}
