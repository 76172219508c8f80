import Foundation
import SleepEvents
import SystemZlib
import Testing

@testable import EDF
@testable import EDFSecondReader

@Suite struct CompressedFileTests {
  /// A gzip member.
  private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let room = output.count
    input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(room)
        _ = deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(room - Int(stream.avail_out)))
  }

  private func opened(_ bytes: [UInt8], as name: String = "night.edf.gz") throws -> EDFFile {
    try TemporaryFolder.use { folder in
      try TemporaryFolder.write(bytes, to: folder + "/" + name)
      return try EDFFile(path: folder + "/" + name)
    }
  }

  @Test(arguments: ["night.edf.gz", "night.EDF.GZ", "night.edfz", "night.bdfz"])
  func `a compressed recording is read through zlib`(name: String) throws {
    let file = try opened(gzip(CraftedEDF().bytes), as: name)
    #expect(file.warnings.isEmpty)
    #expect(try file.digitalSamples(signal: 0, samples: 600..<603) == [600, 601, 602])
    #expect(LibEDF.verdict(of: file).outcome == .notAsked)
  }

  @Test func `a name that does not say so, bytes behind, a second member, an early end`() throws {
    let bytes = CraftedEDF().bytes
    #expect(try opened(gzip(bytes), as: "night.edf").warnings.map(\.code) == ["gzip_by_another_name"])
    #expect(try opened(gzip(bytes) + Array("junk".utf8)).warnings.map(\.code) == ["trailing_bytes"])
    let halves = gzip(Array(bytes[..<1000])) + gzip(Array(bytes[1000...]))
    #expect(try opened(halves).warnings.isEmpty)
    let cut = try opened(Array(gzip(bytes).dropLast(40)))
    #expect(cut.warnings.first?.code == "truncated_archive")
    #expect(cut.recordCount < 10)
  }

  @Test func `damaged data are refused, and so is something else inside`() throws {
    var damaged = gzip(CraftedEDF().bytes)
    damaged[damaged.count - 6] ^= 0xFF
    #expect(throws: EDFError.self) { try opened(damaged) }
    #expect(throws: EDFError.self) { try opened(gzip(Array("just a text".utf8))) }
    #expect(throws: EDFError.self) { try opened(gzip(gzip(CraftedEDF().bytes))) }
    #expect(throws: EDFError.self) { try opened([0x1F, 0x8B]) }
  }

  @Test func `what may be inflated is capped`() throws {
    let inflated = CraftedEDF().bytes + [UInt8](repeating: 0, count: 5 << 20)
    let bomb = ByteSource(name: "bomb.edf.gz", bytes: gzip(inflated))
    #expect(throws: EDFError.archiveTooLarge(file: "bomb.edf.gz", limit: 1 << 20)) {
      _ = try GzipInflation.inflate(bomb, limit: 1 << 20)
    }
  }

  @Test func `what grows as no recording does is refused long before the cap`() throws {
    let bomb = ByteSource(
      name: "bomb.edf.gz", bytes: gzip(CraftedEDF().bytes + [UInt8](repeating: 0, count: 300 << 20)))
    #expect(throws: EDFError.archiveTooLarge(file: "bomb.edf.gz", limit: 256 << 20)) {
      _ = try GzipInflation.inflate(bomb)
    }
  }
}
