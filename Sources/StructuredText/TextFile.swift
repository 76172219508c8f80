import Foundation
import SleepEvents
import Synchronization

/// Makes names of temporary files unique among the threads of this process.
private let counter = Atomic<Int>(0)

/// Whole text files in, whole files out: reading with a cap, writing beside the target and renaming.
public enum TextFile {
  /// The text of a file: UTF-8, UTF-16 with a byte order mark, or else Latin-1.
  public static func read(_ path: String, limit: Int) throws(TextError) -> String {
    decode(try bytes(of: path, limit: limit))
  }

  /// - Throws: `TextError` for a file that is missing, a folder, unreadable or larger than `limit` bytes.
  public static func bytes(of path: String, limit: Int) throws(TextError) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(file: path)
    }
    guard !isFolder.boolValue else { throw .isFolder(file: path) }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      if data.count > limit { throw TextError.tooLarge(file: path, bytes: data.count, limit: limit) }
      return data
    } catch let error as TextError {
      throw error
    } catch {
      throw .cannotOpen(file: path, reason: reason(error))
    }
  }

  public static func decode(_ data: Data) -> String {
    if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
      if let text = String(data: data, encoding: .utf16) { return text }
    }
    if let text = String(data: data, encoding: .utf8) { return text }
    return String(data: data, encoding: .isoLatin1) ?? ""
  }

  /// Writes `contents` beside `path`, syncs it and renames it, so that the file is there whole or not at all.
  public static func writeAtomically(_ contents: Data, to path: String) throws(TextError) {
    try writeAtomically(parts: CollectionOfOne(contents), to: path)
  }

  /// The same for contents that come in parts, of which only one is in memory at a time.
  ///
  /// - Parameter isComplete: asked when the parts have ended; false leaves what stood there before.
  public static func writeAtomically(
    parts: some Sequence<some ContiguousBytes>, to path: String, isComplete: () -> Bool = { true }
  ) throws(TextError) {
    let target = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw .cannotCreate(file: path, reason: "a folder of that name is there; name a file in it")
    }
    let folder = target.deletingLastPathComponent().path
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    let scratch =
      "\(folder)/.\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)-\(number).tmp"
    let descriptor = open(scratch, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotCreate(file: path, reason: String(cString: strerror(errno))) }
    var failure: Int32?
    for part in parts where failure == nil {
      failure = part.withUnsafeBytes { write($0, to: descriptor) }
    }
    if failure == nil, fsync(descriptor) != 0, errno != EINVAL { failure = errno }
    if close(descriptor) != 0, failure == nil { failure = errno }
    guard isComplete() else {
      unlink(scratch)
      return
    }
    if failure == nil, rename(scratch, path) != 0 { failure = errno }
    if let failure {
      unlink(scratch)
      throw .writeFailed(file: path, reason: String(cString: strerror(failure)))
    }
  }

  /// - Returns: the error's number, nil if all bytes were written.
  private static func write(_ buffer: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var written = 0
    while written < buffer.count, let base = buffer.baseAddress {
      let count = Foundation.write(descriptor, base + written, buffer.count - written)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      written += count
    }
    return nil
  }

  public static func writeAtomically(_ text: String, to path: String) throws(TextError) {
    try writeAtomically(Data(text.utf8), to: path)
  }

  /// Makes a folder with its parents; fine if it is there.
  public static func makeFolder(_ path: String) throws(TextError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      throw .cannotCreate(
        file: path, reason: exists && !isFolder.boolValue ? "a file of that name is there" : reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let code = underlying?.domain == NSPOSIXErrorDomain ? underlying?.code : nil
    if let code { return String(cString: strerror(Int32(code))) }
    return switch (error as? CocoaError)?.code {
    case .fileWriteVolumeReadOnly: "the file system is read-only"
    case .fileWriteNoPermission: "permission denied"
    case .fileWriteOutOfSpace: "no space left"
    default: "input/output error"
    }
  }
}
