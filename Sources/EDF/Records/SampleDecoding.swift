import CSampleBytes

/// Converts little-endian samples of 2 or 3 bytes to numbers.
///
/// Nothing in the loops can trap, or they would not become vectors: hence raw pointers and wrapping indices.
/// Lengths are checked once, before the loop.
enum SampleDecoding {
  /// A linear map from digital steps to another unit.
  struct Line {
    let gain: Float
    let offset: Float
  }

  static func int16(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<Int32>) {
    guard let (from, to) = pointers(bytes, output, width: 2) else { return }
    var index = 0
    while index < output.count {
      to[index] = Int32(Int16(littleEndian: from.loadUnaligned(fromByteOffset: 2 &* index, as: Int16.self)))
      index &+= 1
    }
  }

  static func int16(
    _ bytes: UnsafeRawBufferPointer, _ line: Line, into output: UnsafeMutableBufferPointer<Float>
  ) {
    guard let (from, to) = pointers(bytes, output, width: 2) else { return }
    var index = csamples_from_int16(from, output.count, line.gain, line.offset, to)
    while index < output.count {
      let value = Int16(littleEndian: from.loadUnaligned(fromByteOffset: 2 &* index, as: Int16.self))
      to[index] = Float(value) * line.gain + line.offset
      index &+= 1
    }
  }

  /// - Parameter bytes: the samples and one more byte, which is loaded but not used.
  static func int24(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<Int32>) {
    guard let (from, to) = pointers(bytes, output, width: 3) else { return }
    var index = 0
    while index < output.count {
      let word = UInt32(littleEndian: from.loadUnaligned(fromByteOffset: 3 &* index, as: UInt32.self))
      to[index] = Int32(bitPattern: word &<< 8) &>> 8
      index &+= 1
    }
  }

  /// - Parameter bytes: the samples and one more byte, which is loaded but not used.
  static func int24(
    _ bytes: UnsafeRawBufferPointer, _ line: Line, into output: UnsafeMutableBufferPointer<Float>
  ) {
    guard let (from, to) = pointers(bytes, output, width: 3) else { return }
    var index = 0
    while index < output.count {
      let word = UInt32(littleEndian: from.loadUnaligned(fromByteOffset: 3 &* index, as: UInt32.self))
      to[index] = Float(Int32(bitPattern: word &<< 8) &>> 8) * line.gain + line.offset
      index &+= 1
    }
  }

  private static func pointers<Number>(
    _ bytes: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Number>, width: Int
  ) -> (UnsafeRawPointer, UnsafeMutablePointer<Number>)? {
    precondition(bytes.count >= output.count * width + (width == 3 && !output.isEmpty ? 1 : 0))
    guard let from = bytes.baseAddress, let to = output.baseAddress else { return nil }
    return (from, to)
  }
}
