import CSampleBytes

/// The raw bytes of several channels over a range of records, shared by readers that go through a recording
/// together.
///
/// Channels that are adjacent in a record are read in one call: with one-second records, calls are more than
/// half of the cost of reading the legs and the ECG.
/// ``EDFFile/readMicrovolts(signal:samples:into:microvoltsPerUnit:window:)`` takes what it can from a window
/// and reads the rest from the file, so a window never changes a result.
///
/// Loading and reading must not overlap in time; parts of one load may run on several threads, and so may
/// reads.
package final class RecordWindow: @unchecked Sendable {
  /// A call costs about as much as copying this many unneeded bytes.
  private static let bridgedBytes = 2 << 10
  private static let scratchBytes = 64 << 10
  /// The most that a window may hold; a longer range is not worth caching.
  private static let mostBytes = 8 << 20

  /// The hardware prefetcher finds what comes after these.
  private static let mostAskedBytes = 2 << 10

  private struct Cluster {
    /// Byte range within the record.
    var range: Range<Int>
    /// Offset of the cluster within the window, for the window's first record.
    var base = 0
  }

  /// The records that the window holds.
  package private(set) var records = 0..<0
  private let file: EDFFile
  private var clusters: [Cluster] = []
  private let clusterOfSignal: [Int: Int]
  private var bytes: UnsafeMutableRawBufferPointer

  /// A window on the channels `signals`, empty until loaded.
  package init(file: EDFFile, signals: [Int]) {
    self.file = file
    let width = file.format.bytesPerSample
    var clusters: [Cluster] = []
    var clusterOfSignal: [Int: Int] = [:]
    let wanted = Set(signals).filter { file.signals.indices.contains($0) }
      .sorted { file.signals[$0].recordOffset < file.signals[$1].recordOffset }
    for index in wanted {
      let signal = file.signals[index]
      let range = signal.recordOffset..<signal.recordOffset + signal.samplesPerRecord * width
      if let last = clusters.last, range.lowerBound - last.range.upperBound <= Self.bridgedBytes {
        clusters[clusters.count - 1].range =
          last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
      } else {
        clusters.append(Cluster(range: range))
      }
      clusterOfSignal[index] = clusters.count - 1
    }
    self.clusters = clusters
    self.clusterOfSignal = clusterOfSignal
    bytes = UnsafeMutableRawBufferPointer(start: LargeMemory.allocate(bytes: 0), count: 0)
  }

  deinit { bytes.deallocate() }

  /// Makes room for `records` and drops the previous contents; `load(_:)` then fills it.
  ///
  /// - Returns: false, leaving the window empty, if the range is too large to cache or there are no such
  ///   records.
  package func prepare(_ records: Range<Int>) -> Bool {
    self.records = 0..<0
    let width = clusters.reduce(0) { $0 + $1.range.count }
    guard !records.isEmpty, records.lowerBound >= 0, records.upperBound <= file.recordCount, width > 0,
      records.count <= Self.mostBytes / width
    else { return false }
    // Three bytes more, since 24-bit samples are loaded as 32-bit words.
    let needed = records.count * width + 4
    if bytes.count < needed {
      bytes.deallocate()
      // The next range may be slightly longer.
      let room = needed + needed / 8
      bytes = UnsafeMutableRawBufferPointer(start: LargeMemory.allocate(bytes: room), count: room)
    }
    var base = 0
    for index in clusters.indices {
      clusters[index].base = base
      base += records.count * clusters[index].range.count
    }
    self.records = records
    return true
  }

  /// Empties the window, so that each reader reads from the file.
  package func forget() { records = 0..<0 }

  /// Reads some of the records that the window was prepared for.
  ///
  /// - Parameter part: counted from the window's first record.
  /// - Throws: `EDFError` if the file is shorter or the disk fails; the window must then not be read.
  package func load(_ part: Range<Int>) throws(EDFError) {
    let first = records.lowerBound + max(0, part.lowerBound)
    let end = min(records.upperBound, records.lowerBound + part.upperBound)
    guard first < end else { return }
    for cluster in clusters {
      if file.header.recordBytes <= EDFLimits.smallRecordBytes {
        try loadSmallRecords(first..<end, cluster)
      } else {
        for record in first..<end {
          try file.source.read(at: offset(record, cluster), into: place(record, cluster))
        }
      }
    }
  }

  private func loadSmallRecords(_ range: Range<Int>, _ cluster: Cluster) throws(EDFError) {
    let recordBytes = file.header.recordBytes
    let atOnce = max(1, Self.scratchBytes / recordBytes)
    try withUnsafeTemporaryBuffer(of: UInt8.self, count: atOnce * recordBytes) { (scratch) throws(EDFError) in
      let scratch = UnsafeMutableRawBufferPointer(scratch)
      var record = range.lowerBound
      while record < range.upperBound {
        let count = min(atOnce, range.upperBound - record)
        let span = (count - 1) * recordBytes + cluster.range.count
        try file.source.read(
          at: offset(record, cluster), into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<span]))
        for inside in 0..<count {
          let start = inside * recordBytes
          place(record + inside, cluster).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: scratch[start..<start + cluster.range.count]))
        }
        record += count
      }
    }
  }

  private func offset(_ record: Int, _ cluster: Cluster) -> Int {
    file.header.dataOffset + record * file.header.recordBytes + cluster.range.lowerBound
  }

  private func place(_ record: Int, _ cluster: Cluster) -> UnsafeMutableRawBufferPointer {
    let start = cluster.base + (record - records.lowerBound) * cluster.range.count
    return UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + cluster.range.count])
  }

  /// Calls `body` with the bytes of consecutive samples, record by record.
  ///
  /// - Parameter body: receives the offset of the piece's first sample from the start of `samples`, the count
  ///   and the bytes.
  /// - Returns: false, without calling `body`, if the window does not hold all of `samples`.
  func forEachPiece(
    _ file: EDFFile, signal: Int, _ samples: Range<Int>, _ body: (Int, Int, UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    let channel = file.signals[signal]
    let perRecord = channel.samplesPerRecord
    guard file === self.file, let cluster = clusterOfSignal[signal].map({ clusters[$0] }), perRecord > 0,
      samples.lowerBound >= records.lowerBound * perRecord,
      samples.upperBound <= records.upperBound * perRecord
    else { return false }
    let width = file.format.bytesPerSample
    let inCluster = channel.recordOffset - cluster.range.lowerBound
    var sample = samples.lowerBound
    while sample < samples.upperBound {
      let (record, inside) = sample.quotientAndRemainder(dividingBy: perRecord)
      let count = min(perRecord - inside, samples.upperBound - sample)
      let start =
        cluster.base + (record - records.lowerBound) * cluster.range.count + inCluster + inside * width
      ask(forBytes: perRecord * width, at: start - inside * width + cluster.range.count)
      body(
        sample - samples.lowerBound, count,
        UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + count * width + 1)]))
      sample += count
    }
    return true
  }

  /// From one record to the next a channel's bytes lie a page apart, which hardware prefetchers do not
  /// follow.
  private func ask(forBytes count: Int, at start: Int) {
    guard let base = bytes.baseAddress, start < bytes.count else { return }
    cprefetch(base + start, min(count, bytes.count - start, Self.mostAskedBytes))
  }
}
