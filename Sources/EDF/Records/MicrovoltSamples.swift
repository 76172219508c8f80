import Foundation

/// The samples of one channel in microvolts, all of a recording.
///
/// The memory comes in large pages where the system has them: for a whole night, touching millions of small
/// pages for the first time costs more than reading and converting the samples (spec/edf.md 2).
public final class MicrovoltSamples: @unchecked Sendable {
  // Written only before it is handed out, so sharing it is safe.
  let buffer: UnsafeMutableBufferPointer<Float>

  public var count: Int { buffer.count }

  public subscript(index: Int) -> Float {
    precondition(buffer.indices.contains(index), "sample out of range")
    return buffer[index]
  }

  init(count: Int) {
    let page = 2 << 20
    let bytes = max(count * MemoryLayout<Float>.stride, 1)
    let isLarge = bytes >= page
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? page : 16)
    #if os(Linux)
      if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
    #endif
    buffer = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Float.self, capacity: count), count: count)
  }

  deinit {
    UnsafeMutableRawPointer(buffer.baseAddress)?.deallocate()
  }

  /// Calls `body` with all samples.
  public func withUnsafeBuffer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(buffer))
  }
}
