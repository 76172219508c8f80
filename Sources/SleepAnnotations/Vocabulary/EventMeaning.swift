import SleepEvents

/// The meaning of a laboratory's label.
package enum EventMeaning: Hashable, Sendable {
  case stage(SleepStage)
  case event(EventKind)
  /// A movement, with its side if the label gives one.
  case legMovement(Side?)
  /// A movement that the source calls periodic; a long one is a whole series (TrapsOfScorings, 4).
  case periodicMovement(Side?)
  /// A series of periodic movements as a whole; counted but not scored.
  case movementSeries
  /// Muscle activity by the rules for REM sleep without atonia, which differ from those for leg movements.
  case muscleActivity
  /// A RERA that the source lists among the arousals; it counts as both (TrapsOfScorings, 2).
  case respiratoryArousal
  /// A movement that the source associates with an arousal without giving the arousal's time.
  case legMovementWithArousal(Side?)
  /// Known, but not scored.
  case nothing
}

/// The meanings of laboratories' labels, from a list, from rules for their words, and from a user's own map.
package struct EventVocabulary: Sendable {
  /// By folded label.
  private var meanings: [String: EventMeaning]

  /// The vocabulary without user-defined labels.
  package static let standard = EventVocabulary(VocabularyFile.load())

  init(_ meanings: [String: EventMeaning]) { self.meanings = meanings }

  /// The same with a user's labels, which take precedence over ours.
  package func adding(_ own: [String: EventMeaning]) -> EventVocabulary {
    var copy = self
    for (label, meaning) in own { copy.meanings[EventVocabulary.fold(label)] = meaning }
    return copy
  }

  /// The meaning of a label; nil if it is unknown. Unknown labels are never guessed.
  ///
  /// Case and runs of blanks and punctuation are ignored, as is a scorer's tag after a comma (`plm,Manual`);
  /// a side may come before or after the name of a movement.
  package func meaning(of label: String) -> EventMeaning? {
    let plain = EventVocabulary.withoutTag(label)
    return whole(label) ?? (plain == label ? nil : whole(plain))
  }

  private func whole(_ label: String) -> EventMeaning? {
    let folded = EventVocabulary.fold(label)
    return meanings[folded] ?? sidedMovement(folded) ?? series(folded) ?? LabelRules.meaning(label)
  }

  /// Whether an unknown label names a sleep state, which ends the previous state.
  func namesState(_ label: String) -> Bool { LabelRules.namesState(label) }

  /// `PLM (Left) series`: a word for a series combined with a known label of a periodic movement.
  private func series(_ folded: String) -> EventMeaning? {
    let words = folded.split(separator: " ")
    let rest = words.filter { !["series", "serie", "série", "serien", "reeks"].contains($0) }
    guard rest.count < words.count else { return nil }
    let name = rest.joined(separator: " ")
    if case .periodicMovement? = meanings[name] ?? sidedMovement(name) { return .movementSeries }
    return nil
  }

  /// `limb movement left leg`: a known label of a movement combined with a word for a side.
  private func sidedMovement(_ folded: String) -> EventMeaning? {
    var side: Side?
    var rest: [Substring] = []
    for word in folded.split(separator: " ") {
      switch word {
      case "left", "l", "gauche", "links", "izquierda", "linker", "linkes":
        side = side == .right ? .both : .left
      case "right", "r", "droit", "droite", "rechts", "derecha", "rechter", "rechtes":
        side = side == .left ? .both : .right
      case "both", "bilateral": side = .both
      case "leg", "legs", "jambe", "bein", "pierna", "been",
        "limb" where side != nil && !rest.isEmpty:
        continue
      default: rest.append(word)
      }
    }
    guard let side else { return nil }
    switch meanings[rest.joined(separator: " ")] {
    case .legMovement(nil): return .legMovement(side)
    case .periodicMovement(nil): return .periodicMovement(side)
    case .legMovementWithArousal(nil): return .legMovementWithArousal(side)
    default: return nil
    }
  }

  private static func withoutTag(_ label: String) -> String {
    guard let comma = label.lastIndex(of: ","), comma != label.startIndex else { return label }
    return String(label[..<comma])
  }

  /// Lower case, keeping letters and digits, with everything else reduced to single blanks; a lone `?` is
  /// kept.
  static func fold(_ label: String) -> String {
    if let plain = foldedASCII(label) { return plain }
    let trimmed = label.filter { !$0.isWhitespace }
    if trimmed == "?" { return "?" }
    if label.hasSuffix("?") { return fold(String(label.dropLast())) + " ?" }
    var words: [String] = []
    var word = ""
    for character in label.lowercased() {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words.joined(separator: " ")
  }

  /// The same byte by byte, which works for nearly every label; nil if one is not ASCII or ends in `?`.
  private static func foldedASCII(_ label: String) -> String? {
    var folded: [UInt8] = []
    folded.reserveCapacity(label.utf8.count)
    var isBetween = false
    for byte in label.utf8 {
      guard byte < 0x80 else { return nil }
      let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
      if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(lower)
      {
        if isBetween, !folded.isEmpty { folded.append(UInt8(ascii: " ")) }
        isBetween = false
        folded.append(lower)
      } else {
        isBetween = true
      }
    }
    // A trailing `?` is kept.
    if label.utf8.last(where: { $0 > 0x20 }) == UInt8(ascii: "?") { return nil }
    return String(decoding: folded, as: UTF8.self)
  }
}
