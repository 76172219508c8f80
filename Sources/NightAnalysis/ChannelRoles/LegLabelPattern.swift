import SleepEvents

/// Reads leg labels that no table lists: a word for the leg or its muscle beside a word for the side, in the
/// languages of sleep laboratories.
enum LegLabelPattern {
  static func meaning(_ label: String) -> LegLabel {
    let parts = pair(label)
    let meanings = parts.map(single)
    guard meanings.count == 2 else { return meanings.first ?? .other }
    if isReference(parts[1]) { return meanings[0] }
    return switch (leg(meanings[0]), leg(meanings[1])) {
    case (let first?, let second?): first == second ? .leg(first) : .combined
    case (let only?, nil), (nil, let only?):
      // `LLEG1-2`: the second electrode is named by its number alone.
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

  /// The two halves of a derivation such as `LLEG1 - LLEG2`; one element if there is none.
  private static func pair(_ label: String) -> [String] {
    let text = LabelFolding.withoutEMG(LabelFolding.plain(label))
    for (index, character) in zip(text.indices, text) where character == "-" || character == "/" {
      let first = String(text[..<index]).trimmedBlanks
      let second = String(text[text.index(after: index)...]).trimmedBlanks
      // A lone letter behind the mark is a side or a place, not an electrode.
      if letters(first).count > 1, !second.isEmpty, letters(second).count > 1 || isNumber(second),
        words(second) != nil || isReference(second) || isNumber(second) || stem(letters(second)) != nil
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
  }

  /// Finds stem and side in a label of one electrode or channel; nil if no leg is named.
  private static func words(_ text: String) -> Words? {
    let folded = LabelFolding.folded(text)
    let isMarked = folded.hasSuffix("+") || folded.hasSuffix("-")
    var core = folded.filter { $0.isLetter || $0.isNumber }
    var isNumbered = false
    while let last = core.last, last.isNumber {
      core.removeLast()
      isNumbered = true
    }
    guard core.allSatisfy(\.isLetter) else { return nil }
    let isElectrode = isMarked || isNumbered
    // LAT and RAT name leg and muscle; U and L behind them are the upper and lower electrode.
    for (name, leg) in [("lat", Leg.left), ("rat", Leg.right)] where core.hasPrefix(name) {
      switch core.dropFirst(3) {
      case "": return Words(leg: leg, isElectrode: isElectrode)
      case "u", "l", "upper", "lower": return Words(leg: leg, isElectrode: true)
      default: break
      }
    }
    if let stem = stem(core) { return Words(leg: nil, isElectrode: isElectrode && stem != .both) }
    for (side, leg) in sides where core.count > side.count {
      if core.hasPrefix(side), let stem = stem(String(core.dropFirst(side.count))), allows(stem, side) {
        return Words(leg: leg, isElectrode: isElectrode)
      }
      if core.hasSuffix(side), let stem = stem(String(core.dropLast(side.count))), allows(stem, side) {
        return Words(leg: leg, isElectrode: isElectrode)
      }
    }
    return nil
  }

  private enum Stem {
    case any
    case french
    case german
    case both
  }

  private static func stem(_ word: String) -> Stem? {
    if ["legs", "bothlegs", "beine", "jambes"].contains(word) { return .both }
    if word.hasPrefix("jambe") || word == "jb" { return word == "jambe" || word == "jb" ? .french : nil }
    if word == "bein" { return .german }
    return stems.contains(word) ? .any : nil
  }

  /// French `g` and `d`, German `li` and `re` stand only beside words that those languages use.
  private static func allows(_ stem: Stem, _ side: String) -> Bool {
    switch side {
    case "g", "d": stem == .french
    default: true
    }
  }

  private static let stems: Set<String> = [
    "leg", "tib", "tibia", "tibial", "tibialis", "tibant", "tibantl", "tibanterior", "anttib", "anttibial",
    "anttibialis", "anteriortibialis", "anteriortibial", "tibialisanterior", "tibialisant", "tibanteriore",
    "at",
    "ta", "mta", "shin", "plm", "plms", "foot", "feet", "limb", "lowerlimb", "lowerleg", "legemg", "gamba",
    "pierna", "perna", "been", "ben", "noga", "noha", "calf", "gastroc",
  ]

  /// Longer words first, so that `left` is not read as `l` and `eft`.
  private static let sides: [(String, Leg)] =
    ([
      ("left", .left), ("lft", .left), ("links", .left), ("link", .left), ("li", .left), ("lt", .left),
      ("gauche", .left), ("gau", .left), ("sinistra", .left), ("sinistro", .left), ("sin", .left),
      ("sx", .left),
      ("izquierda", .left), ("izq", .left), ("esquerda", .left), ("esq", .left), ("venstre", .left),
      ("vanster", .left), ("l", .left), ("g", .left),
      ("right", .right), ("rgt", .right), ("rechts", .right), ("recht", .right), ("re", .right),
      ("rt", .right),
      ("droite", .right), ("droit", .right), ("dr", .right), ("destra", .right), ("destro", .right),
      ("dex", .right), ("dx", .right), ("derecha", .right), ("der", .right), ("direita", .right),
      ("dir", .right),
      ("hoyre", .right), ("hoger", .right), ("r", .right), ("d", .right),
    ] as [(String, Leg)]).sorted { $0.0.count > $1.0.count }

  /// Muscles and quantities that are not the EMG of a leg, whatever else the label says.
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
