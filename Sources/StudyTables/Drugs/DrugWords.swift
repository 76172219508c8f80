import Foundation

/// The words of a typed drug name, folded to ignore case, accents and punctuation.
struct DrugWords: Hashable, Sendable {
  struct Word: Hashable, Sendable {
    var text: String
    /// True if it is preceded by a separator between drugs, such as `/` or `+`.
    var startsPart: Bool
    /// True if that separator is a comma or a bracket, after which a remark may follow as well as a drug.
    var startsRemark: Bool
  }

  var words: [Word]

  init(_ typed: String) {
    words = []
    var word = ""
    var mark: (part: Bool, remark: Bool) = (false, false)
    let characters = Array(DrugWords.folded(typed))
    func isDigit(_ index: Int) -> Bool {
      characters.indices.contains(index) && characters[index].isNumber
    }
    func close() {
      guard !word.isEmpty else { return }
      if DrugWords.conjunctions.contains(word), !words.isEmpty {
        mark.part = true
      } else {
        words.append(Word(text: word, startsPart: mark.part, startsRemark: mark.remark))
        mark = (false, false)
      }
      word = ""
    }
    for (index, character) in characters.enumerated() {
      if character.isLetter || character.isNumber || character == "%" {
        // A dose attached to a name is a separate word; `d3` and `b12` are not.
        if character.isNumber, word.utf8.count >= 4, word.allSatisfy(\.isLetter) { close() }
        word.append(character)
      } else if character == "." || character == ",", isDigit(index + 1),
        isDigit(index - 1) || word.isEmpty && character == "."
      {
        // A decimal point stays within its number.
        word.append(".")
      } else if character == "'" || character == "\u{2019}" {
        continue
      } else {
        close()
        if "/+&".contains(character) { mark.part = true }
        if ",;()".contains(character) { mark.remark = true }
      }
    }
    close()
  }

  private init(words: [Word]) { self.words = words }

  /// The words joined by blanks: the key for looking up names.
  var key: String { words.map(\.text).joined(separator: " ") }
  var joined: String { words.map(\.text).joined() }

  /// The words for which `isKept` is true; a separator before a removed word moves to the next one.
  func filtered(_ isKept: (String) -> Bool) -> DrugWords {
    var kept: [Word] = []
    var (part, remark) = (false, false)
    for word in words {
      part = part || word.startsPart
      remark = remark || word.startsRemark
      guard isKept(word.text) else { continue }
      kept.append(Word(text: word.text, startsPart: part, startsRemark: remark))
      (part, remark) = (false, false)
    }
    return DrugWords(words: kept)
  }

  /// Also without a unit apart from its number, as in `500 mg`.
  var withoutDoses: DrugWords {
    var isAfterNumber = false
    return filtered { word in
      defer { isAfterNumber = word.allSatisfy { $0.isNumber || $0 == "." } }
      return !DrugWords.isDose(word) && !(isAfterNumber && DrugWords.noise.units.contains(word))
    }
  }

  /// Where the doses, forms, manufacturers and times of day at the end begin.
  var remarksStart: Int {
    let last = words.lastIndex { !DrugWords.isDose($0.text) && !DrugWords.noise.remarks.contains($0.text) }
    return last.map { $0 + 1 } ?? 0
  }

  /// Without doses, forms, manufacturers and times of day.
  var withoutRemarks: DrugWords {
    let noise = DrugWords.noise
    return filtered { !DrugWords.isDose($0) && !noise.remarks.contains($0) }
  }

  /// The same without salts.
  var withoutSalts: DrugWords {
    let noise = DrugWords.noise
    return filtered { !DrugWords.isDose($0) && !noise.remarks.contains($0) && !noise.salts.contains($0) }
  }

  /// The parts between separators.
  var parts: [(words: DrugWords, isRemark: Bool)] {
    var parts: [(words: DrugWords, isRemark: Bool)] = []
    for word in words {
      if parts.isEmpty || word.startsPart || word.startsRemark {
        parts.append((DrugWords(words: [word]), word.startsRemark && !word.startsPart))
      } else {
        parts[parts.count - 1].words.words.append(word)
      }
    }
    return parts
  }

  subscript(range: Range<Int>) -> DrugWords { DrugWords(words: Array(words[range])) }

  // MARK: Folding

  static func folded(_ text: String) -> String {
    let plain = text.folding(
      options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil
    )
    .lowercased()
    guard plain.utf8.contains(where: { $0 >= 0x80 }) else { return plain }
    var folded = ""
    for character in plain {
      switch character {
      case "ß": folded += "ss"
      case "æ": folded += "ae"
      case "œ": folded += "oe"
      case "ø": folded += "o"
      case "ł": folded += "l"
      case "µ", "μ": folded += "u"
      default: folded.append(character)
      }
    }
    return folded
  }

  // MARK: Words around a name

  private static let conjunctions: Set<String> = [
    "and", "with", "plus", "und", "et", "y", "e", "mit", "con", "avec",
  ]

  /// True for `50`, `0.5`, `50mg`, `2x`, `x2`, `q12h`, `24h` and the like.
  static func isDose(_ word: String) -> Bool {
    let rest = word.drop { $0.isNumber || $0 == "." }
    if rest.count < word.count { return rest.isEmpty || noise.units.contains(String(rest)) }
    if word.first == "x" || word.first == "q" {
      let count = word.dropFirst()
      let tail = count.drop(while: \.isNumber)
      return tail.count < count.count && (tail.isEmpty || tail == "h" || tail == "hrs")
    }
    return false
  }

  struct Noise: Sendable {
    var units: Set<String>
    var remarks: Set<String>
    var salts: Set<String>
  }

  static let noise = Noise(
    units: words("mg mgs g gr mcg ug ng ml l iu ie ui u meq mmol h hr hrs std % x st nd rd th d"),
    remarks: words(
      """
      mg mgs g gr mcg ug ml iu ie ui units unit einheiten meq mmol h hr hrs hour hours cm cmh2o %
      tab tabs tablet tablets tbl tbls tabl tabletten tablette comprime comprimes comprimido comprimidos comp cp cpr
      cps cap caps capsule capsules kapsel kapseln kaps gelule gelules capsulas capsula filmtablette filmtabletten
      filmtabl ftbl retardtabletten retardkapseln gouttes gotas tropfen drops drop solution sol losung suspension
      susp syrup sirup sirop jarabe liquid elixir oral orally po p iv im sc sl subcut sublingual transdermal patch
      patches pflaster parche parches film spray nasal odt inj injection injections injekt infusion infusions drip
      cream creme crema gel ointment salbe sachet sachets powder pulver pill pills dragee dragees drg lozenge
      chewable gummies gummy dissolving dispersible
      xr er sr cr xl la pr ir dr mr ec rt retard ret depot prolong prolonged lp lib long acting extended immediate
      modified controlled release slow sustained uno forte
      qhs hs qd qod od bid bd tid tds qid qds qam qpm prn am pm an nocte mane ac pc daily nightly bedtime bed night
      nights nighttime morning evening noon once twice thrice times time per day at the before after food meals
      every weekly week abends morgens mittags nachts zur nacht taglich soir matin noche manana cada dias al jour
      for sleep insomnia as needed low dose high generic brand generika new old dose doses
      ratiopharm hexal stada sandoz teva mylan viatris aliud heumann neuraxpharm zentiva biogaran arrow actavis
      cinfa normon kern efg aurobindo accord betapharm ct abz dura winthrop pfizer apotex apo pms sanofi krka lupin
      zydus torrent eg qualigen pharma bayer beta azu basics aristo glenmark
      """),
    salts: words(
      """
      hcl hydrochloride hydrochlorid chlorhydrate clorhidrato dihydrochloride hbr hydrobromide bromide maleate maleat
      mesylate mesilate mesilat tartrate tartrat bitartrate succinate succinat fumarate fumarat phosphate phosphat
      sulfate sulphate sulfat citrate citrat oxalate oxalat sodium natrium potassium kalium calcium besylate besilate
      besilat pamoate acetate acetat hemihydrate monohydrate dihydrate hydrate hydrogen magnesium nitrate lactate
      gluconate decanoate decanoat palmitate salt salts
      """))

  /// Everyday words that an approximate match would mistake for a drug name.
  static let everyday = words(
    """
    sleeping sleep sleeper blood pressure water heart thyroid stomach allergy asthma diabetes cholesterol vitamin
    vitamins mineral minerals herbal natural supplement supplements antidepressant antidepressants antihistamine
    painkiller relaxant medicine medication nothing unknown various birth control nerve calming schlafmittel
    blutdruck schmerzmittel somnifere
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
