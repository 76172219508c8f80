import SleepEvents

/// Two labels that name the sides only beside each other: `TIB I` and `TIB D` (izquierda, derecha), `TA S` and `TA D`
/// (sinistra, destra).
///
/// One letter alone may mean anything; two labels that differ in nothing else, with words for opposite sides, are the
/// two legs.
enum LegPairs {
  /// The meanings with those of such pairs filled in. A label whose partner is a leg and whose own word is unknown
  /// becomes ambiguous: certainly a leg, and nobody can tell which.
  static func completing(_ meanings: [LegLabel], labels: [String]) -> [LegLabel] {
    var result = meanings
    var groups: [String: [(index: Int, side: String)]] = [:]
    for (index, label) in labels.enumerated() {
      switch meanings[index] {
      case .leg, .other: break
      case .electrode, .combined, .ambiguous: continue
      }
      guard let parts = parts(of: label) else { continue }
      groups[parts.stems, default: []].append((index, parts.side))
    }
    for pair in groups.values where pair.count == 2 && pair[0].side != pair[1].side {
      let known = pair.map { item in if case .leg = meanings[item.index] { true } else { false } }
      guard known != [true, true] else { continue }
      let sides = pair.map { LegWords.sides[$0.side] }
      if let first = sides[0], let second = sides[1] {
        guard first != second else { continue }
        (result[pair[0].index], result[pair[1].index]) = (.leg(first), .leg(second))
      } else if known[0] != known[1] {
        result[pair[known[0] ? 1 : 0].index] = .ambiguous
      }
    }
    return result
  }

  /// The words of a label that name a leg or its muscle, and the only other one; nil for any other label.
  private static func parts(of label: String) -> (stems: String, side: String)? {
    guard !LegLabelPattern.isExcluded(label) else { return nil }
    let text = LabelFolding.withoutEMG(LabelFolding.plain(label))
    guard !text.contains(where: \.isNumber) else { return nil }
    let words = text.split(whereSeparator: { !$0.isLetter }).map { LegWords.plain(String($0)) }
      .filter { !LegWords.fillers.contains($0) }
    let others = words.filter { !LegWords.isStem($0) }
    guard others.count == 1, words.count > 1 else { return nil }
    return (words.filter(LegWords.isStem).joined(separator: " "), others[0])
  }
}
