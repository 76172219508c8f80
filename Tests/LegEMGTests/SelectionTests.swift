import Testing

@testable import LegEMG

@Suite struct SelectionTests {
  @Test(arguments: [1, 2, 3, 4, 7, 64, 120, 500], [1, 3, 1000])
  func `each rank is that of the sorted values, smaller ones before it`(count: Int, different: UInt64) {
    var generator = SeededNumbers(seed: UInt64(count) + different)
    let values = (0..<count).map { _ in Float(generator.next() % different) - 20 }
    let sorted = values.sorted()
    for rank in [0, count / 10, count / 2, count - 1] {
      var copy = values
      copy.withUnsafeMutableBufferPointer { copy in
        #expect(Selection.value(at: rank, of: copy) == sorted[rank])
        #expect(copy[..<rank].allSatisfy { $0 <= sorted[rank] })
        #expect(copy[rank...].allSatisfy { $0 >= sorted[rank] })
      }
      #expect(copy.sorted() == sorted)
    }
  }

  @Test func `sorted, falling and alternating values are no special case`() {
    let rising = (0..<300).map(Float.init)
    let alternating = (0..<300).map { Float($0 % 2) }
    for values in [rising, Array(rising.reversed()), alternating] {
      var copy = values
      #expect(Selection.median(&copy) == values.sorted()[150])
    }
  }

  @Test func `the median of nothing is nil, of two values the higher`() {
    var none: [Float] = []
    var two: [Float] = [5, -1]
    #expect(Selection.median(&none) == nil)
    #expect(Selection.median(&two) == 5)
  }
}
