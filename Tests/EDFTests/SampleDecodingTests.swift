import Testing

@testable import EDF

/// The loops over bytes against samples decoded one by one.
@Suite struct SampleDecodingTests {
  @Test(arguments: [0, 1, 15, 16, 17, 100], [0, 1])
  func `16-bit samples become the same numbers, however many and wherever they begin`(
    _ count: Int, _ shift: Int
  ) {
    let samples = (0..<count).map { Int16(truncatingIfNeeded: $0 &* 7919 &- 32768) }
    var bytes = [UInt8](repeating: 0xAA, count: shift)
    for sample in samples {
      bytes.append(UInt8(truncatingIfNeeded: sample))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    let line = SampleDecoding.Line(gain: 0.0975, offset: -3.1)
    var numbers = [Float](repeating: 99, count: count + 1)
    bytes.withUnsafeBytes { bytes in
      numbers.withUnsafeMutableBufferPointer { numbers in
        SampleDecoding.int16(
          UnsafeRawBufferPointer(rebasing: bytes[shift...]), line,
          into: UnsafeMutableBufferPointer(rebasing: numbers[..<count]))
      }
    }
    let expected = samples.map { Float($0) * line.gain + line.offset }
    #expect(numbers[..<count].map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(numbers[count] == 99)
  }
}
