import Foundation
import NightAnalysis

/// Which state of a recording a night's result was made from: a small file beside the result.
///
/// The fingerprint of a recording samples its bytes, so that a change between them must be told by the time of the last
/// change. Times are compared for equality: whether a recording is *younger* than its result depends on a clock, and
/// clocks jump. The mark holds a hash, so that it says nothing of when somebody was recorded and survives a copy.
struct RecordingMark {
  static let name = ".recording"

  private let path: String

  init(folder: String) { path = folder + "/" + RecordingMark.name }

  /// Nil where there is none.
  private var text: Data? { FileManager.default.contents(atPath: path) }

  var isThere: Bool { FileManager.default.fileExists(atPath: path) }

  /// Whether the mark was set for the recording as it is now.
  func matches(_ recording: InputStamp) -> Bool { text == RecordingMark.text(recording) }

  /// Sets the mark. Where that fails there is none, and the order of times has to do.
  func set(_ recording: InputStamp) {
    let isWhole = FileManager.default.createFile(atPath: path, contents: RecordingMark.text(recording))
    if !isWhole || !matches(recording) { remove() }
  }

  /// Taken away before a night is done again: a killed run must not leave the mark of a result that it did not write.
  func remove() { unlink(path) }

  private static func text(_ recording: InputStamp) -> Data {
    var hash = ContentHash()
    // Some file systems keep steps of 100 nanoseconds.
    hash.add("\(recording.modificationSeconds).\(recording.modificationNanoseconds / 100)")
    return Data((hash.hexadecimal + "\n").utf8)
  }
}
