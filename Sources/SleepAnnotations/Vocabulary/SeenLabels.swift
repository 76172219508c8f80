import SleepEvents

/// The labels that a scoring has shown so far, each looked up once: a night has thousands of annotations and a dozen
/// labels. Where nearly every row has a label of its own, no more than so many are kept.
struct SeenLabels {
  struct Seen {
    let label: String
    let meaning: EventMeaning?
    /// An unknown label that names a state of sleep.
    let namesState: Bool
    let isBlank: Bool
    /// Place among the labels that are kept; nil for one that is not.
    let place: Int?
  }

  private var seen: [Seen] = []
  private var places: [String: Int] = [:]
  /// Rows of each unknown label that is kept.
  private var counts: [Int] = []
  /// Places of the unknown ones, in order of first appearance.
  private var order: [Int] = []
  private var bytes = 0
  /// Rows of unknown labels that are not kept.
  private var others = 0

  private static let most = 20_000
  private static let mostBytes = 4 << 20

  mutating func look(at label: String, in vocabulary: EventVocabulary) -> Seen {
    if let place = places[label] { return seen[place] }
    let meaning = vocabulary.meaning(of: label)
    let isKept = seen.count < SeenLabels.most && bytes < SeenLabels.mostBytes
    let new = Seen(
      label: label, meaning: meaning, namesState: meaning == nil && vocabulary.namesState(label),
      isBlank: label.allSatisfy(\.isWhitespace), place: isKept ? seen.count : nil)
    guard isKept else { return new }
    places[label] = seen.count
    seen.append(new)
    counts.append(0)
    bytes += label.utf8.count
    return new
  }

  mutating func countUnknown(_ label: Seen) {
    guard let place = label.place else {
      others += 1
      return
    }
    if counts[place] == 0 { order.append(place) }
    counts[place] += 1
  }

  var unknown: [NightAnnotations.UnknownLabel] {
    let listed = order.map { NightAnnotations.UnknownLabel(label: seen[$0].label, count: counts[$0]) }
    return others == 0 ? listed : listed + [.init(label: "(other labels)", count: others)]
  }

  /// What is said of the unknown ones, without their texts.
  var warnings: [Warning] {
    guard !order.isEmpty || others > 0 else { return [] }
    let rows = counts.reduce(0, +) + others
    return [
      Warning(
        code: "unknown_labels",
        message:
          "\(others > 0 ? "more than " : "")\(order.count) label(s) on \(rows) row(s) are not known and were left "
          + "out", quotesInput: false)
    ]
  }
}
