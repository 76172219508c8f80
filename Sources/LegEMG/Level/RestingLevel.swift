/// The resting level around each half second, from half-second means of |x|.
///
/// Two levels are computed, over the minute before and the minute after, each the lower quartile of its valid
/// half seconds. The higher one is used where the signal itself stays up there. The level thus follows a step
/// at once (tonic activity, a changed electrode contact), and a movement of less than 45 s does not raise it.
struct RestingLevel {
  /// Half seconds in a window.
  let window: Int
  let quantile: Double
  /// Fewer valid half seconds than this give no level: 10 s.
  static let fewest = 20
  /// How close to the higher level a quiet signal stays, as a share of that level.
  static let keptShare: Float = 0.7

  /// Lower quartile over the `window` half seconds ending with each one; nil if too few are valid.
  private var trailing = RecentLevels()
  /// Lowest tenth of that window, and its 40 % quantile.
  private var lowest = RecentLevels()
  private var middles = RecentLevels()
  /// Where these three lie among the sorted values; nil if there are too few.
  private var places: (quartile: Int, tenth: Int, middle: Int)?
  /// For the window that gave the last requested level where the signal stays high: the relative spread of
  /// its lower half, and its lowest tenth in microvolts; 0 if unknown.
  private(set) var wander: Float = 0
  private(set) var lowestTenth: Float = 0
  /// The valid half seconds of the trailing window.
  private var sorted: SortedWindow
  /// Half seconds processed so far.
  private(set) var count = 0

  init(window: Int, quantile: Double) {
    self.window = window
    self.quantile = quantile
    sorted = SortedWindow(capacity: window)
  }

  /// Processes the next half seconds; `levels` holds all so far, with nil for invalid ones.
  mutating func append(_ levels: RecentLevels) {
    while count < levels.count {
      let before = sorted.count
      sorted.replace(count >= window ? levels[count - window] : nil, by: levels[count])
      if sorted.count != before { place() }
      if let places {
        trailing.append(sorted[places.quartile])
        lowest.append(sorted[places.tenth])
        middles.append(sorted[places.middle])
      } else {
        trailing.append(sorted.count == 0 ? nil : sorted[0])
        lowest.append(nil)
        middles.append(nil)
      }
      count += 1
    }
  }

  private mutating func place() {
    guard sorted.count >= min(RestingLevel.fewest, window) else {
      places = nil
      return
    }
    let last = Double(sorted.count - 1)
    places = (Int((quantile * last).rounded()), Int(0.1 * last), Int(0.4 * last))
  }

  /// The level of half second `index`, microvolts; nil if the windows hold too few valid half seconds.
  ///
  /// - Parameter levels: all half seconds so far; the minute after is truncated where they end.
  mutating func level(at index: Int, _ levels: RecentLevels) -> Float? {
    wander = 0
    lowestTenth = 0
    let before = index + 1 >= RestingLevel.fewest ? trailing[index] : nil
    let lastAfter = min(index + window - 1, count - 1)
    let hasAfter = lastAfter - index + 1 >= RestingLevel.fewest
    let after = hasAfter ? trailingFrom(index, to: lastAfter, levels) : nil
    switch (before, after) {
    case (nil, nil): return trailing[lastAfter] ?? trailing[index]
    case (let level?, nil), (nil, let level?): return level
    case (let before?, let after?):
      let (low, high) = (min(before, after), max(before, after))
      guard stays(above: RestingLevel.keptShare * high, at: index, levels) else { return low }
      let last = before > after ? index : lastAfter
      if let tenth = lowest[last], let middle = middles[last], middle > 0 {
        wander = (middle - tenth) / middle
        lowestTenth = tenth
      }
      return high
    }
  }

  /// Lower quartile of `index...last`: that of the trailing window ending there, or of a shorter window
  /// recomputed.
  private func trailingFrom(_ index: Int, to last: Int, _ levels: RecentLevels) -> Float? {
    if last - index + 1 == window { return trailing[last] }
    let values = levels[index...last].compactMap(\.self).sorted()
    guard values.count >= RestingLevel.fewest else { return nil }
    return values[Int((quantile * Double(values.count - 1)).rounded())]
  }

  /// Discards what no half second from `index` on needs.
  ///
  /// - Parameter levels: those passed to `append`; they lose the same half seconds.
  mutating func discard(before index: Int, _ levels: inout RecentLevels) {
    let needed = min(index, count - window) - 1
    trailing.discard(before: needed)
    lowest.discard(before: needed)
    middles.discard(before: needed)
    levels.discard(before: needed)
  }

  /// Whether this half second and the one before or after it are both at least `floor`.
  private func stays(above floor: Float, at index: Int, _ levels: RecentLevels) -> Bool {
    func up(_ other: Int) -> Bool {
      guard levels.contains(other), let level = levels[other] else { return false }
      return level >= floor
    }
    return up(index) && (up(index - 1) || up(index + 1))
  }
}
