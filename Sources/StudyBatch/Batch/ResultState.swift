import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText

/// Whether the result in a night's folder is the one that these inputs and options would give again.
struct ResultState {
  let folder: NightFolder

  /// The fingerprint holds scorings whole but samples the bytes of a recording: that one must also have the time of
  /// change that its mark has.
  ///
  /// - Parameter recording: as it is now; nil for a night without one.
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
    // A result that `analyze` wrote, or a file system without times: which of the two is younger is all there is.
    guard let made = InputStamp(path: folder.file(NightFolder.result)) else { return false }
    return (recording.modificationSeconds, recording.modificationNanoseconds)
      <= (made.modificationSeconds, made.modificationNanoseconds)
  }
}
