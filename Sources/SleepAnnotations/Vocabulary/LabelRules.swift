import SleepEvents

/// Interprets labels that are not in the list by their words: families of labels rather than single ones.
///
/// A label is interpreted only if all of its words are understood; otherwise it stays unknown. The one
/// exception is an arousal, which remains one whatever cause the scorer adds after it.
enum LabelRules {
  static func meaning(_ label: String) -> EventMeaning? {
    guard label.utf8.count <= 200 else { return nil }
    let words = LabelWords(label)
    guard !words.tokens.isEmpty, !words.isDoubtful, !words.has(.excluded) else { return nil }
    return stage(words) ?? lights(words) ?? rera(words) ?? arousal(words) ?? desaturation(words)
      ?? respiratory(words)
      ?? movement(words)
  }

  /// Whether an unknown label nevertheless names a sleep state: `Sleep stage X`, `NonREM5`.
  static func namesState(_ label: String) -> Bool {
    guard label.utf8.count <= 200 else { return false }
    let words = LabelWords(label)
    guard let first = words.tokens.first, !words.has(.excluded), words.tokens.count <= 4 else { return false }
    if first.word == .stage { return words.tokens.count > 1 }
    if first.word == .sleep { return words.tokens.count > 1 && !words.has(.apnea) && !words.has(.arousal) }
    return words.consists(
      of: [.stage, .sleep, .rem, .nrem, .without, .unknown, .slow], letters: ["n", "s"], numbers: true)
      && (words.has(.rem) || words.has(.nrem) || words.has(.stage))
  }

  // MARK: Stages

  private static let stageWords: Set<LabelWord> = [
    .stage, .sleep, .wake, .rem, .nrem, .without, .rapid, .eye, .movement, .unscored, .unknown, .movementTime,
    .time,
    .slow, .first, .second, .third, .fourth, .scored, .filler,
  ]

  private static func stage(_ words: LabelWords) -> EventMeaning? {
    guard words.consists(of: stageWords, letters: ["n", "s", "w", "r"], numbers: true) else { return nil }
    let isNamed = words.has(.stage) || words.has(.sleep)
    if words.has(.movementTime) || (words.has(.movement) && words.has(.time)) {
      return words.numbers.isEmpty && !words.has(.rem) ? .stage(.unscored) : nil
    }
    if words.has(.unscored) || (words.has(.unknown) && words.has(.stage)) {
      return words.numbers.isEmpty && !words.has(.wake) && !words.has(.rem) ? .stage(.unscored) : nil
    }
    if words.has(.unknown) { return nil }
    if words.has(.scored) {
      return words.has(.without) && words.consists(of: [.without, .scored, .stage, .sleep])
        ? .stage(.unscored) : nil
    }
    let isRapid = words.has(.rapid) && words.has(.eye) && words.has(.movement)
    guard isRapid || (!words.has(.rapid) && !words.has(.eye) && !words.has(.movement)) else { return nil }
    let hasREM = words.has(.rem) || isRapid
    let isNonREM = words.has(.nrem) || (hasREM && words.has(.without))
    guard isNonREM || !words.has(.without) else { return nil }
    let letters = Set(words.tokens.filter { $0.word == nil && $0.number == nil }.map(\.text))
    var depths = Set(words.numbers.flatMap { $0 == 34 ? [3, 4] : [$0] })
    if isNamed { depths.formUnion(numerals(words)) } else if !numerals(words).isEmpty { return nil }
    if words.has(.wake) || (letters == ["w"] && isNamed) {
      return !hasREM && !isNonREM && depths.isSubset(of: [0]) ? .stage(.wake) : nil
    }
    if isNonREM { return letters.isSubset(of: ["n", "s"]) ? depth(depths.subtracting([0, 5])) : nil }
    if hasREM || (letters == ["r"] && isNamed) {
      return letters.isSubset(of: ["r", "s"]) && depths.isSubset(of: [5]) ? .stage(.rem) : nil
    }
    guard letters.isSubset(of: ["n", "s"]) else { return nil }
    if letters.contains("n") { return depth(depths) }
    guard isNamed || letters == ["s"] else {
      return depths == [3, 4] && words.numbers.count == 2 ? .stage(.n3) : nil
    }
    switch depths {
    case [0]: return .stage(.wake)
    case [5]: return .stage(.rem)
    default: return depth(depths)
    }
  }

  private static func depth(_ depths: Set<Int>) -> EventMeaning? {
    switch depths {
    case [1]: .stage(.n1)
    case [2]: .stage(.n2)
    case [3], [4], [3, 4]: .stage(.n3)
    default: nil
    }
  }

  private static func numerals(_ words: LabelWords) -> [Int] {
    words.tokens.compactMap { token in
      switch token.word {
      case .first: 1
      case .second: 2
      case .third: 3
      case .fourth: 4
      default: nil
      }
    }
  }

  // MARK: Events

  private static func lights(_ words: LabelWords) -> EventMeaning? {
    guard words.has(.light), words.consists(of: [.light, .off, .on, .filler]),
      words.has(.off) != words.has(.on)
    else { return nil }
    return .event(words.has(.off) ? .lightsOff : .lightsOn)
  }

  /// An arousal that ends a period of increasing respiratory effort is a respiratory event (AASM manual,
  /// respiratory rules, RERA).
  private static func rera(_ words: LabelWords) -> EventMeaning? {
    let allowed = allKnown.subtracting([.without])
    if let rera = words.index(of: .rera) {
      guard words.consists(of: allowed, numbers: true) else { return nil }
      // `RERA Arousal`, like `PLM Arousal`, is the arousal: DOMINO lists it among these.
      let isCause = words.index(of: .arousal).map { rera < $0 } ?? false
      return isCause && !words.has(.with) && !words.has(.effort) ? .respiratoryArousal : .event(.rera)
    }
    guard words.has(.effort), words.has(.related), isArousal(words), words.consists(of: allowed) else {
      return nil
    }
    return .event(.rera)
  }

  private static func isArousal(_ words: LabelWords) -> Bool {
    words.has(.arousal) || (words.has(.micro) && (words.has(.wake) || words.has(.reveil)))
  }

  private static func arousal(_ words: LabelWords) -> EventMeaning? {
    guard isArousal(words), !words.has(.without) else { return nil }
    let first = words.tokens.first?.word
    if first == .arousal || first == .micro { return .event(.arousal) }
    let letters: Set<Substring> = ["l", "r", "b"]
    guard words.consists(of: allKnown, letters: letters, numbers: false) else { return nil }
    // `Leg movement with arousal` is a movement; `PLM arousal` is an arousal due to one.
    if let with = words.index(of: .with), let arousal = words.index(of: .arousal) ?? words.index(of: .micro),
      with < arousal
    {
      let before = LabelWords(words.tokens[..<with].map { String($0.text) }.joined(separator: " "))
      switch movement(before) ?? respiratory(before) {
      case .legMovement(let side), .periodicMovement(let side): return .legMovementWithArousal(side)
      case let other?: return other
      case nil: return nil
      }
    }
    return .event(.arousal)
  }

  /// `Desaturation (Apnea)`: what follows is the cause of the desaturation, which is not scored.
  private static func desaturation(_ words: LabelWords) -> EventMeaning? {
    guard let place = words.index(of: .desaturation),
      [LabelWord.apnea, .hypopnea].allSatisfy({ words.index(of: $0).map { place < $0 } ?? true })
    else { return nil }
    let allowed: Set<LabelWord> = [
      .desaturation, .apnea, .hypopnea, .obstructive, .central, .mixed, .respiratory, .related, .with,
      .filler, .cause,
    ]
    return words.consists(of: allowed, numbers: true) ? .nothing : nil
  }

  private static func respiratory(_ words: LabelWords) -> EventMeaning? {
    guard words.has(.apnea) != words.has(.hypopnea) else { return nil }
    let allowed: Set<LabelWord> = [
      .apnea, .hypopnea, .obstructive, .central, .mixed, .respiratory, .filler, .cause, .with, .arousal,
      .desaturation,
    ]
    // `Apnea desaturation` may be either; `Hypopnea with desaturation` and `Hypopnea (desat)` are not.
    if words.isPlain, words.tokens.count == 2, words.tokens.last?.word == .desaturation { return nil }
    guard words.consists(of: allowed, numbers: words.has(.hypopnea)) else { return nil }
    let kinds = [LabelWord.obstructive, .central, .mixed].filter { words.has($0) }
    guard kinds.count <= 1 else { return nil }
    if words.has(.hypopnea) { return .event(.hypopnea) }
    return switch kinds.first {
    case .obstructive: .event(.obstructiveApnea)
    case .central: .event(.centralApnea)
    case .mixed: .event(.mixedApnea)
    default: .event(.apnea)
    }
  }

  // MARK: Movements

  private static func movement(_ words: LabelWords) -> EventMeaning? {
    let allowed: Set<LabelWord> = [
      .left, .right, .both, .leg, .movement, .legMovement, .periodic, .isolated, .series, .respiratory,
      .related,
      .filler, .without,
    ]
    let isPeriodic = words.has(.periodic)
    let isNamed = words.has(.legMovement) || (words.has(.leg) && words.has(.movement))
    // Single letters are sides only beside the name of a movement.
    let letters: Set<Substring> = isNamed || isPeriodic || words.has(.leg) ? ["l", "r", "b", "g"] : []
    // `LM Körperlage` is a movement during a change of position.
    guard words.consists(of: words.has(.legMovement) ? allowed.union([.position]) : allowed, letters: letters)
    else { return nil }
    let side = side(words)
    if words.has(.without) || words.has(.isolated) {
      // `Non-periodic leg movement`, `isolated limb movement`.
      guard isNamed, words.has(.without) == isPeriodic else { return nil }
      return .legMovement(side)
    }
    if isPeriodic { return words.has(.series) ? .movementSeries : .periodicMovement(side) }
    guard !words.has(.series) else { return nil }
    if isNamed { return .legMovement(side) }
    return words.has(.leg) && side != nil ? .legMovement(side) : nil
  }

  private static func side(_ words: LabelWords) -> Side? {
    let letters = Set(words.tokens.filter { $0.word == nil }.map(\.text))
    let left = words.has(.left) || letters.contains("l") || letters.contains("g")
    // A final `d`, as in `jambe d`, is `droite`; elsewhere the letter is an article.
    let right =
      words.has(.right) || letters.contains("r") || words.tokens.last?.text == "d" || isDerecha(words)
    if words.has(.both) || letters.contains("b") || (left && right) { return .both }
    return left ? .left : right ? .right : nil
  }

  /// `Pierna der.`; in German the word is an article, which stands before a noun.
  private static func isDerecha(_ words: LabelWords) -> Bool {
    words.tokens.last?.text == "der"
      || (words.tokens.contains { $0.text == "der" } && words.tokens.contains { $0.text.hasPrefix("pierna") })
  }

  /// All words allowed in the label of an arousal or a RERA.
  private static let allKnown: Set<LabelWord> = [
    .left, .right, .both, .leg, .movement, .legMovement, .periodic, .isolated, .arousal, .micro, .reveil,
    .rera,
    .effort, .related, .respiratory, .apnea, .hypopnea, .obstructive, .central, .mixed, .with, .without,
    .sleep,
    .wake, .desaturation, .cause, .filler,
  ]
}
