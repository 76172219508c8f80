import Foundation

/// The meaning of a word in a laboratory's label, whatever its language. Raw values are those of `words.tsv`.
enum LabelWord: String, Hashable {
  case left, right, both, leg, movement, periodic, isolated, series
  case legMovement = "leg_movement"
  case arousal, micro, reveil, rera, effort, related, respiratory
  case apnea, hypopnea, obstructive, central, mixed
  case with, without, light, off, on
  case stage, sleep, wake, rem, nrem, rapid, eye, unscored, unknown, time, slow
  case movementTime = "movement_time"
  case first = "numeral_1"
  case second = "numeral_2"
  case third = "numeral_3"
  case fourth = "numeral_4"
  case scored, desaturation, position, cause, excluded, filler
}

/// A label split into words, without case, accents and punctuation, and with compound words taken apart.
struct LabelWords {
  struct Token: Hashable {
    let text: Substring
    /// Nil for numbers, single letters and words that are in no list.
    let word: LabelWord?
    var number: Int? { Int(text) }
  }

  let tokens: [Token]
  /// True if it ends in a question mark: the scorer was not sure.
  let isDoubtful: Bool
  /// True if nothing but blanks separates the words.
  let isPlain: Bool

  init(_ label: String) {
    isPlain = label.allSatisfy { $0.isLetter || $0.isWhitespace }
    var plain = LabelWords.withoutAccents(label.lowercased())
    isDoubtful = plain.last { !$0.isWhitespace } == "?"
    plain = plain.replacing("w/o", with: " without ").replacing("w/", with: " with ")
    // The 2 is not a number of the label's own.
    plain = plain.replacing("spo2", with: "spo ").replacing("sao2", with: "spo ")
    var pieces: [Substring] = []
    var start: String.Index?
    var isNumber = false
    for index in plain.indices {
      let character = plain[index]
      let continues = start != nil && character.isNumber == isNumber
      if character.isLetter || character.isNumber {
        if !continues {
          if let begun = start { pieces.append(plain[begun..<index]) }
          start = index
          isNumber = character.isNumber
        }
      } else if let begun = start {
        pieces.append(plain[begun..<index])
        start = nil
      }
    }
    if let begun = start { pieces.append(plain[begun...]) }
    tokens = pieces.flatMap(LabelWords.tokens)
  }

  func has(_ word: LabelWord) -> Bool { tokens.contains { $0.word == word } }
  func index(of word: LabelWord) -> Int? { tokens.firstIndex { $0.word == word } }
  var numbers: [Int] { tokens.compactMap(\.number) }

  /// Whether every token is one of these words, one of these letters, or a number if allowed.
  func consists(of words: Set<LabelWord>, letters: Set<Substring> = [], numbers: Bool = false) -> Bool {
    tokens.allSatisfy { token in
      if let word = token.word { return words.contains(word) }
      return token.number != nil ? numbers : letters.contains(token.text)
    }
  }

  // MARK: Words

  private static let longest = 40

  private static func tokens(_ piece: Substring) -> [Token] {
    if let word = lexicon[piece] { return [Token(text: piece, word: word)] }
    if let sided = sidedAbbreviation(piece) { return sided }
    guard piece.utf8.count > 3, piece.utf8.count <= longest, piece.first?.isNumber == false,
      let parts = apart(piece)
    else { return [Token(text: piece, word: nil)] }
    return parts
  }

  /// `lml`, `plmr`, `lmb`: a movement and the letter of its side.
  private static func sidedAbbreviation(_ piece: Substring) -> [Token]? {
    let sides: [Character: LabelWord] = ["l": .left, "r": .right, "b": .both]
    guard let last = piece.last, let side = sides[last] else { return nil }
    let stem = piece.dropLast()
    guard ["lm", "plm", "plms"].contains(stem), let word = lexicon[stem] else { return nil }
    return [Token(text: stem, word: word), Token(text: piece.suffix(1), word: side)]
  }

  /// The fewest known words that together make up `piece`; nil if there are none. Two-letter words match too
  /// easily by chance and count only where they are listed.
  private static func apart(_ piece: Substring) -> [Token]? {
    let bounds = Array(piece.indices) + [piece.endIndex]
    var best: [[Token]?] = Array(repeating: nil, count: bounds.count)
    best[0] = []
    for end in 1..<bounds.count {
      for start in 0..<end {
        guard let before = best[start] else { continue }
        let part = piece[bounds[start]..<bounds[end]]
        guard part.utf8.count > 2 || ["lm", "on"].contains(part), let word = lexicon[part] else { continue }
        if best[end].map({ $0.count > before.count + 1 }) ?? true {
          best[end] = before + [Token(text: part, word: word)]
        }
      }
    }
    return best[bounds.count - 1] ?? nil
  }

  private static let lexicon: [Substring: LabelWord] = {
    var words: [Substring: LabelWord] = [:]
    for line in String(decoding: PackageResources.words_tsv, as: UTF8.self).split(separator: "\n").dropFirst()
    {
      let cells = line.split(separator: "\t")
      guard cells.count == 2, let meaning = LabelWord(rawValue: String(cells[0])) else { continue }
      for word in cells[1].split(separator: " ") { words[word] = meaning }
    }
    return words
  }()

  private static func withoutAccents(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    let folded = text.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en_US_POSIX"))
    return folded.replacing("ß", with: "ss").replacing("ø", with: "o").replacing("œ", with: "oe")
  }
}
