import Testing

@testable import LegEMG

@Suite struct SortedWindowTests {
  @Test(arguments: [1, 2, 7, 8, 119, 120, 128])
  func `a running window is always in order`(_ capacity: Int) {
    var window = SortedWindow(capacity: capacity)
    var plain: [Float] = []
    var generator = SeededNumbers(seed: UInt64(capacity))
    let values = (0..<600).map { _ in Float(generator.next() % 40) - 8 + (generator.next() % 3 == 0 ? 0.5 : 0)
    }
    for (index, value) in values.enumerated() {
      let gone = index >= capacity ? values[index - capacity] : nil
      if let gone, let place = plain.firstIndex(of: gone) { plain.remove(at: place) }
      plain.append(value)
      plain.sort()
      window.replace(gone, by: value)
      #expect(window.count == plain.count)
      #expect((0..<window.count).map { window[$0] } == plain)
    }
  }

  @Test func `more values than were foreseen find room`() {
    var window = SortedWindow(capacity: 4)
    for value in stride(from: Float(300), to: 0, by: -1) { window.replace(nil, by: value) }
    #expect((0..<300).map { window[$0] } == (1...300).map(Float.init))
  }

  @Test func `values come and go one by one`() {
    var window = SortedWindow(capacity: 4)
    #expect(window.count == 0)
    for value: Float in [3, -0.0, 1, 2] { window.replace(nil, by: value) }
    #expect((0..<4).map { window[$0] } == [0, 1, 2, 3])
    window.replace(1, by: nil)
    window.replace(3, by: nil)
    #expect((0..<window.count).map { window[$0] } == [0, 2])
    window.replace(nil, by: nil)
    #expect(window.count == 2)
    window.replace(nil, by: 5)
    #expect((0..<window.count).map { window[$0] } == [0, 2, 5])
  }
}

/// Xorshift, so that failures are reproducible.
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state >> 11
  }
}
