import Foundation
import SystemZlib

/// A ZIP archive with uncompressed files: enough for a small CSV, and always the same bytes.
enum StoredArchive {
  static func data(_ files: [(name: String, data: Data)]) -> Data {
    var archive = Data()
    var directory = Data()
    for file in files {
      let offset = archive.count
      var header = Data()
      header.append16(20)
      header.append16(0)
      header.append16(0)
      header.append16(0)
      // 1 January 1980, the earliest date in the format: no result records when it was made.
      header.append16(0x21)
      header.append32(checksum(file.data))
      header.append32(UInt32(file.data.count))
      header.append32(UInt32(file.data.count))
      header.append16(UInt16(file.name.utf8.count))
      header.append16(0)
      archive.append32(0x0403_4B50)
      archive.append(header)
      archive.append(Data(file.name.utf8))
      archive.append(file.data)
      directory.append32(0x0201_4B50)
      directory.append16(20)
      directory.append(header)
      directory.append16(0)
      directory.append16(0)
      directory.append16(0)
      directory.append32(0)
      directory.append32(UInt32(offset))
      directory.append(Data(file.name.utf8))
    }
    let start = archive.count
    archive.append(directory)
    archive.append32(0x0605_4B50)
    archive.append16(0)
    archive.append16(0)
    archive.append16(UInt16(files.count))
    archive.append16(UInt16(files.count))
    archive.append32(UInt32(directory.count))
    archive.append32(UInt32(start))
    archive.append16(0)
    return archive
  }

  /// The CRC-32 used by ZIP.
  static func checksum(_ data: Data) -> UInt32 {
    data.withUnsafeBytes { bytes in
      UInt32(crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count)))
    }
  }
}

extension Data {
  fileprivate mutating func append16(_ value: UInt16) {
    append(UInt8(value & 0xFF))
    append(UInt8(value >> 8))
  }

  fileprivate mutating func append32(_ value: UInt32) {
    append16(UInt16(value & 0xFFFF))
    append16(UInt16(value >> 16))
  }
}
