import SleepEvents

/// The columns of a table of epochs, by their names and by what they hold.
struct EpochColumns {
  /// Indices of the columns whose name says that they hold stages.
  private(set) var stages: [Int] = []
  /// Index of the column that numbers the epochs.
  private(set) var number: Int?
  /// Indices of all columns that may be a scorer's, in the order of the file.
  private(set) var all: [Int] = []
  private var names: [String] = []

  /// A number and a stage, without a header.
  static let numbered: EpochColumns = {
    var columns = EpochColumns([])
    (columns.stages, columns.number, columns.all) = ([1], 0, [1])
    return columns
  }()

  init(_ header: [String]) {
    names = header.map { EventVocabulary.fold($0) }
    stages = names.indices.filter { EpochColumns.stageNames.contains(EpochColumns.withoutNumber(names[$0])) }
    number = names.firstIndex { EpochColumns.numberNames.contains($0) }
    all = names.indices.filter { $0 != number }
  }

  /// The last column without which a row cannot be read.
  var last: Int { max(stages.first ?? 0, number ?? 0) }

  /// The scorers among the columns: the index into `all`, and whether it is a program.
  ///
  /// A column is one if its name says so and it holds stages. After these come columns of any other name that hold
  /// nothing but words for stages, not only letters: L and R alone are positions of the body. Columns that say the same,
  /// such as a number and a word for each stage, are one scorer.
  func scorers(of texts: [[String?]]) -> [(index: Int, isProgram: Bool)] {
    let named = all.indices.filter { stages.contains(all[$0]) }
    let says = all.indices.map { named.contains($0) || isPerson(all[$0]) || isProgram(all[$0]) }
    var found = all.indices.filter { says[$0] && EpochColumns.holdsStages(texts[$0]) }
    found += all.indices.filter { !says[$0] && EpochColumns.holdsWords(texts[$0], beyondLetters: true) }
    // A column that says the same all night is a name or a flag beside one that does not.
    if found.contains(where: { !isConstant(texts[$0]) }) { found.removeAll { isConstant(texts[$0]) } }
    // A single column may hold labels that only the user knows.
    if !found.contains(where: named.contains) { found = Array(named.prefix(1)) }
    var scorers: [Int] = []
    for index in found {
      guard let same = scorers.firstIndex(where: { EpochColumns.agree(texts[$0], texts[index]) }) else {
        scorers.append(index)
        continue
      }
      // Words need no code.
      if EpochColumns.holdsWords(texts[index]) { scorers[same] = index }
    }
    return scorers.map { ($0, isProgram(all[$0])) }
  }

  private func isConstant(_ texts: [String?]) -> Bool {
    texts.count >= EpochColumns.fewestToJudge && Set(texts.compactMap(\.self)).count <= 1
  }

  /// Five minutes of one stage are nothing unusual.
  private static let fewestToJudge = 20

  private func isPerson(_ column: Int) -> Bool {
    names.indices.contains(column) && EpochColumns.personNames.contains(names[column])
  }

  /// `Stages` heads a column of stages here, not one of the program of that name.
  private func isProgram(_ column: Int) -> Bool {
    guard names.indices.contains(column) else { return false }
    return Scorers.isProgram(
      names[column].split(separator: " ").filter { $0 != "stages" }.joined(separator: " "))
  }

  private static func withoutNumber(_ name: String) -> String {
    let end = name.lastIndex { !$0.isNumber && $0 != " " }
    return end.map { String(name[...$0]) } ?? name
  }

  private static let stageNames: Set<String> = [
    "stage", "stages", "hypno", "hypnogram", "sleep stage", "sleep stages", "sleepstage", "prediction",
    "predicted", "predictions", "pred", "y pred", "label", "score", "scoring", "consensus",
    "hypnogram stage", "yasa", "usleep", "scorer", "rater", "annotator", "expert", "human", "manual",
  ]
  /// Names that head a person's stages only beside another column of stages.
  private static let personNames: Set<String> = [
    "y", "true", "y true", "truth", "ground truth", "gt", "target", "reference", "ref", "gold",
  ]
  private static let numberNames: Set<String> = [
    "", "epoch", "epochs", "index", "unnamed 0", "no", "number", "nr", "epoch number", "epoch no", "n",
  ]

  // MARK: What a column holds

  /// Whether most of the cells that are not empty are stages, in words or numbers.
  private static func holdsStages(_ texts: [String?]) -> Bool {
    let filled = texts.compactMap(\.self)
    return filled.count { StageNumbers.isStage($0) } * 2 > filled.count
  }

  /// Whether the column is filled for the most part, with nothing but words for stages.
  private static func holdsWords(_ texts: [String?], beyondLetters: Bool = false) -> Bool {
    let filled = texts.compactMap(\.self)
    guard filled.count * 2 > texts.count else { return false }
    var isScored = false
    for text in filled {
      guard EpochList.whole(text) == nil, let stage = StageNumbers.stage(text) else { return false }
      isScored = isScored || (stage != .unscored && (text.count > 1 || !beyondLetters))
    }
    return isScored
  }

  private static func agree(_ first: [String?], _ second: [String?]) -> Bool {
    zip(first, second).allSatisfy { one, other in
      guard let one, let other else { return one == other }
      return one == other || !StageNumbers.readings(one).isDisjoint(with: StageNumbers.readings(other))
    }
  }
}
