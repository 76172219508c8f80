import CEDFLib
import EDF
import Synchronization

/// A recording open in libedf. Safe to use from several threads, which take turns.
package final class LibEDFReader: Sendable {
  /// Makes the pointer sendable; only the mutex around it gives access to it.
  private struct Handle: @unchecked Sendable {
    let file: OpaquePointer
  }

  private let handle: Mutex<Handle>
  private let name: String
  /// From our channel index to libedf's, which leaves out annotation channels.
  private let indices: [Int: Int]

  /// - Throws: `.libEDFRefuses` with the reason, or `.libEDFVersion`.
  package init(_ file: EDFFile) throws(EDFError) {
    if let reason = LibEDF.reasonNotToAsk(file) { throw .libEDFRefuses(file: file.name, reason: reason) }
    try LibEDF.checkVersion()
    var code: Int32 = 0
    let opened = LibEDF.lock.withLock { _ in cedflib_open(file.path, 0, &code).map(Handle.init(file:)) }
    guard let opened else {
      throw .libEDFRefuses(file: file.name, reason: LibEDF.objection(to: file, code: Int(code)))
    }
    // In a file that does not declare itself EDF+, libedf treats an annotation channel like any other.
    let ordinary = file.signals.filter { !$0.isAnnotations || !file.format.isPlus }
    guard Int(cedflib_signal_count(opened.file)) == ordinary.count else {
      LibEDF.lock.withLock { _ in cedflib_close(opened.file) }
      throw .libEDFRefuses(file: file.name, reason: "it counts a different number of channels")
    }
    name = file.name
    indices = Dictionary(
      ordinary.enumerated().map { ($0.element.index, $0.offset) }, uniquingKeysWith: { first, _ in first })
    handle = Mutex(opened)
  }

  deinit {
    handle.withLock { handle in LibEDF.lock.withLock { _ in cedflib_close(handle.file) } }
  }

  /// Samples of a channel in the whole file; 0 for an annotation channel.
  package func sampleCount(signal: Int) -> Int {
    guard let theirs = indices[signal] else { return 0 }
    return handle.withLock { Int(cedflib_sample_count($0.file, Int32(theirs))) }
  }

  /// Digital samples as libedf reads them, clipped to the digital range that the header states.
  package func readDigital(
    signal: Int, samples: Range<Int>, into output: UnsafeMutableBufferPointer<Int32>
  ) throws(EDFError) {
    guard let theirs = indices[signal], samples.lowerBound >= 0, output.count >= samples.count,
      samples.upperBound <= sampleCount(signal: signal), let base = output.baseAddress
    else {
      if samples.isEmpty { return }
      throw .noSuchSamples(
        file: name, channel: "\(signal)", asked: samples, count: sampleCount(signal: signal))
    }
    let count = handle.withLock { handle in
      cedflib_read_digital(
        handle.file, Int32(theirs), Int64(samples.lowerBound), Int32(samples.count), base)
    }
    guard Int(count) == samples.count else {
      throw .readFailed(file: name, byte: 0, reason: "libedf returned \(count) of \(samples.count) samples")
    }
  }

  func digitalSamples(signal: Int, samples: Range<Int>) throws(EDFError) -> [Int32] {
    var result = [Int32](repeating: 0, count: samples.count)
    let failure = result.withUnsafeMutableBufferPointer { buffer -> EDFError? in
      do throws(EDFError) {
        try readDigital(signal: signal, samples: samples, into: buffer)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    return result
  }
}
