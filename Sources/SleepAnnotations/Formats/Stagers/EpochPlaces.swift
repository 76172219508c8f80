/// Where the epochs of a list are, by the numbers that stand before their stages.
///
/// Programs write the number of the epoch or the seconds since the start into the same place, and name both
/// columns alike. Their steps tell them apart: epochs are counted one by one, seconds step by an epoch.
enum EpochPlaces: Equatable {
  struct Seconds: Equatable {
    let first: Int
    let step: Int
  }

  /// The index of each row's epoch, from 0.
  case epochs([Int])
  case seconds(Seconds)
  /// The first row whose number is not greater than the one before.
  case unordered(row: Int)
  /// The first row that is neither, and what it should have been.
  case neither(row: Int, expected: String)

  init(_ numbers: [Int]) {
    guard let first = numbers.first else {
      self = .epochs([])
      return
    }
    let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    if let back = steps.firstIndex(where: { $0 <= 0 }) {
      self = .unordered(row: back + 1)
    } else if steps.contains(1) || steps.isEmpty {
      // Epochs are numbered from 0 or from 1, and some may be missing. A single number steps by nothing.
      self = .epochs(numbers.map { $0 - (first == 0 ? 0 : 1) })
    } else if let step = steps.first, steps.allSatisfy({ $0 == step }) {
      self = .seconds(Seconds(first: first, step: step))
    } else {
      let step = steps.first ?? 0
      self = .neither(
        row: (steps.firstIndex { $0 != step } ?? -1) + 1,
        expected: "epoch numbers that step by 1, or seconds that all step by the length of an epoch")
    }
  }
}
