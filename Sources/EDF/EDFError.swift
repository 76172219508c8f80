import SleepEvents

/// Why a recording cannot be opened, read or written.
public enum EDFError: ReportableError, Equatable {
  case missing(file: String)
  case isFolder(file: String)
  case notRegular(file: String)
  case cannotOpen(file: String, reason: String)
  case empty(file: String)
  /// The first bytes belong to something else, such as a PNG picture.
  case otherFormat(file: String, format: String, advice: String)
  /// An unusable header field without which nothing can be read.
  case badField(file: String, field: String, byte: Int, expected: String, found: String, advice: String)
  case overLimit(file: String, what: String, byte: Int, found: Int, limit: Int)
  case headerCutShort(file: String, bytes: Int, expected: Int)
  case noRecords(file: String, byte: Int, recordBytes: Int, found: Int)
  case badArchive(file: String, byte: Int, detail: String)
  case archiveTooLarge(file: String, limit: Int)
  case noSuchSignal(file: String, index: Int, count: Int)
  case noSuchSamples(file: String, channel: String, asked: Range<Int>, count: Int)
  /// A channel whose values have no meaning, for example with equal physical minimum and maximum.
  case unusableChannel(file: String, channel: String, byte: Int?, problem: String, advice: String)
  /// A channel whose unit is not a known voltage.
  case notAVoltage(file: String, channel: String, unit: String)
  case readFailed(file: String, byte: Int, reason: String)
  case shrank(file: String, byte: Int)
  case libEDFVersion(compiled: Int, running: Int)
  case libEDFRefuses(file: String, reason: String)
  case readersDisagree(file: String, channel: String, sample: Int, ours: Int, theirs: Int)
  case notWritable(file: String, field: String, expected: String, found: String)
  case sameFile(file: String)
  case cannotCreate(file: String, reason: String)
  case writeFailed(file: String, reason: String)
  case copyDiffers(file: String, byte: Int)

  /// The advice given where a date cannot be shifted.
  package static let countFromStart = "let times count from the start, which needs no date"

  /// One sentence: the file, the byte, what was expected, what was found and what to do.
  public var description: String { sentence }

  /// A stable identifier for programs.
  public var code: String {
    switch self {
    case .missing: "missing_file"
    case .isFolder: "is_folder"
    case .notRegular: "not_a_regular_file"
    case .cannotOpen: "cannot_open"
    case .empty: "empty_file"
    case .otherFormat: "not_edf"
    case .badField: "bad_header_field"
    case .overLimit: "over_limit"
    case .headerCutShort: "truncated_header"
    case .noRecords: "no_data_records"
    case .badArchive: "damaged_archive"
    case .archiveTooLarge: "archive_too_large"
    case .noSuchSignal: "no_such_signal"
    case .noSuchSamples: "no_such_samples"
    case .unusableChannel, .notAVoltage: "unusable_channel"
    case .readFailed: "read_failed"
    case .shrank: "file_shrank"
    case .libEDFVersion: "libedf_version"
    case .libEDFRefuses: "libedf_refuses"
    case .readersDisagree: "readers_disagree"
    case .notWritable: "not_writable"
    case .sameFile: "same_file"
    case .cannotCreate: "cannot_create"
    case .writeFailed: "write_failed"
    case .copyDiffers: "copy_differs"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .missing, .isFolder, .notRegular, .cannotOpen: .missingInput
    case .readFailed, .shrank, .writeFailed: .inputOutputFailure
    case .cannotCreate: .cannotCreateOutput
    case .sameFile: .wrongUsage
    case .libEDFVersion, .readersDisagree, .copyDiffers, .notWritable: .internalDefect
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .missing(let file), .isFolder(let file), .notRegular(let file), .cannotOpen(let file, _),
      .empty(let file), .otherFormat(let file, _, _), .badField(let file, _, _, _, _, _),
      .overLimit(let file, _, _, _, _), .headerCutShort(let file, _, _), .noRecords(let file, _, _, _),
      .badArchive(let file, _, _), .archiveTooLarge(let file, _), .noSuchSignal(let file, _, _),
      .noSuchSamples(let file, _, _, _), .unusableChannel(let file, _, _, _, _),
      .notAVoltage(let file, _, _), .readFailed(let file, _, _), .shrank(let file, _),
      .libEDFRefuses(let file, _),
      .readersDisagree(let file, _, _, _, _), .notWritable(let file, _, _, _), .sameFile(let file),
      .cannotCreate(let file, _), .writeFailed(let file, _), .copyDiffers(let file, _):
      file
    case .libEDFVersion: nil
    }
  }

  package var location: String? {
    switch self {
    case .otherFormat: "byte 0"
    case .badField(_, _, let byte, _, _, _), .overLimit(_, _, let byte, _, _), .noRecords(_, let byte, _, _),
      .badArchive(_, let byte, _), .readFailed(_, let byte, _), .shrank(_, let byte),
      .copyDiffers(_, let byte):
      "byte \(byte)"
    case .headerCutShort(_, let bytes, _): "byte \(bytes)"
    case .unusableChannel(_, let channel, let byte, _, _):
      byte.map { "channel \(channel), byte \($0)" } ?? "channel \(channel)"
    case .noSuchSamples(_, let channel, _, _), .notAVoltage(_, let channel, _): "channel \(channel)"
    case .readersDisagree(_, let channel, let sample, _, _): "channel \(channel), sample \(sample)"
    default: nil
    }
  }
}

extension EDFError {
  /// True if the disk rather than the file is at fault.
  package var isReadFailure: Bool { if case .readFailed = self { true } else { false } }
}
