import Foundation

/// Writes whole buffers to an open file despite interrupted and partial writes.
enum DescriptorWriting {
  /// - Returns: the system's error number, or nil once every byte has been written at `offset`.
  static func write(_ buffer: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Int32? {
    guard let base = buffer.baseAddress else { return nil }
    var done = 0
    while done < buffer.count {
      let count = pwrite(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0, errno != EINTR { return errno }
      done += max(0, count)
    }
    return nil
  }
}
