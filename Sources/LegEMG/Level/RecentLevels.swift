/// Levels of half seconds, indexed from the start of the night, of which only the most recent are kept.
struct RecentLevels {
  private var values: [Float?] = []
  private var first = 0

  /// How many have been appended in all.
  var count: Int { first + values.count }

  /// - Precondition: half second `index` exists and was not discarded.
  subscript(index: Int) -> Float? { values[index - first] }

  /// - Precondition: none of `range` was discarded.
  subscript(range: ClosedRange<Int>) -> ArraySlice<Float?> {
    values[range.lowerBound - first...range.upperBound - first]
  }

  func contains(_ index: Int) -> Bool { index >= first && index < count }

  mutating func append(_ level: Float?) { values.append(level) }

  /// Discards the half seconds before `index`.
  mutating func discard(before index: Int) {
    let drop = min(values.count, index - first)
    guard drop > 0 else { return }
    values.removeFirst(drop)
    first += drop
  }
}
