import SleepEvents

/// Interprets leg labels that are not in the table: a word for the leg or its muscle together with a word for the
/// side, in the languages of sleep laboratories.
enum LegLabelPattern {
  static func meaning(_ label: String) -> LegLabel {
    let parts = pair(label)
    let meanings = parts.map(single)
    guard meanings.count == 2 else { return meanings.first ?? .other }
    if isReference(parts[1]) { return meanings[0] }
    return switch (leg(meanings[0]), leg(meanings[1])) {
    case (let first?, let second?): first == second ? .leg(first) : .combined
    case (let only?, nil), (nil, let only?):
      // `LLEG1-2`: the second electrode is given only by its number.
      isNumber(parts[1]) || isNumber(parts[0]) ? .leg(only) : single(label)
    case (nil, nil):
      meanings.contains(.ambiguous) ? .ambiguous : meanings.contains(.combined) ? .combined : single(label)
    }
  }

  private static func leg(_ meaning: LegLabel) -> Leg? {
    switch meaning {
    case .leg(let leg), .electrode(let leg): leg
    case .combined, .ambiguous, .other: nil
    }
  }

  /// The two halves of a derivation such as `LLEG1 - LLEG2`; one element if it is not one.
  private static func pair(_ label: String) -> [String] {
    let text = LabelFolding.withoutEMG(LabelFolding.plain(label))
    for (index, character) in zip(text.indices, text) where "-/:".contains(character) {
      let first = String(text[..<index]).trimmedBlanks
      let second = String(text[text.index(after: index)...]).trimmedBlanks
      // A single letter after the separator is a side or a location, not an electrode.
      if letters(first).count > 1, !second.isEmpty,
        letters(second).count > 1 || isNumber(second) || isReference(second),
        words(second) != nil || isReference(second) || isNumber(second)
      {
        return [first, second]
      }
    }
    return [text]
  }

  private static func letters(_ text: String) -> String { String(text.filter(\.isLetter)) }
  private static func isNumber(_ text: String) -> Bool { !text.isEmpty && text.allSatisfy(\.isNumber) }

  private static func isReference(_ text: String) -> Bool {
    let folded = LabelFolding.folded(text)
    return ["ref", "a1", "a2", "m1", "m2", "a1a2", "m1m2", "avg", "av", "cz", "gnd", "reference"].contains(
      folded)
  }

  private static func single(_ text: String) -> LegLabel {
    guard let found = words(text) else { return .other }
    guard let leg = found.leg else { return found.isElectrode ? .ambiguous : .combined }
    return found.isElectrode ? .electrode(leg) : .leg(leg)
  }

  private struct Words {
    var leg: Leg?
    var isElectrode: Bool
    var isBoth = false
  }

  /// Finds the stem and the side in the label of one electrode or channel; nil if it names no leg.
  private static func words(_ text: String) -> Words? {
    let folded = LabelFolding.folded(text)
    let isMarked = folded.hasSuffix("+") || folded.hasSuffix("-")
    let parts = text.split(whereSeparator: { !$0.isLetter }).map { LegWords.plain(String($0)) }
      .filter { !LegWords.fillers.contains($0) }
    let isNumbered = text.last { $0.isLetter || $0.isNumber }?.isNumber == true
    let isElectrode = isMarked || isNumbered
    if let found = spaced(parts) ?? glued(parts.joined()) {
      return Words(
        leg: found.leg, isElectrode: (isElectrode || found.isElectrode) && !found.isBoth, isBoth: found.isBoth
      )
    }
    return nil
  }

  /// `Leg left`, `Tib. ant. li`: separate words.
  private static func spaced(_ parts: [String]) -> Words? {
    var stems: [String] = []
    var legs: Set<Leg> = []
    var sides: [String] = []
    for part in parts {
      if let leg = LegWords.muscles[part] {
        legs.insert(leg)
        stems.append(part)
      } else if LegWords.isStem(part) {
        stems.append(part)
      } else if LegWords.sides[part] != nil {
        sides.append(part)
      } else {
        return nil
      }
    }
    guard !stems.isEmpty else { return nil }
    // The stem already names a leg, so U and L are its upper and lower electrodes.
    if let leg = legs.first, legs.count == 1, sides.count == 1, ["l", "u"].contains(sides[0]),
      parts.last == sides[0]
    {
      return Words(leg: leg, isElectrode: true)
    }
    for side in sides {
      guard let leg = LegWords.sides[side], LegWords.allows(side, beside: stems) else { return nil }
      legs.insert(leg)
    }
    switch legs.count {
    case 0:
      guard stems.contains(where: { !LegWords.shortStems.contains($0) }) else { return nil }
      return Words(leg: nil, isElectrode: false, isBoth: stems.contains(where: LegWords.plurals.contains))
    case 1: return Words(leg: legs.first, isElectrode: false)
    default: return Words(leg: nil, isElectrode: false, isBoth: true)
    }
  }

  /// `LTibialis`, `BeinRe`, `RATU`: side and stem in a single word.
  private static func glued(_ word: String) -> Words? {
    for (muscle, leg) in LegWords.muscles where word.hasPrefix(muscle) {
      let rest = String(word.dropFirst(muscle.count))
      if ["u", "l", "upper", "lower"].contains(rest) { return Words(leg: leg, isElectrode: true) }
      if !rest.isEmpty, LegWords.isStems(rest) { return Words(leg: leg, isElectrode: false) }
    }
    if LegWords.isStems(word), !LegWords.shortStems.contains(word) {
      return Words(leg: nil, isElectrode: false, isBoth: LegWords.plurals.contains(word))
    }
    for (side, leg) in LegWords.sidesByLength where word.count > side.count {
      let candidates = [
        word.hasPrefix(side) ? String(word.dropFirst(side.count)) : nil,
        word.hasSuffix(side) ? String(word.dropLast(side.count)) : nil,
      ]
      for case let stem? in candidates where LegWords.isStems(stem) && LegWords.allows(side, beside: [stem]) {
        return Words(leg: leg, isElectrode: false)
      }
    }
    return nil
  }

  /// The name of a leg after the input type that some recorders put before every label, as in `EEG LLeg1` or
  /// `POL LAT`. After `EEG` only if a leg is spelled out: `EEG LAT` may be a scalp location.
  ///
  /// - Returns: nil if there is no such prefix or no leg after it.
  static func withoutForeignPrefix(_ label: String) -> String? {
    let plain = LabelFolding.plain(label)
    guard let prefix = foreignPrefixes.first(where: { plain.hasPrefix($0) }) else { return nil }
    let rest = String(plain.dropFirst(prefix.count).drop { " -._/:".contains($0) })
    // `EEGLEG`: without a separator after it, the prefix is part of the name.
    guard rest.count < plain.count - prefix.count || rest.first.map({ !$0.isLetter }) == true,
      !rest.isEmpty, !isExcluded(rest)
    else { return nil }
    let letters = rest.filter(\.isLetter)
    guard prefix != "eeg" || spelledLegs.contains(where: { letters.contains($0) }) else { return nil }
    return LegLabel(rest, hasFrenchPair: false) == .other ? nil : rest
  }

  private static let foreignPrefixes = ["eeg", "pol", "bip", "aux", "ext", "misc", "poly"]
  private static let spelledLegs = [
    "leg", "tib", "limb", "jamb", "bein", "piern", "gamb", "perna", "foot", "calf", "plm",
  ]

  /// Matches muscles and quantities that are not leg EMG, whatever else the label says.
  static func isExcluded(_ label: String) -> Bool {
    let words = LabelFolding.plain(label).split(whereSeparator: { !$0.isLetter }).map(String.init)
    let folded = LabelFolding.folded(label)
    if folded.hasPrefix("eeg") || folded.hasPrefix("eog") || folded.hasPrefix("ecg")
      || folded.hasPrefix("ekg")
    {
      return true
    }
    if words.contains(where: { excludedWords.contains($0) }) { return true }
    return excludedParts.contains { folded.contains($0) }
  }

  private static let excludedWords: Set<String> = [
    "arm", "arms", "larm", "rarm", "imp", "impedance", "impédance", "imped", "ic", "fds", "fdi", "edc",
    "hand",
    "spo2", "pos", "position", "quality", "batt",
  ]
  private static let excludedParts = [
    "chin", "submen", "mental", "intercost", "masseter", "biceps", "deltoid", "diaphr", "abdom", "thora",
    "imped", "larynx", "lip", "arml", "armr", "armsl", "armsr", "forearm", "brachio",
  ]
}

extension String {
  fileprivate var trimmedBlanks: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
