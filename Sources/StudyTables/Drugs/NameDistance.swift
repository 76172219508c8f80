/// The edit distance between two names.
enum NameDistance {
  /// The number of insertions, deletions, replacements and swaps of neighbours that turn one into the other,
  /// with no substring edited twice (optimal string alignment); nil if it exceeds `limit`.
  static func between(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int? {
    guard abs(first.count - second.count) <= limit else { return nil }
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    var current = last
    for row in 1...first.count {
      current[0] = row
      var smallest = row
      for column in 1...second.count {
        let isSame = first[row - 1] == second[column - 1]
        var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current[column] = best
        smallest = min(smallest, best)
      }
      guard smallest <= limit else { return nil }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[second.count] <= limit ? last[second.count] : nil
  }

  /// The first letters, with similar sounds unified: c and k, s, z and x, f and ph, i and y.
  static func beginning(_ name: [UInt8]) -> [UInt8] {
    var heard: [UInt8] = []
    var index = 0
    while index < name.count, heard.count < beginningLength {
      switch name[index] {
      case UInt8(ascii: "c"): heard.append(UInt8(ascii: "k"))
      case UInt8(ascii: "z"), UInt8(ascii: "x"): heard.append(UInt8(ascii: "s"))
      case UInt8(ascii: "y"): heard.append(UInt8(ascii: "i"))
      case UInt8(ascii: "p") where index + 1 < name.count && name[index + 1] == UInt8(ascii: "h"):
        heard.append(UInt8(ascii: "f"))
        index += 1
      case let letter: heard.append(letter)
      }
      index += 1
    }
    return heard
  }

  static let beginningLength = 3

  /// Whether two names at distance `distance` begin alike; with eight or more letters the only error may be
  /// there.
  static func beginAlike(_ first: [UInt8], _ second: [UInt8], distance: Int) -> Bool {
    let (one, other) = (beginning(first), beginning(second))
    if one == other { return true }
    if first.count < 8 || distance > 1 { return one.prefix(2) == other.prefix(2) }
    return between(one, other, limit: 1) != nil
  }
}
