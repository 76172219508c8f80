extension EDFError {
  package var sentence: String {
    let name = file ?? "libedf"
    let place = location.map { "\(name), \($0)" } ?? name
    switch self {
    case .missing: return "\(name): does not exist; check the path"
    case .isFolder: return "\(name): expected a recording, found a folder; name the file inside it"
    case .notRegular:
      return "\(name): expected a file on disk, found a pipe or device; copy its contents to a file first"
    case .cannotOpen(_, let reason): return "\(name): cannot be opened (\(reason)); check its permissions"
    case .empty: return "\(name): expected an EDF or BDF recording, found an empty file; copy it again"
    case .otherFormat(_, let format, let advice):
      return "\(place): expected an EDF or BDF recording, found \(format); \(advice)"
    case .badField(_, let field, _, let expected, let found, let advice):
      return "\(place): expected \(expected) in the field '\(field)', found \(found); \(advice)"
    case .overLimit(_, let what, _, let found, let limit):
      return "\(place): expected at most \(limit) \(what), found \(found); the header is damaged or not EDF"
    case .headerCutShort(_, let bytes, let expected):
      return "\(place): expected a header of \(expected) bytes, found the end of the file after \(bytes); "
        + "copy the recording again"
    case .noRecords(_, _, let recordBytes, let found):
      return
        "\(place): expected data records of \(recordBytes) bytes after the header, found \(found) bytes; "
        + "the recording contains no data, copy or export it again"
    case .badArchive(_, _, let detail):
      return "\(place): expected gzip data, found damage (\(detail)); compress the recording again"
    case .archiveTooLarge(_, let limit):
      return "\(name): expected at most \(limit >> 20) MiB after decompression, found more; "
        + "decompress it yourself if it really is a recording"
    case .noSuchSignal(_, let index, let count):
      return "\(name): expected a channel index from 0 to \(count - 1), found \(index); "
        + "ask for one of those"
    case .noSuchSamples(_, _, let asked, let count):
      return "\(place): expected samples from 0 to \(count), found a request for \(asked.lowerBound) to "
        + "\(asked.upperBound); ask for less"
    case .unusableChannel(_, _, _, let problem, let advice): return "\(place): \(problem); \(advice)"
    case .notAVoltage(_, _, let unit):
      return
        "\(place): expected a voltage as unit, found '\(unit)'; say what it is, or choose another channel"
    case .readFailed(_, _, let reason): return "\(place): could not be read (\(reason)); check the disk"
    case .shrank:
      return "\(place): expected more data, found the end of the file; it became shorter while we read"
    case .libEDFVersion(let compiled, let running):
      return "libedf: expected version \(Self.version(compiled)), which this program was built with, found "
        + "\(Self.version(running)); build tibialis again on this machine, or read without it"
    case .libEDFRefuses(_, let reason):
      return "\(name): expected a file that libedf accepts, found one that it refuses (\(reason)); "
        + "read it without libedf"
    case .readersDisagree(_, _, _, let ours, let theirs):
      return "\(place): expected the same digital value from both readers, found \(ours) (tibialis) and "
        + "\(theirs) (libedf); please report this file's header to us"
    case .notWritable(_, let field, let expected, let found):
      return "\(name): expected \(expected) for the field '\(field)', found \(found); change it"
    case .sameFile: return "\(name): expected another file as output, found the input itself; name a new file"
    case .cannotCreate(_, let reason):
      return "\(name): cannot be created (\(reason)); choose another location or free some space"
    case .writeFailed(_, let reason):
      return "\(name): could not be written (\(reason)); free some space and run again"
    case .copyDiffers:
      return "\(place): expected the copy to hold the same samples, found a difference; the copy was removed"
    }
  }

  private static func version(_ number: Int) -> String {
    guard number > 0 else { return "of unknown layout" }
    let minor = number % 100
    return "\(number / 100).\(minor < 10 ? "0" : "")\(minor)"
  }
}
