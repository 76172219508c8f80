/// Reads several channels from all records in one pass.
///
/// Wanted channels that lie close together in a record are read with one call, distant ones separately; small
/// records are read many at a time.
struct RecordGathering {
  private static let blockBytes = 64 << 10

  /// Channels that are read in one call.
  private struct Cluster {
    var range: Range<Int>
    /// Positions in the list of wanted channels.
    var members: [Int]
  }

  private let source: ByteSource
  private let header: EDFHeader
  private let signals: [EDFSignal]
  private let clusters: [Cluster]

  init(source: ByteSource, header: EDFHeader, signals: [EDFSignal]) {
    self.source = source
    self.header = header
    self.signals = signals
    var clusters: [Cluster] = []
    for (order, signal) in signals.enumerated().sorted(by: {
      $0.element.recordOffset < $1.element.recordOffset
    }) {
      let bytes = signal.samplesPerRecord * header.format.bytesPerSample
      let range = signal.recordOffset..<signal.recordOffset + bytes
      if let last = clusters.indices.last,
        range.upperBound - clusters[last].range.lowerBound <= Self.blockBytes
      {
        clusters[last].range =
          clusters[last].range.lowerBound..<max(clusters[last].range.upperBound, range.upperBound)
        clusters[last].members.append(order)
      } else {
        clusters.append(Cluster(range: range, members: [order]))
      }
    }
    self.clusters = clusters
  }

  /// Sample count of the longest piece that `forEachPiece` passes on.
  var largestPiece: Int {
    let longest = signals.map(\.samplesPerRecord).max() ?? 0
    return max(1, min(longest, Self.blockBytes / header.format.bytesPerSample))
  }

  /// Calls `body` with the bytes of each wanted channel in each record.
  ///
  /// - Parameter body: receives the channel's position in the list, the index of its first sample, the count
  ///   and the bytes.
  func forEachPiece(_ body: (Int, Int, Int, UnsafeRawBufferPointer) -> Void) throws(EDFError) {
    let atOnce =
      header.recordBytes <= EDFLimits.smallRecordBytes ? max(1, Self.blockBytes / header.recordBytes) : 1
    let width = header.format.bytesPerSample
    for cluster in clusters {
      let room = (atOnce - 1) * header.recordBytes + min(cluster.range.count, Self.blockBytes)
      try withUnsafeTemporaryBuffer(of: UInt8.self, count: room + 4) { (scratch) throws(EDFError) in
        let bytes = UnsafeMutableRawBufferPointer(scratch)
        var record = 0
        while record < header.recordCount {
          let records = min(atOnce, header.recordCount - record)
          let base = header.dataOffset + record * header.recordBytes
          if cluster.range.count > Self.blockBytes {
            try readLong(signals[cluster.members[0]], cluster.members[0], record, bytes, body)
          } else {
            let span = (records - 1) * header.recordBytes + cluster.range.count
            try source.read(
              at: base + cluster.range.lowerBound,
              into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<span]))
            for inside in 0..<records {
              for order in cluster.members {
                let signal = signals[order]
                let start = inside * header.recordBytes + signal.recordOffset - cluster.range.lowerBound
                body(
                  order, (record + inside) * signal.samplesPerRecord, signal.samplesPerRecord,
                  UnsafeRawBufferPointer(rebasing: bytes[start..<start + signal.samplesPerRecord * width + 1])
                )
              }
            }
          }
          record += records
        }
      }
    }
  }

  /// Reads a channel that has more than one block of bytes per record.
  private func readLong(
    _ signal: EDFSignal, _ order: Int, _ record: Int, _ scratch: UnsafeMutableRawBufferPointer,
    _ body: (Int, Int, Int, UnsafeRawBufferPointer) -> Void
  ) throws(EDFError) {
    let width = header.format.bytesPerSample
    let base = header.dataOffset + record * header.recordBytes + signal.recordOffset
    var done = 0
    while done < signal.samplesPerRecord {
      let count = min(Self.blockBytes / width, signal.samplesPerRecord - done)
      try source.read(
        at: base + done * width, into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<(count * width)]))
      body(order, record * signal.samplesPerRecord + done, count, UnsafeRawBufferPointer(scratch))
      done += count
    }
  }
}
