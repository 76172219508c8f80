import Foundation
import NightAnalysis
import SleepEvents

/// Records which state of a recording a night's result is based on: an empty file next to the result that has
/// the recording's modification time.
///
/// The fingerprint of a recording only samples its bytes, so other changes must be detected by time. Times
/// are compared for equality: whether a recording is *younger* than its result depends on clocks, which can
/// jump. The file is empty so that the same inputs give the same bytes in every folder.
struct RecordingMark {
  static let name = ".recording"

  private let path: String

  init(folder: String) { path = folder + "/" + RecordingMark.name }

  var isThere: Bool { InputStamp(path: path) != nil }

  /// Whether the mark matches the current state of the recording.
  func matches(_ recording: InputStamp) -> Bool {
    guard let mark = InputStamp(path: path), mark.modificationSeconds == recording.modificationSeconds else {
      return false
    }
    // Some file systems store times in steps of 100 nanoseconds, others in whole seconds.
    return mark.modificationNanoseconds == 0
      || mark.modificationNanoseconds / 100 == recording.modificationNanoseconds / 100
  }

  /// Sets the mark. If it cannot be created, or the file system stores coarser times, there is none and the
  /// order of times must suffice: a result must not be lost because of its mark.
  func set(_ recording: InputStamp) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let time = timespec(
      tv_sec: recording.modificationSeconds, tv_nsec: recording.modificationNanoseconds)
    if futimens(descriptor, [time, time]) != 0 || !matches(recording) { unlink(path) }
  }

  /// Removes the mark before a night is repeated: a killed run must not leave a mark for a result it did not
  /// write.
  func remove() { unlink(path) }
}
