import SleepEvents

/// The words in leg labels in the languages of sleep laboratories, in lower case and without accents.
enum LegWords {
  /// Names that specify both leg and muscle: left and right anterior tibialis.
  static let muscles: [String: Leg] = ["lat": .left, "rat": .right]

  static let plurals: Set<String> = ["legs", "bothlegs", "beine", "jambes", "feet"]

  /// Stems that mean a leg only together with a word for the side.
  static let shortStems: Set<String> = ["at", "ta", "mta", "ben", "been", "noga", "noha", "jb", "calf"]

  private static let stems: Set<String> = plurals.union(shortStems).union([
    "leg", "legemg", "lowerleg", "lowerlimb", "limb", "foot", "shin", "gastroc", "plm", "plms", "tib",
    "tibia",
    "tibial", "tibialis", "tibant", "tibanterior", "tibanteriore", "tibialisanterior", "tibialisant",
    "anttib",
    "anttibial", "anttibialis", "anteriortibialis", "anteriortibial", "jambe", "bein", "gamba", "pierna",
    "perna",
  ])

  /// Words that carry no information about leg or side.
  static let fillers: Set<String> = [
    "emg", "ant", "anterior", "muscle", "musc", "m", "surface", "bipolar", "both",
  ]

  static func isStem(_ word: String) -> Bool { stems.contains(word) }

  /// True for one stem, or two in one word, such as `legtib`.
  static func isStems(_ word: String) -> Bool {
    if stems.contains(word) { return true }
    return stems.contains {
      $0.count > 2 && word.hasPrefix($0) && stems.contains(String(word.dropFirst($0.count)))
    }
  }

  /// The side that a word means. Single letters other than L and R count only together with a stem of their
  /// language.
  static let sides: [String: Leg] = [
    "left": .left, "lft": .left, "lt": .left, "l": .left, "links": .left, "link": .left, "linke": .left,
    "linkes": .left, "li": .left, "gauche": .left, "gau": .left, "g": .left, "sinistra": .left,
    "sinistro": .left,
    "sin": .left, "sx": .left, "s": .left, "izquierda": .left, "izq": .left, "i": .left, "esquerda": .left,
    "esq": .left, "e": .left, "venstre": .left, "vanster": .left, "v": .left, "lewa": .left, "leva": .left,
    "right": .right, "rgt": .right, "rt": .right, "r": .right, "rechts": .right, "recht": .right,
    "rechte": .right, "rechtes": .right, "re": .right, "droite": .right, "droit": .right, "dr": .right,
    "d": .right, "destra": .right, "destro": .right, "dex": .right, "dx": .right, "derecha": .right,
    "der": .right, "direita": .right, "dir": .right, "hoyre": .right, "hojre": .right, "hoger": .right,
    "h": .right, "prawa": .right, "prava": .right, "p": .right, "u": .left, "lijeva": .left, "desna": .right,
  ]

  /// Longer words first, so that `left` is not split into `l` and `eft`.
  static let sidesByLength = sides.filter { $0.key != "u" }.sorted {
    ($0.key.count, $1.key) > ($1.key.count, $0.key)
  }

  /// True if a word for a side belongs to the language of a stem.
  static func allows(_ side: String, beside stems: [String]) -> Bool {
    func any(_ words: Set<String>) -> Bool { stems.contains(where: words.contains) }
    let neutral: Set<String> = ["tib", "tibial", "tibialis", "tibant", "ta", "plm", "leg"]
    return switch side {
    case "g": any(neutral.union(["jambe", "jb"]))
    case "d": any(neutral.union(["jambe", "jb", "gamba", "pierna", "perna"]))
    case "s": any(["gamba"])
    case "i": any(["pierna"])
    case "e": any(["perna"])
    case "v", "h": any(["ben"])
    case "p": any(["noga", "noha"])
    case "u": false
    default: true
    }
  }

  /// Lower case, without accents.
  static func plain(_ word: String) -> String {
    String(word.lowercased().map { accents[$0] ?? $0 })
  }

  private static let accents: [Character: Character] = [
    "à": "a", "á": "a", "ä": "a", "å": "a", "é": "e", "è": "e", "ê": "e", "í": "i", "ó": "o", "ö": "o",
    "ø": "o",
    "ú": "u", "ü": "u", "ñ": "n", "ç": "c",
  ]
}
