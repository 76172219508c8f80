import Foundation
import NightAnalysis
import SleepEvents

/// Which state of a recording a night's result was made from: an empty file beside the result that carries the
/// recording's own time of last change.
///
/// The fingerprint of a recording samples its bytes, so that a change between them must be told by time. Times are
/// compared for equality: whether a recording is *younger* than its result depends on a clock, and clocks jump. The
/// file is empty so that the same inputs give the same bytes in every folder.
struct RecordingMark {
  static let name = ".recording"

  private let path: String

  init(folder: String) { path = folder + "/" + RecordingMark.name }

  var isThere: Bool { InputStamp(path: path) != nil }

  /// Whether the mark was set for the recording as it is now.
  func matches(_ recording: InputStamp) -> Bool {
    guard let mark = InputStamp(path: path), mark.modificationSeconds == recording.modificationSeconds else {
      return false
    }
    // Some file systems keep steps of 100 nanoseconds, some whole seconds.
    return mark.modificationNanoseconds == 0
      || mark.modificationNanoseconds / 100 == recording.modificationNanoseconds / 100
  }

  /// Sets the mark. Where it cannot be made or the file system keeps coarser times there is none, and the order of
  /// times has to do: a result that stands must not fall for its mark.
  func set(_ recording: InputStamp) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let time = timespec(
      tv_sec: recording.modificationSeconds, tv_nsec: recording.modificationNanoseconds)
    if futimens(descriptor, [time, time]) != 0 || !matches(recording) { unlink(path) }
  }

  /// Taken away before a night is done again: a killed run must not leave the mark of a result that it did not write.
  func remove() { unlink(path) }
}
