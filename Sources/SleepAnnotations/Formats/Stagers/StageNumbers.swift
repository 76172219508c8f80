import SleepEvents

/// The numbers and words in stage lists.
enum StageNumbers {
  /// A short integer, or one of YASA's words.
  static func isOfYASA(_ text: String, inTable: Bool) -> Bool {
    if let number = EpochList.whole(text) { return (-20...20).contains(number) }
    // YASA's tables also use the short letters; a bare list of them is Luna's.
    if inTable, ["W", "R"].contains(text) { return true }
    return ["WAKE", "N1", "N2", "N3", "REM", "ART", "UNS"].contains(text.uppercased())
  }

  static let yasa: [Int: SleepStage] = [
    0: .wake, 1: .n1, 2: .n2, 3: .n3, 4: .rem, -1: .unscored, -2: .unscored,
  ]

  /// If some stages are given as words, the numbers are Rechtschaffen and Kales sleep stages.
  static let depths: [Int: SleepStage] = [0: .wake, 1: .n1, 2: .n2, 3: .n3, 4: .n3]

  /// The stage for a word; `L` means lights on, outside the scored night.
  static func stage(_ text: String, _ vocabulary: EventVocabulary = .standard) -> SleepStage? {
    if text == "L" { return .unscored }
    guard case .stage(let stage)? = vocabulary.meaning(of: text) else { return nil }
    return stage
  }

  /// Whether a text can be a stage, in whatever code.
  static func isStage(_ text: String) -> Bool {
    EpochList.whole(text).map { (-20...20).contains($0) } ?? (stage(text) != nil)
  }

  /// All stages that a text can stand for.
  static func readings(_ text: String) -> Set<SleepStage> {
    guard let number = EpochList.whole(text) else { return stage(text).map { [$0] } ?? [] }
    return Set([yasa[number], depths[number], number == 5 ? .rem : nil].compactMap(\.self))
  }
}
