import EDF
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyReports

/// Whether a recording is the one on which a result is based.
package enum RecordingCheck {
  /// - Throws: `ReportError.anotherRecording` if the recording's legs are not those of the result; `EDFError`
  ///   if they cannot be read.
  package static func belongs(_ file: EDFFile, to document: NightDocument) throws {
    let length = file.segments.map(\.range.end.seconds).max() ?? 0
    if let expected = document.recording.durationSeconds, abs(expected - length) > 1 {
      throw ReportError.anotherRecording(
        file: file.name, expected: "\(JSONValue.numberText(expected)) s long",
        found: "one of \(JSONValue.numberText(length)) s")
    }
    let hasSignal = document.quality.left != nil || document.quality.right != nil
    guard hasSignal else { return }
    guard let key = try NightKey.of(file, legsOf: document) else {
      throw ReportError.anotherRecording(
        file: file.name, expected: "the channels of the result", found: "no such channels")
    }
    guard let expected = document.key, key != expected else { return }
    throw ReportError.anotherRecording(
      file: file.name, expected: "legs of night \(expected)", found: "those of night \(key)")
  }
}
