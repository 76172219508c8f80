/// Suggests the word that was probably meant.
enum NearestWord {
  /// The nearest of `words`; nil if none is close enough for a typing error.
  static func among(_ words: [String], to typed: String) -> String? {
    let near = words.map { (word: $0, distance: distance($0, typed)) }.min { $0.distance < $1.distance }
    if let near, near.distance <= max(1, typed.count / 3) { return near.word }
    // A truncated or extended word.
    let longer = words.filter { typed.count >= 3 && ($0.hasPrefix(typed) || typed.hasPrefix($0)) }
    return longer.count == 1 ? longer[0] : nil
  }

  static func hint(_ words: [String], to typed: String) -> String {
    among(words, to: typed).map { " (did you mean '\($0)'?)" } ?? ""
  }

  /// The edit distance: letters to insert, delete or replace.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased().prefix(60)), Array(b.lowercased().prefix(60)))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
