import CEDFLib
import Testing

@testable import EDF
@testable import EDFSecondReader

/// The annotations of a file as libedf reads them (mode 2, all of them).
enum LibEDFAnnotations {
  struct Annotation {
    let onsetSeconds: Double
    let durationSeconds: Double?
    let text: String
  }

  static func read(_ path: String) throws -> [Annotation] {
    try LibEDF.lock.withLock { _ in
      var code: Int32 = 0
      let file = try #require(cedflib_open(path, 1, &code), "libedf refuses \(path) with \(code)")
      defer { cedflib_close(file) }
      return (0..<cedflib_annotation_count(file)).map { index in
        var onset: Int64 = 0
        var duration: Int64 = 0
        var text = [CChar](repeating: 0, count: 600)
        _ = cedflib_annotation(file, Int32(index), &onset, &duration, &text, 600)
        return Annotation(
          onsetSeconds: Double(onset) / 1e7, durationSeconds: duration < 0 ? nil : Double(duration) / 1e7,
          text: String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
    }
  }
}
