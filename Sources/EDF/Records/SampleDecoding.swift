/// Turns little-endian samples of 2 or 3 bytes into numbers. Plain loops over unaligned loads: the compiler
/// makes vectors of them, as fast as by hand (spec/edf.md 2).
enum SampleDecoding {
  /// A straight line from digital steps to another unit.
  struct Line {
    let gain: Float
    let offset: Float
  }

  /// - Parameters:
  ///   - bytes: at least `2 * output.count` bytes.
  static func int16(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<Int32>) {
    for index in output.indices {
      let word = bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)
      output[index] = Int32(Int16(littleEndian: word))
    }
  }

  static func int16(
    _ bytes: UnsafeRawBufferPointer, _ line: Line, into output: UnsafeMutableBufferPointer<Float>
  ) {
    let (gain, offset) = (line.gain, line.offset)
    for index in output.indices {
      let word = bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)
      output[index] = Float(Int16(littleEndian: word)) * gain + offset
    }
  }

  /// - Parameters:
  ///   - bytes: at least `3 * output.count` bytes and one more, which is not used.
  static func int24(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<Int32>) {
    for index in output.indices {
      let word = bytes.loadUnaligned(fromByteOffset: 3 * index, as: UInt32.self)
      output[index] = Int32(bitPattern: UInt32(littleEndian: word) << 8) >> 8
    }
  }

  static func int24(
    _ bytes: UnsafeRawBufferPointer, _ line: Line, into output: UnsafeMutableBufferPointer<Float>
  ) {
    let (gain, offset) = (line.gain, line.offset)
    for index in output.indices {
      let word = bytes.loadUnaligned(fromByteOffset: 3 * index, as: UInt32.self)
      output[index] = Float(Int32(bitPattern: UInt32(littleEndian: word) << 8) >> 8) * gain + offset
    }
  }
}
