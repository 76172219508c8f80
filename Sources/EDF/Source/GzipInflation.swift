import Foundation
import SleepEvents
import SystemZlib

/// Inflates a gzip file into an unlinked temporary file, so that compressed recordings are read by position
/// like all others, in constant memory.
enum GzipInflation {
  private static let blockBytes = 256 << 10
  private static let mostShrunk = 400
  /// Below this size no compression ratio is suspicious.
  private static let freeBytes = 256 << 20

  /// - Parameter limit: the most bytes that the result may have.
  /// - Throws: `EDFError` for damaged data, too much data, or too little disk space.
  static func inflate(
    _ source: ByteSource, limit: Int = EDFLimits.inflatedBytes
  ) throws(EDFError) -> (ByteSource, [Warning]) {
    let target = try temporaryFile(for: source.name)
    var warnings: [Warning] = []
    do throws(EDFError) {
      let size = try inflate(source, to: target, limit: limit, warnings: &warnings)
      return (ByteSource(name: source.name, descriptor: target, size: size), warnings)
    } catch {
      close(target)
      throw error
    }
  }

  private static func temporaryFile(for name: String) throws(EDFError) -> Int32 {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(folder)/tibialis-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .cannotCreate(
        file: "\(folder) (to decompress \(name))", reason: String(cString: strerror(errno)))
    }
    unlink(template)
    return descriptor
  }

  private static func inflate(
    _ source: ByteSource, to target: Int32, limit: Int, warnings: inout [Warning]
  ) throws(EDFError) -> Int {
    var stream = z_stream()
    // 16 + 15: gzip format with the largest window.
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .readFailed(file: source.name, byte: 0, reason: "zlib cannot start")
    }
    defer { inflateEnd(&stream) }
    var input = [UInt8](repeating: 0, count: blockBytes)
    var output = [UInt8](repeating: 0, count: blockBytes)
    var taken = 0
    var inflated = 0
    var isAtMemberStart = false
    while taken < source.size {
      let count = min(blockBytes, source.size - taken)
      try source.fill(&input, count: count, at: taken)
      var used = 0
      while used < count {
        if isAtMemberStart {
          // Another member may follow immediately; anything else after the data is ignored.
          guard input[used] == 0x1F, inflateReset(&stream) == Z_OK else {
            warnings.append(
              Warning(
                code: "trailing_bytes",
                message: "bytes after the compressed data are not gzip; they are ignored",
                location: "byte \(taken + used)"))
            return try finish(target, inflated, source)
          }
          isAtMemberStart = false
        }
        let before = used
        var produced = 0
        let status = input.withUnsafeMutableBufferPointer { from in
          output.withUnsafeMutableBufferPointer { to in
            stream.next_in = from.baseAddress.map { $0 + used }
            stream.avail_in = UInt32(count - used)
            stream.next_out = to.baseAddress
            stream.avail_out = UInt32(to.count)
            let status = SystemZlib.inflate(&stream, Z_NO_FLUSH)
            produced = to.count - Int(stream.avail_out)
            used = count - Int(stream.avail_in)
            return status
          }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
          throw .badArchive(file: source.name, byte: taken + used, detail: detail(status, stream))
        }
        guard inflated + produced <= limit else { throw .archiveTooLarge(file: source.name, limit: limit) }
        // Not even a recording without signal compresses this well; anything that does would take minutes to
        // inflate to zeros.
        if inflated > freeBytes, inflated / mostShrunk > taken + used {
          throw .archiveTooLarge(file: source.name, limit: max(freeBytes, mostShrunk * (taken + used)))
        }
        // Refuse anything that is not a recording before it fills the disk.
        if inflated == 0, produced > 0 { try checkHead(output[..<produced], source.name) }
        try write(output[..<produced], to: target, at: inflated, name: source.name)
        inflated += produced
        isAtMemberStart = status == Z_STREAM_END
        if used == before, produced == 0, !isAtMemberStart { break }
      }
      taken += count
    }
    if !isAtMemberStart {
      warnings.append(
        Warning(
          code: "truncated_archive",
          message: "the compressed data end too early; the part before that is read",
          location: "byte \(source.size)"))
    }
    return try finish(target, inflated, source)
  }

  private static func checkHead(_ output: ArraySlice<UInt8>, _ name: String) throws(EDFError) {
    switch FileKind(head: Array(output.prefix(512))) {
    case .edf, .bdf: return
    case .gzip: throw .otherFormat(file: name, format: "gzip inside gzip", advice: "decompress it once")
    case .other(let format, let advice):
      throw .otherFormat(file: name, format: "\(format), compressed with gzip", advice: advice)
    case .unknown:
      throw .otherFormat(
        file: name, format: "something else compressed with gzip", advice: "name the recording itself")
    }
  }

  private static func detail(_ status: Int32, _ stream: z_stream) -> String {
    stream.msg.map { String(cString: $0) } ?? "zlib error \(status)"
  }

  /// Blocks of zeros are left as holes, so that a decompression bomb of zeros takes no disk space.
  private static func write(
    _ bytes: ArraySlice<UInt8>, to target: Int32, at offset: Int, name: String
  ) throws(EDFError) {
    guard !isZero(bytes) else { return }
    let failure = bytes.withUnsafeBytes { DescriptorWriting.write($0, to: target, at: offset) }
    if let failure {
      throw .writeFailed(
        file: "the temporary folder (to decompress \(name))", reason: String(cString: strerror(failure)))
    }
  }

  private static func isZero(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, buffer.count > 1 else { return buffer.allSatisfy { $0 == 0 } }
      // All bytes are zero if the first is and each equals the one before.
      return buffer[0] == 0 && memcmp(base, base + 1, buffer.count - 1) == 0
    }
  }

  private static func finish(_ target: Int32, _ size: Int, _ source: ByteSource) throws(EDFError) -> Int {
    guard ftruncate(target, off_t(size)) == 0 else {
      throw .writeFailed(
        file: "the temporary folder (to decompress \(source.name))", reason: String(cString: strerror(errno)))
    }
    return size
  }
}
