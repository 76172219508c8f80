import SleepEvents

/// Writes an EDF+C recording record by record, in memory that does not grow with its length.
///
/// ```swift
/// var writer = try EDFRecordingWriter(path: "night.edf", channels: channels, recordCount: 28_800)
/// for record in records { try writer.write(record: record) }
/// try writer.finish()
/// ```
package struct EDFRecordingWriter: ~Copyable {
  private let channels: [EDFChannelDescription]
  private let recordCount: Int
  private let annotationBytes: Int
  private let blocks: [[UInt8]]
  private let output: AtomicOutput
  private var written = 0

  /// - Parameters:
  ///   - channels: the ordinary channels; the annotation channel is added at the end.
  ///   - recordCount: the total number of records, known in advance.
  ///   - recordSeconds: duration of a record in whole seconds.
  ///   - annotations: those of the whole recording, distributed over the records near their onsets.
  /// - Throws: `EDFError` if the file cannot be created or a field does not fit the header.
  package init(
    path: String, identification: EDFIdentification = EDFIdentification(),
    channels: [EDFChannelDescription], recordCount: Int, recordSeconds: Int = 1,
    annotations: [EDFAnnotation] = []
  ) throws(EDFError) {
    guard recordCount > 0, recordSeconds > 0, !channels.isEmpty else {
      throw .notWritable(
        file: path, field: "number of records", expected: "channels, records and a duration",
        found: "\(channels.count) channels, \(recordCount) records of \(recordSeconds) s")
    }
    let blocks = Self.blocks(annotations, recordCount: recordCount, recordSeconds: recordSeconds)
    let largest = blocks.map(\.count).max() ?? 0
    let annotationBytes = max(64, largest + largest % 2)
    let header = HeaderWriter(
      file: path, identification: identification,
      channels: channels + [.annotations(bytes: annotationBytes)], recordCount: recordCount,
      recordDuration: "\(recordSeconds)")
    let bytes = try header.bytes()
    let output = try AtomicOutput(path: path)
    try output.write(bytes)
    self.output = output
    self.channels = channels
    self.recordCount = recordCount
    self.blocks = blocks
    self.annotationBytes = annotationBytes
  }

  /// Appends one record.
  ///
  /// - Parameter record: the digital samples of each channel, `samplesPerRecord` each.
  package mutating func write(record: [[Int16]]) throws(EDFError) {
    guard written < recordCount, record.count == channels.count,
      zip(record, channels).allSatisfy({ $0.count == $1.samplesPerRecord })
    else {
      throw .notWritable(
        file: output.path, field: "record \(written)",
        expected: "\(recordCount) records of "
          + "\(channels.map(\.samplesPerRecord)) samples", found: "\(record.map(\.count))")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(record.reduce(annotationBytes) { $0 + 2 * $1.count })
    for samples in record {
      for sample in samples {
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
    }
    let block = blocks[written]
    bytes += block
    bytes += repeatElement(0, count: annotationBytes - block.count)
    try output.write(bytes)
    written += 1
  }

  /// Gives the file its name once all records have been written.
  package consuming func finish() throws(EDFError) {
    guard written == recordCount else {
      throw .notWritable(
        file: output.path, field: "number of records", expected: "\(recordCount)", found: "\(written)")
    }
    try output.commit()
  }

  /// Each annotation goes to the record of its onset, or to a later one if that is already well filled, so
  /// that one busy second does not make every record large.
  private static func blocks(
    _ annotations: [EDFAnnotation], recordCount: Int, recordSeconds: Int
  ) -> [[UInt8]] {
    var blocks = (0..<recordCount).map { record in
      TALWriter.timekeeping(Instant(ticks: Int64(record * recordSeconds) * ticksPerSecond))
    }
    let room = 120
    for annotation in annotations.sorted(by: { $0.onset < $1.onset }) {
      let list = TALWriter.list(annotation)
      let wanted = Int(annotation.onset.seconds) / recordSeconds
      var record = min(max(0, wanted), recordCount - 1)
      for next in record..<min(record + 60, recordCount) where blocks[next].count + list.count <= room {
        record = next
        break
      }
      blocks[record] += list
    }
    return blocks
  }
}
