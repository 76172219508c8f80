import StructuredText
import SystemZlib

/// The members of a zip file, inflated one at a time and never beyond a limit.
struct ZipArchive {
  private struct Member {
    var isStored: Bool
    var packedBytes: Int
    var bytes: Int
    var offset: Int
  }

  private let file: FileBytes
  private var members: [String: Member] = [:]

  /// Far larger than any table that a person types.
  static let largestMember = 64 << 20
  private static let endBytes = 22

  /// - Throws: `TextError.notWorkbook` for a file without a central directory.
  init(_ file: FileBytes) throws(TextError) {
    self.file = file
    let length = min(file.size, ZipArchive.endBytes + 0xFFFF)
    let tail = try file.bytes(at: file.size - length, count: length)
    let end = stride(from: tail.count - ZipArchive.endBytes, through: 0, by: -1).first {
      tail[$0...].starts(with: [0x50, 0x4B, 0x05, 0x06])
    }
    guard let end else { throw .notWorkbook(file: file.path, detail: "no directory of its parts") }
    let count = ZipArchive.number(tail, end + 10, 2)
    let bytes = ZipArchive.number(tail, end + 12, 4)
    let start = ZipArchive.number(tail, end + 16, 4)
    guard bytes <= 16 << 20, start + bytes <= file.size else {
      throw .notWorkbook(file: file.path, detail: "a damaged directory of its parts")
    }
    let list = try file.bytes(at: start, count: bytes)
    var position = 0
    for _ in 0..<count where position + 46 <= list.count {
      let nameBytes = ZipArchive.number(list, position + 28, 2)
      let further = ZipArchive.number(list, position + 30, 2) + ZipArchive.number(list, position + 32, 2)
      guard position + 46 + nameBytes <= list.count else { break }
      let name = String(decoding: list[(position + 46)..<(position + 46 + nameBytes)], as: UTF8.self)
      members[name] = Member(
        isStored: ZipArchive.number(list, position + 10, 2) == 0,
        packedBytes: ZipArchive.number(list, position + 20, 4),
        bytes: ZipArchive.number(list, position + 24, 4),
        offset: ZipArchive.number(list, position + 42, 4))
      position += 46 + nameBytes + further
    }
  }

  /// The bytes of a member; nil if there is none with that name.
  ///
  /// - Throws: `TextError.notWorkbook` for a member that is damaged or larger than the limit.
  func bytes(of name: String) throws(TextError) -> [UInt8]? {
    guard let member = members[name] else { return nil }
    guard member.bytes <= ZipArchive.largestMember, member.packedBytes <= ZipArchive.largestMember else {
      throw .notWorkbook(file: file.path, detail: "a part of more than 64 MiB")
    }
    let local = try file.bytes(at: member.offset, count: 30)
    guard local.count == 30, local.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { throw damaged }
    let start = member.offset + 30 + ZipArchive.number(local, 26, 2) + ZipArchive.number(local, 28, 2)
    let packed = try file.bytes(at: start, count: member.packedBytes)
    guard packed.count == member.packedBytes else { throw damaged }
    if member.isStored { return packed }
    guard let bytes = ZipArchive.inflated(packed, bytes: member.bytes) else { throw damaged }
    return bytes
  }

  private var damaged: TextError { .notWorkbook(file: file.path, detail: "a damaged part") }

  private static func inflated(_ packed: [UInt8], bytes count: Int) -> [UInt8]? {
    var stream = z_stream()
    // Negative: raw deflate data without a header.
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var from = packed
    var status = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { to, filled in
      from.withUnsafeMutableBufferPointer { from in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        status = inflate(&stream, Z_FINISH)
        filled = to.count - Int(stream.avail_out)
      }
    }
    return status == Z_STREAM_END && bytes.count == count ? bytes : nil
  }

  private static func number(_ bytes: [UInt8], _ position: Int, _ count: Int) -> Int {
    guard position >= 0, position + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }
}
