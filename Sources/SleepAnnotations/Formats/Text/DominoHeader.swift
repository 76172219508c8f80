import Foundation
import SleepEvents

/// What the lines before the first mark of a DOMINO export say about its marks.
struct DominoHeader {
  var signal: String?
  var isImpulse = false
  var listsStages = false
  /// Whether each mark lasts for the interval of a rate.
  var hasRate = false

  mutating func read(_ line: Substring) {
    if let text = value(of: "Signal ID:", in: line) { signal = text }
    if let text = value(of: "Signal Type:", in: line) { isImpulse = text.lowercased().hasPrefix("impuls") }
    if line.hasPrefix("Rate:") { hasRate = true }
    if let text = value(of: "Events list:", in: line) { listsStages = DominoHeader.holdsStages(text) }
  }

  private func value(of name: String, in line: Substring) -> String? {
    line.hasPrefix(name) ? line.dropFirst(name.count).trimmed : nil
  }

  /// Whether the marks are the epochs of a sleep profile. Only there are `Re` and `4` stages: a position also
  /// begins so (`Rechts`), and events are numbered too.
  ///
  /// Physip's exports do not name their signal; they are profiles if they hold nothing but stages.
  func isProfile(_ labels: some Sequence<String>) -> Bool {
    guard !isImpulse else { return false }
    guard let signal else {
      return labels.allSatisfy { DominoStage.code($0) != nil || StageNumbers.stage($0) != nil }
    }
    let name = signal.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
      .lowercased().filter(\.isLetter)
    return listsStages || DominoHeader.profiles.contains { name.contains($0) }
  }

  /// DOMINO's analysis of legs sorts its movements into isolated and periodic ones, those of breathing and those
  /// of a change of position. The first two names mean that only there.
  func legMark(_ label: String) -> EventMeaning? {
    guard let signal, signal.lowercased().contains("plm") else { return nil }
    switch EventVocabulary.fold(label) {
    case "i marker": return .legMovement(nil)
    case "p marker": return .periodicMovement(nil)
    default: return nil
    }
  }

  /// At least two stages of sleep by their words; a lone letter may be a side.
  private static func holdsStages(_ list: String) -> Bool {
    let stages = list.split(separator: ",").map(\.trimmed).compactMap { word -> SleepStage? in
      word.utf8.count > 1 ? StageNumbers.stage(word) : nil
    }
    return Set(stages).subtracting([.wake, .unscored]).count >= 2
  }

  private static let profiles = [
    "schlafprofil", "sleepprofil", "profildesommeil", "profildusommeil", "perfildesueno", "perfildelsueno",
    "slaapprofiel", "profilodelsonno", "perfildesono", "perfildosono", "hypnogram", "hipnograma",
    "ipnogramma", "schlafstadi", "sleepstage",
  ]
}

/// The stages of a DOMINO sleep profile.
enum DominoStage {
  /// Of words that the vocabulary does not know, only the first two letters are certain: `Mov`, `Artef.`.
  static func stage(_ label: String, _ vocabulary: EventVocabulary) -> SleepStage? {
    if let stage = StageNumbers.stage(label, vocabulary) ?? code(label) { return stage }
    switch label.prefix(2).lowercased() {
    case "wa": return .wake
    case "n1": return .n1
    case "n2": return .n2
    case "n3", "n4": return .n3
    case "re": return .rem
    case "ar", "mo": return .unscored
    default: return nil
    }
  }

  /// In the Physip variant the numbers are in reverse order.
  static func code(_ label: String) -> SleepStage? {
    switch label {
    case "0": .n3
    case "1": .n2
    case "2": .n1
    case "3": .rem
    case "4": .wake
    case "5", "A", "a": .unscored
    default: nil
    }
  }
}
