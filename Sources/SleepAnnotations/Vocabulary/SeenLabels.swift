import SleepEvents

/// The labels seen so far in a scoring, each looked up once: a night has thousands of annotations but only
/// about a dozen labels. The number kept is limited, in case nearly every row has its own label.
struct SeenLabels {
  struct Seen {
    let label: String
    let meaning: EventMeaning?
    /// True for an unknown label that names a sleep state.
    let namesState: Bool
    let isBlank: Bool
    /// Index among the labels kept; nil for one that is not kept.
    let place: Int?
  }

  private var seen: [Seen] = []
  private var places: [String: Int] = [:]
  /// Number of rows for each unknown label kept.
  private var counts: [Int] = []
  /// Indices of the unknown labels, in order of first appearance.
  private var order: [Int] = []
  private var bytes = 0
  /// Number of rows with unknown labels that are not kept.
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

  /// The warning about unknown labels, without their texts.
  var warnings: [Warning] {
    guard !order.isEmpty || others > 0 else { return [] }
    let rows = counts.reduce(0, +) + others
    return [
      Warning(
        code: "unknown_labels",
        message:
          "\(others > 0 ? "more than " : "")\(order.count) label(s) on \(rows) row(s) are unknown and were left "
          + "out", quotesInput: false)
    ]
  }
}
