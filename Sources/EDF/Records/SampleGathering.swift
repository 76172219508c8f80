/// Reads the samples of one channel from the records through a scratch buffer of fixed size.
///
/// Small records are read many at a time; of large ones only the channel's own bytes. A record is never read
/// whole for the sake of one channel.
struct SampleGathering {
  static let scratchBytes = 64 << 10

  let source: ByteSource
  let header: EDFHeader
  let signal: EDFSignal

  private var bytesPerSample: Int { header.format.bytesPerSample }

  /// Calls `body` with the bytes of consecutive samples, piece by piece, until all of `samples` is covered.
  ///
  /// - Parameters:
  ///   - samples: counted over all records of the file; within the channel's range.
  ///   - scratch: at least `scratchBytes` + 4 bytes.
  ///   - body: receives the offset of the piece's first sample from the start of `samples`, the count and the
  ///     bytes.
  func forEachPiece(
    _ samples: Range<Int>, scratch: UnsafeMutableRawBufferPointer,
    _ body: (Int, Int, UnsafeRawBufferPointer) -> Void
  ) throws(EDFError) {
    guard !samples.isEmpty else { return }
    if header.recordBytes <= EDFLimits.smallRecordBytes {
      try gatherSmallRecords(samples, scratch, body)
    } else {
      try gatherLargeRecords(samples, scratch, body)
    }
  }

  private func gatherLargeRecords(
    _ samples: Range<Int>, _ scratch: UnsafeMutableRawBufferPointer,
    _ body: (Int, Int, UnsafeRawBufferPointer) -> Void
  ) throws(EDFError) {
    let perRecord = signal.samplesPerRecord
    let atOnce = Self.scratchBytes / bytesPerSample
    var sample = samples.lowerBound
    while sample < samples.upperBound {
      let (record, inside) = sample.quotientAndRemainder(dividingBy: perRecord)
      let count = min(perRecord - inside, samples.upperBound - sample, atOnce)
      let offset =
        header.dataOffset + record * header.recordBytes + signal.recordOffset
        + inside * bytesPerSample
      try source.read(
        at: offset, into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<(count * bytesPerSample)]))
      body(sample - samples.lowerBound, count, UnsafeRawBufferPointer(scratch))
      sample += count
    }
  }

  private func gatherSmallRecords(
    _ samples: Range<Int>, _ scratch: UnsafeMutableRawBufferPointer,
    _ body: (Int, Int, UnsafeRawBufferPointer) -> Void
  ) throws(EDFError) {
    let perRecord = signal.samplesPerRecord
    let atOnce = max(1, Self.scratchBytes / header.recordBytes)
    var sample = samples.lowerBound
    while sample < samples.upperBound {
      let first = sample / perRecord
      let last = (samples.upperBound - 1) / perRecord
      let records = min(last - first + 1, atOnce)
      // From the channel's bytes in the first record to those in the last; the bytes around them are not
      // needed.
      let span = (records - 1) * header.recordBytes + perRecord * bytesPerSample
      try source.read(
        at: header.dataOffset + first * header.recordBytes + signal.recordOffset,
        into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<span]))
      for order in 0..<records {
        let inside = sample - (first + order) * perRecord
        let count = min(perRecord - inside, samples.upperBound - sample)
        let start = order * header.recordBytes + inside * bytesPerSample
        body(sample - samples.lowerBound, count, UnsafeRawBufferPointer(rebasing: scratch[start...]))
        sample += count
      }
    }
  }
}
