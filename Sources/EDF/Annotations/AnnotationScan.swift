import SleepEvents

/// One pass over the annotation channels of all records, giving the annotations and the records' onsets.
struct AnnotationScan {
  private static let pieceBytes = 256 << 10

  let source: ByteSource
  let header: EDFHeader
  /// In file order; the first is the timekeeping channel.
  private let blocks: [Range<Int>]
  private var parser = TALParser()
  private var scratch: [UInt8] = []

  init(source: ByteSource, header: EDFHeader, signals: [EDFSignal]) {
    self.source = source
    self.header = header
    blocks = signals.filter { $0.isAnnotations && $0.samplesPerRecord > 0 }.map {
      $0.recordOffset..<$0.recordOffset + $0.samplesPerRecord * header.format.bytesPerSample
    }
  }

  /// Reads all annotation blocks once.
  ///
  /// - Parameter timeline: receives each record's onset, or nil where the record gives none.
  mutating func run(_ timeline: inout TimelineBuilder) throws(EDFError) -> AnnotationCollector {
    guard !blocks.isEmpty else { return parser.collector }
    if header.recordBytes <= EDFLimits.smallRecordBytes {
      try scanSmallRecords(&timeline)
    } else {
      for record in 0..<header.recordCount {
        var onset: Int64?
        for (order, block) in blocks.enumerated() {
          try scanBlock(block, record: record, isTimekeeper: order == 0, onset: &onset)
        }
        timeline.add(onset: onset)
      }
    }
    return parser.collector
  }

  private mutating func scanSmallRecords(_ timeline: inout TimelineBuilder) throws(EDFError) {
    let atOnce = max(1, Self.pieceBytes / header.recordBytes)
    scratch = [UInt8](repeating: 0, count: atOnce * header.recordBytes)
    var record = 0
    while record < header.recordCount {
      let count = min(atOnce, header.recordCount - record)
      try source.fill(
        &scratch, count: count * header.recordBytes, at: header.dataOffset + record * header.recordBytes)
      for inside in 0..<count {
        var onset: Int64?
        let base = inside * header.recordBytes
        for (order, block) in blocks.enumerated() {
          let piece = TALParser.Piece(
            record: record + inside, isTimekeeper: order == 0, isStart: true, isEnd: true)
          _ = parser.parse(
            scratch, base + block.lowerBound..<base + block.upperBound, piece, onset: &onset)
        }
        timeline.add(onset: onset)
      }
      record += count
    }
  }

  /// Reads one block piece by piece; a list that runs past the end of a piece is read again with more bytes.
  private mutating func scanBlock(
    _ block: Range<Int>, record: Int, isTimekeeper: Bool, onset: inout Int64?
  ) throws(EDFError) {
    let base = header.dataOffset + record * header.recordBytes
    var position = block.lowerBound
    var pieceBytes = Self.pieceBytes
    while position < block.upperBound {
      let count = min(pieceBytes, block.upperBound - position)
      if scratch.count < count { scratch = [UInt8](repeating: 0, count: count) }
      try source.fill(&scratch, count: count, at: base + position)
      let piece = TALParser.Piece(
        record: record, isTimekeeper: isTimekeeper, isStart: position == block.lowerBound,
        isEnd: position + count == block.upperBound)
      let used = parser.parse(scratch, 0..<count, piece, onset: &onset)
      position += used
      if used > 0 {
        pieceBytes = Self.pieceBytes
      } else if pieceBytes < EDFLimits.annotationBytes {
        pieceBytes *= 2
      } else {
        parser.collector.note(.unreadable, record: record)
        position += count
      }
    }
  }
}
