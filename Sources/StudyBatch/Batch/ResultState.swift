import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText

/// Whether the result in a night's folder is what the current inputs and options would give.
struct ResultState {
  let folder: NightFolder

  /// The fingerprint covers scorings in full but only samples the bytes of a recording, whose modification
  /// time must therefore also match its mark.
  ///
  /// - Parameter recording: its current state; nil for a night without one.
  func stands(for night: NightJob, options: AnalysisOptions, recording: InputStamp?) -> Bool {
    guard case .done(let document) = folder.standing, !document.isOfFirstEdition else { return false }
    var comparable = options
    if night.recording == nil { comparable.scorings = night.scorings }
    guard document.fingerprint == Fingerprint.of(recording: night.recording, options: comparable) else {
      return false
    }
    do { _ = try folder.check(document) } catch { return false }
    guard let recording else { return night.recording == nil }
    let standing = RecordingMark(folder: folder.path)
    if standing.isThere { return standing.matches(recording) }
    // The result was written by `analyze`, or the file system has no times: only the order of the two times
    // is available.
    guard let made = InputStamp(path: folder.file(NightFolder.result)) else { return false }
    return (recording.modificationSeconds, recording.modificationNanoseconds)
      <= (made.modificationSeconds, made.modificationNanoseconds)
  }
}
