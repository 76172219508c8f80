/// The format of a file by its first bytes, whatever its name says.
enum FileKind: Equatable {
  case edf
  case bdf
  case gzip
  /// A known format that is not read here.
  case other(format: String, advice: String)
  case unknown

  /// - Parameter head: the first bytes of the file, ideally 512.
  init(head: [UInt8]) {
    if head.starts(with: [0xFF]), Self.folded(head[..<min(8, head.count)].dropFirst()) == "biosemi" {
      self = .bdf
    } else if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if let known = Self.signatures.first(where: { $0.matches(head) }), Self.headerNumbers(head) < 4 {
      self = .other(format: known.format, advice: known.advice)
    } else if Self.headerNumbers(head) >= 3 {
      self = head.first == 0xFF ? .bdf : .edf
    } else if head.starts(with: Array("0       ".utf8)) {
      self = .edf
    } else if let text = Self.textKind(head) {
      self = text
    } else {
      self = .unknown
    }
  }

  private static func folded(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
  }

  /// How many of the four numbers of the fixed header are where EDF and BDF have them (header bytes, records,
  /// record duration, signals). Distinguishes a recording with a damaged version field from another format.
  private static func headerNumbers(_ head: [UInt8]) -> Int {
    guard head.count >= 256 else { return 0 }
    return [184..<192, 236..<244, 244..<252, 252..<256].count { HeaderText(head[$0]).number != nil }
  }

  private static func textKind(_ head: [UInt8]) -> FileKind? {
    let sample = head.prefix(512)
    guard sample.count >= 4 else { return nil }
    if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) {
      return .other(format: "a text file (UTF-16)", advice: Signature.scoring)
    }
    let isText = sample.allSatisfy { $0 >= 0x20 || $0 == 9 || $0 == 10 || $0 == 13 }
    guard isText, sample.contains(10) || sample.contains(13) || sample.count < 256 else { return nil }
    return .other(format: "a text file", advice: Signature.scoring)
  }

  private struct Signature {
    let format: String
    let bytes: [UInt8]
    var offset = 0
    var advice = "name the recording itself"

    static let unpack = "unpack it and name the recording inside"
    static let scoring = "if it is a scoring, name it as one; else name the recording itself"

    func matches(_ head: [UInt8]) -> Bool {
      head.count >= offset + bytes.count && head[offset..<offset + bytes.count].elementsEqual(bytes)
    }

    static func text(_ format: String, _ text: String, advice: String = "name the recording itself")
      -> Signature
    {
      Signature(format: format, bytes: Array(text.utf8), advice: advice)
    }
  }

  private static let signatures: [Signature] = [
    Signature(format: "a zip archive", bytes: [0x50, 0x4B, 3, 4], advice: Signature.unpack),
    Signature(format: "an empty zip archive", bytes: [0x50, 0x4B, 5, 6], advice: Signature.unpack),
    Signature(format: "a 7z archive", bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], advice: Signature.unpack),
    .text("a RAR archive", "Rar!\u{1A}\u{07}", advice: Signature.unpack),
    Signature(format: "xz-compressed data", bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A], advice: Signature.unpack),
    .text("bzip2-compressed data", "BZh", advice: Signature.unpack),
    Signature(
      format: "Zstandard-compressed data", bytes: [0x28, 0xB5, 0x2F, 0xFD], advice: Signature.unpack),
    Signature(format: "a tar archive", bytes: Array("ustar".utf8), offset: 257, advice: Signature.unpack),
    Signature(format: "a PNG picture", bytes: [0x89, 0x50, 0x4E, 0x47]),
    Signature(format: "a JPEG picture", bytes: [0xFF, 0xD8, 0xFF]),
    .text("a GIF picture", "GIF8"),
    Signature(format: "a TIFF picture", bytes: [0x49, 0x49, 0x2A, 0]),
    .text("a PDF document", "%PDF"),
    Signature(format: "a Microsoft Office document", bytes: [0xD0, 0xCF, 0x11, 0xE0]),
    Signature(
      format: "an HDF5 or MATLAB 7.3 file", bytes: [0x89, 0x48, 0x44, 0x46], advice: "export it as EDF"),
    .text("a MATLAB file", "MATLAB", advice: "export it as EDF"),
    .text("an SQLite database", "SQLite format 3", advice: "export the recording as EDF"),
    .text("a GDF recording", "GDF ", advice: "export it as EDF"),
    .text("a BrainVision header", "Brain Vision", advice: "export the recording as EDF"),
    .text("a BrainVision header", "BrainVision", advice: "export the recording as EDF"),
    .text("a sound or video file", "RIFF"),
    Signature(format: "a program", bytes: [0x7F, 0x45, 0x4C, 0x46]),
    .text("a program", "MZ"),
    .text("an XML file", "<?xml", advice: Signature.scoring),
    Signature(format: "an XML file", bytes: [0xEF, 0xBB, 0xBF, 0x3C], advice: Signature.scoring),
    .text("an HTML page", "<!DOCTYPE", advice: "the download failed, fetch the recording again"),
    .text("an HTML page", "<html", advice: "the download failed, fetch the recording again"),
    .text("a Git LFS pointer", "version https://git-lfs", advice: "fetch the recording with 'git lfs pull'"),
    .text("a JSON file", "{", advice: Signature.scoring),
  ]
}
