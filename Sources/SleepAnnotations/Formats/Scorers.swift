import SleepEvents

/// Chooses between several scorers in one file.
enum Scorers {
  /// - Parameters:
  ///   - arePrograms: the scorers in file order, true for a program.
  /// - Returns: the index of the one to use, and a warning if there are several.
  /// - Throws: `AnnotationError.noSuchScorer` if the scorer requested by the user does not exist.
  static func choose(
    arePrograms: [Bool], context: ReadingContext, file: String
  ) throws(AnnotationError) -> (index: Int, warnings: [Warning]) {
    let count = arePrograms.count
    guard count > 1 else {
      guard let asked = context.scorer, asked > 1 else { return (0, []) }
      // With several files, or in a batch, the number was meant for another one.
      return (
        0,
        [
          Warning(
            code: "one_scorer",
            message: "scorer \(asked) was requested, but the file names at most one, whose marks are used",
            quotesInput: false)
        ]
      )
    }
    if let asked = context.scorer, !(1...count).contains(asked) {
      throw .noSuchScorer(file: file, asked: asked, scorers: count)
    }
    let index = context.scorer.map { $0 - 1 } ?? arePrograms.firstIndex(of: false) ?? 0
    return (
      index,
      [
        Warning(
          code: "several_scorers",
          message:
            "\(count) scorers in one file: number \(index + 1)\(arePrograms[index] ? ", a program," : "") is "
            + "used alone", quotesInput: false)
      ]
    )
  }

  /// Whether a scorer's name or method indicates a program.
  static func isProgram(_ text: String) -> Bool {
    let words = LabelWords(text).tokens.map(\.text)
    let joined = words.joined()
    return words.contains { programWords.contains($0) } || programs.contains { joined.contains($0) }
  }

  private static let programWords: Set<Substring> = [
    "auto", "automated", "automatic", "automatically", "automatisch", "automatique", "automatico", "machine",
    "computer", "software", "algorithm", "model", "program", "ai", "luna", "pops", "gssc", "domino",
    "noxturnal", "pred",
    "sleeptrip", "stages",
  ]
  private static let programs = [
    "yasa", "usleep", "somnolyzer", "polysmith", "caisr", "sleeptransformer", "deepsleep", "xsleepnet",
    "predict",
    "michele", "ensosleep", "sleepware", "aasleep", "autoscor", "classifier", "network",
  ]
}
