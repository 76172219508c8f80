import Tibialis

/// The numbers of nights by state, as reported by `status` and `batch`.
struct StateCounts {
  static let done = "done"

  private(set) var nights = 0
  private(set) var done = 0
  private(set) var doneWithWarnings = 0
  private(set) var failed = 0
  private(set) var damaged = 0
  private(set) var missing = 0
  private(set) var firstEdition = 0
  private var flags: [NightFlag: Int] = [:]
  private var firstOfKey: Set<String> = []

  struct State {
    var word: String
    var reason: String?
    var flags: [NightFlag] = []
  }

  mutating func add(_ standing: NightFolder.Standing) -> State {
    nights += 1
    switch standing {
    case .absent:
      missing += 1
      return State(word: "missing")
    case .failed(let failure):
      failed += 1
      return State(word: "failed", reason: failure.error.code)
    case .damaged(let error):
      damaged += 1
      return State(word: "damaged", reason: error.told)
    case .done(let document):
      var found = document.quality.flags
      if let key = document.key, !firstOfKey.insert(key).inserted { found.append(.duplicateRecording) }
      for flag in found { flags[flag, default: 0] += 1 }
      if document.isOfFirstEdition { firstEdition += 1 }
      if found.isEmpty { done += 1 } else { doneWithWarnings += 1 }
      return State(word: StateCounts.done, flags: found)
    }
  }

  var text: String {
    "\(nights) night\(nights == 1 ? "" : "s"): \(done) done, \(doneWithWarnings) done with warnings, \(failed) failed, \(missing) missing"
      + (damaged > 0 ? ", \(damaged) damaged" : "")
  }

  private var sorted: [(flag: NightFlag, count: Int)] {
    flags.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
  }

  var flagsJSON: JSONValue { .object(sorted.map { .init($0.flag.rawValue, .integer($0.count)) }) }

  /// One line for each code, with the number of nights that have it.
  var flagLines: [String] { sorted.map { "  \($0.flag.rawValue): \($0.count)" } }

  static func firstEditionLine(_ count: Int) -> String {
    "\(count) made by the first edition, which counted unscored events as 0, took steps of hum for movements and could "
      + "lose movements to its despiking; run batch again"
  }
}
