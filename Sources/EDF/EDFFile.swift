import SleepEvents
import StructuredText

/// A recording in EDF, EDF+, BDF or BDF+, open for reading.
///
/// Opening reads the header and any annotation channels; samples are read on request and never cached. Safe
/// to use from several threads at once.
///
/// ```swift
/// let file = try EDFFile(path: "night.edf")
/// for segment in file.segments { print(segment.onset.seconds, segment.duration.hours) }
/// ```
public final class EDFFile: Sendable {
  /// The name as given by the caller, for messages.
  public let name: String
  /// The fixed part of the header.
  public let header: EDFHeader
  /// All channels in file order, annotation channels included.
  public let signals: [EDFSignal]
  /// Contiguous runs of records, in file order. Empty for a file without ordinary channels or with record
  /// duration 0.
  ///
  /// A file whose onsets go backwards (warning `overlapping_records`) has segments that overlap in time.
  public let segments: [EDFSegment]
  /// Irregularities of the file and its annotations that did not prevent reading.
  public let warnings: [Warning]
  /// A path under which another library can open the file.
  package var path: String { StandardInput.path(of: name) }
  let source: ByteSource
  /// True if the file was decompressed with zlib.
  package let isCompressed: Bool
  private let timeline: RecordTimeline
  private let readAnnotations: EDFAnnotations

  /// Opens the recording at `path`, or standard input for `-`, decompressing it first if it is gzip.
  ///
  /// - Throws: `EDFError` if it cannot be opened or is not a recording. A single bad channel or annotation is
  ///   only a warning.
  public convenience init(path: String) throws(EDFError) {
    let opened = try ByteSource(path: path)
    guard opened.size > 0 else { throw .empty(file: path) }
    if FileKind(head: try opened.bytes(at: 0, count: 512)) == .gzip {
      let (inflated, warnings) = try GzipInflation.inflate(opened)
      let named = [".gz", ".edfz", ".bdfz"].contains { path.lowercased().hasSuffix($0) }
      let odd = Warning(
        code: "gzip_by_another_name", message: "gzip-compressed, though the name does not say so",
        location: "byte 0")
      try self.init(
        source: inflated, isCompressed: true,
        warnings: (named || path == StandardInput.name ? [] : [odd]) + warnings)
    } else {
      try self.init(source: opened)
    }
  }

  /// Reads a recording that is already in memory.
  public convenience init(bytes: [UInt8], name: String) throws(EDFError) {
    try self.init(source: ByteSource(name: name, bytes: bytes))
  }

  private init(
    source: ByteSource, isCompressed: Bool = false, warnings earlier: [Warning] = []
  ) throws(EDFError) {
    self.source = source
    self.isCompressed = isCompressed
    name = source.name
    var parser = try HeaderParser(source: source)
    let (header, signals) = try parser.parse()
    var builder = TimelineBuilder(recordDuration: header.recordDuration)
    var scan = AnnotationScan(source: source, header: header, signals: signals)
    let collector = try scan.run(&builder)
    let hasSamples = signals.contains { !$0.isAnnotations && $0.samplesPerRecord > 0 }
    let isTimed = hasSamples && header.recordDuration.numerator > 0
    let (timeline, timelineWarnings) = builder.finish(
      recordCount: header.recordCount,
      hasTimekeeper: isTimed && signals.contains { $0.isAnnotations && $0.samplesPerRecord > 0 },
      isDiscontinuous: header.format.isDiscontinuous)
    self.header = header
    self.signals = signals
    self.timeline = timeline
    segments = isTimed ? timeline.segments : []
    readAnnotations = collector.finish(end: segments.map(\.range.end).max())
    self.warnings = earlier + parser.warnings + timelineWarnings + readAnnotations.warnings
  }

  /// The file format, from the first bytes and the reserved field.
  public var format: EDFFormat { header.format }
  /// When the recording began, as far as the header says.
  public var start: RecordingStart { header.start }
  /// Whole records in the file, whatever its header says.
  public var recordCount: Int { header.recordCount }
  /// Seconds, exact; 0 for an annotations-only file.
  public var recordDuration: ExactRational { header.recordDuration }

  /// The annotations of all annotation channels, without the timekeeping annotations of the records.
  public func annotations() -> EDFAnnotations { readAnnotations }

  /// Unrecorded time between consecutive segments.
  public var gaps: [TimeRange] {
    zip(segments, segments.dropFirst()).compactMap { before, after in
      after.onset > before.range.end ? TimeRange(start: before.range.end, end: after.onset) : nil
    }
  }

  /// Time with samples: the total over all segments.
  public var recordedDuration: TimeSpan { segments.reduce(.zero) { $0 + $1.duration } }

  /// Samples of a channel in the whole file.
  ///
  /// - Parameter signal: index of the channel; the count is 0 if there is no such channel.
  public func sampleCount(signal: Int) -> Int {
    signals.indices.contains(signal) ? signals[signal].samplesPerRecord * header.recordCount : 0
  }

  /// The samples of a segment, counted over all records of the file.
  public func samples(of segment: EDFSegment, signal: Int) -> Range<Int> {
    let perRecord = signals[signal].samplesPerRecord
    return segment.firstRecord * perRecord..<(segment.firstRecord + segment.recordCount) * perRecord
  }

  /// When a sample was taken, to the nearest tick: from its record's onset and the exact rate.
  ///
  /// - Parameter sample: counted over all records of the file, gaps ignored; may lie past the last one.
  public func time(ofSample sample: Int, signal: Int) -> Instant {
    let perRecord = signals[signal].samplesPerRecord
    guard perRecord > 0 else { return .zero }
    let record = min(max(0, sample / perRecord), header.recordCount - 1)
    return Instant(
      ticks: timeline.ticks(
        record: record, numerator: sample - record * perRecord, denominator: perRecord))
  }
}

// For the second reader.
extension EDFFile {
  /// False for bytes in memory, which a C library cannot open.
  package var isOnDisk: Bool { source.isFile }
  package var sizeBytes: Int { source.size }
  /// All bytes before the first record; nil if they cannot be read again.
  package var headerBytes: [UInt8]? {
    do { return try source.bytes(at: 0, count: header.dataOffset) } catch { return nil }
  }
}
