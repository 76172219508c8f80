/// The search for a typed name: as a whole, then without accompanying words, then in part, then
/// approximately.
extension DrugNames {
  func resolution(of words: DrugWords) -> DrugResolution {
    guard !words.words.isEmpty else { return .unknown }
    if let whole = exact(words) { return whole }
    if outside.contains(words.joined) { return .unknown }
    let plain = words.withoutDoses
    let bare = words.withoutRemarks
    if let found = exact(plain) ?? beforeRemarks(plain) ?? exact(bare) { return found }
    if bare.words.isEmpty { return .unknown }
    if bare.parts.count > 1 { if let found = several(bare.parts) { return found } }
    if let found = exact(words.withoutSalts) { return found }
    if bare.words.count > 1, let found = near(bare.joined) { return found }
    if let found = longestRuns(plain, bare) { return found }
    if isOutside(bare) { return .unknown }
    guard let first = bare.words.first else { return .unknown }
    return near(first.text) ?? near(bare.joined) ?? .unknown
  }

  // MARK: Whole names

  private func exact(_ words: DrugWords) -> DrugResolution? {
    guard !words.words.isEmpty else { return nil }
    guard let found = meanings[words.key] ?? meanings[words.joined] else { return nil }
    return resolution(found)
  }

  /// The longest name of several words that is followed by remarks alone: the `pm` of `Advil PM tablets` is part of the name.
  private func beforeRemarks(_ words: DrugWords) -> DrugResolution? {
    let last = min(words.words.count - 1, endOfLongestName(words, from: 0))
    for end in stride(from: last, through: max(2, words.remarksStart), by: -1) {
      if let found = exact(words[0..<end]) { return found }
    }
    return nil
  }

  /// The end of the longest run of words from `start` that may be a name: what is longer than every name of the
  /// table need not be looked up, or a cell of a few thousand letters would take minutes.
  private func endOfLongestName(_ words: DrugWords, from start: Int) -> Int {
    var letters = 0
    return words.words[start...].firstIndex { word in
      letters += word.text.utf8.count
      return letters > longestName
    } ?? words.words.count
  }

  private func resolution(_ found: [Meaning]) -> DrugResolution {
    guard found.count == 1, let only = found.first else { return ambiguous(found.map(\.drug)) }
    return resolution(only.drug, only.match)
  }

  private func resolution(_ index: Int, _ match: DrugNameMatch) -> DrugResolution {
    let drug = drugs[index]
    return DrugResolution(
      typed: "", match: match, generic: drug.generic, atcCodes: drug.atcCodes, classID: drug.classID,
      candidates: [])
  }

  private func ambiguous(_ indices: [Int]) -> DrugResolution {
    let classes = Set(indices.map { drugs[$0].classID })
    return DrugResolution(
      typed: "", match: .ambiguous, generic: nil, atcCodes: [],
      classID: classes.count == 1 ? classes.first : nil,
      candidates: Set(indices.map { drugs[$0].generic }).sorted())
  }

  // MARK: Several drugs in one cell

  /// Drugs with separators between them: a combination in the table, otherwise ambiguous.
  private func several(_ parts: [(words: DrugWords, isRemark: Bool)]) -> DrugResolution? {
    var found: [DrugResolution] = []
    var isIncomplete = false
    for part in parts {
      let one = resolution(of: part.words)
      if one.match == .unknown {
        // After a comma or in brackets anything may follow; after a plus it must be a drug.
        isIncomplete = isIncomplete || !part.isRemark
      } else {
        found.append(one)
      }
    }
    guard !found.isEmpty else { return nil }
    if isIncomplete { return found.count == parts.count ? nil : ambiguous(of: found) }
    return combined(found)
  }

  private func combined(_ found: [DrugResolution]) -> DrugResolution {
    let generics = Set(found.compactMap(\.generic))
    guard !found.contains(where: { $0.match == .ambiguous }) else { return ambiguous(of: found) }
    if generics.count == 1, let first = found.first { return first }
    let substances = Set(generics.flatMap(DrugNames.substances))
    guard let index = combinations[substances.sorted()] else { return ambiguous(of: found) }
    let worst = found.map(\.match).max { rank($0) < rank($1) } ?? .exact
    return resolution(index, worst == .exact || worst == .brand ? .other : worst)
  }

  private func rank(_ match: DrugNameMatch) -> Int { DrugNameMatch.allCases.firstIndex(of: match) ?? 0 }

  private func ambiguous(of found: [DrugResolution]) -> DrugResolution {
    let generics = found.flatMap { $0.candidates + [$0.generic].compactMap(\.self) }
    return ambiguous(generics.compactMap { byGeneric[$0] })
  }

  // MARK: Names among other words

  /// The longest runs of words that are names; several different ones are several drugs.
  private func longestRuns(_ plain: DrugWords, _ bare: DrugWords) -> DrugResolution? {
    for words in [plain, bare] {
      let found = runs(words)
      if !found.isEmpty { return combined(found) }
    }
    return nil
  }

  private func runs(_ words: DrugWords) -> [DrugResolution] {
    var found: [DrugResolution] = []
    var start = 0
    let count = words.words.count
    while start < count {
      var next = start + 1
      for end in stride(from: endOfLongestName(words, from: start), to: start, by: -1) {
        let run = words[start..<end]
        let text = words.words[start].text
        // Short words such as "fe" or "vin" count as names only if nothing else does.
        guard run.joined.utf8.count >= 4 || start == 0 else { continue }
        if outside.contains(run.joined) { return [] }
        if !found.isEmpty, DrugWords.noise.salts.contains(text) { continue }
        if let one = exact(run) {
          found.append(one)
          next = end
          break
        }
      }
      start = next
    }
    return found
  }

  private func isOutside(_ words: DrugWords) -> Bool {
    outside.contains(words.joined) || words.words.contains { outside.contains($0.text) }
  }

  // MARK: Near misses

  /// The single drug with a similar name; nil if there is none, ambiguous if several are possible.
  func near(_ typed: String) -> DrugResolution? {
    let letters = Array(typed.utf8)
    guard letters.count >= 5, !outside.contains(typed), !DrugWords.everyday.contains(typed),
      !typed.contains(where: \.isNumber)
    else { return nil }
    let limit = letters.count >= 8 ? 2 : 1
    var distances: [(distance: Int, name: Name)] = []
    for name in spelt {
      if let distance = NameDistance.between(letters, name.letters, limit: limit + 1) {
        distances.append((distance, name))
      }
    }
    let eligible = distances.filter {
      $0.distance <= limit && NameDistance.beginAlike(letters, $0.name.letters, distance: $0.distance)
    }
    guard let best = eligible.min(by: { $0.distance < $1.distance }) else { return nil }
    let nearest = eligible.filter { $0.distance == best.distance }
    let rivals = distances.filter { $0.distance < best.distance + 2 }
    let all = Set((nearest + rivals).flatMap(\.name.drugs))
    if Set(nearest.flatMap(\.name.drugs)).count > 1 || all.count > 1 { return ambiguous(all.sorted()) }
    for candidate in nearest {
      for partner in partners[candidate.name.key] ?? []
      where NameDistance.between(letters, partner, limit: best.distance + 1) != nil {
        return ambiguous(candidate.name.drugs)
      }
    }
    return best.name.drugs.first.map { resolution($0, .near) }
  }
}

extension DrugResolution {
  static let unknown = DrugResolution(
    typed: "", match: .unknown, generic: nil, atcCodes: [], classID: nil, candidates: [])
}
