import Testing

@testable import LegEMG

/// Old levels are discarded as the night proceeds, which must not change the results.
@Suite struct RestingLevelTests {
  private func levels(_ count: Int) -> [Float?] {
    var numbers = SeededNumbers(seed: 11)
    return (0..<count).map { index in
      if index % 97 < 4 { return nil }
      let burst: Float = index % 50 < 5 ? 20 : 0
      // A step of tonic activity in the middle.
      return 1 + Float(numbers.next() % 1000) / 2000 + burst + (index > count / 2 ? 3 : 0)
    }
  }

  @Test(arguments: [1, 7, 60, 500])
  func `taking in half seconds by the piece and forgetting the old ones gives the same levels`(_ piece: Int) {
    let all = levels(900)
    var whole = RecentLevels()
    for level in all { whole.append(level) }
    var resting = RestingLevel(window: 120, quantile: 0.25)
    resting.append(whole)
    let expected = (0..<all.count).map { resting.level(at: $0, whole) }

    var kept = RecentLevels()
    var running = RestingLevel(window: 120, quantile: 0.25)
    var found: [Float?] = []
    while kept.count < all.count {
      for level in all[kept.count..<min(kept.count + piece, all.count)] { kept.append(level) }
      running.append(kept)
      let ready = kept.count == all.count ? all.count : max(found.count, kept.count - running.window - 2)
      for index in found.count..<ready { found.append(running.level(at: index, kept)) }
      running.discard(before: ready, &kept)
    }
    #expect(found == expected)
    #expect(!kept.contains(0) && kept.contains(all.count - 1))
    #expect(expected[100] ?? 9 < 2 && expected[800] ?? 0 > 3.5)
  }
}
