import Foundation

/// Memory in large pages where the system has them: for a whole night, first-touch faults on small pages cost
/// more than reading and converting the samples.
enum LargeMemory {
  /// - Returns: uninitialized bytes, to be freed with `deallocate()`.
  static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    let page = 2 << 20
    let isLarge = bytes >= page
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 1), alignment: isLarge ? page : 16)
    #if os(Linux)
      if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
    #endif
    return memory
  }
}

/// All samples of one channel of a recording, in microvolts.
package final class MicrovoltSamples: @unchecked Sendable {
  // Written only before it is shared, so sharing it is safe.
  let buffer: UnsafeMutableBufferPointer<Float>

  package var count: Int { buffer.count }

  package subscript(index: Int) -> Float {
    precondition(buffer.indices.contains(index), "sample out of range")
    return buffer[index]
  }

  init(count: Int) {
    let memory = LargeMemory.allocate(bytes: count * MemoryLayout<Float>.stride)
    buffer = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Float.self, capacity: count), count: count)
  }

  deinit {
    UnsafeMutableRawPointer(buffer.baseAddress)?.deallocate()
  }

  /// Calls `body` with all samples.
  package func withUnsafeBuffer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(buffer))
  }
}
