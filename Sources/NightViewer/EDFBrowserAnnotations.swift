import EDF
import Foundation

/// The movements of a night as EDFbrowser shows them on their traces: it lines files up by date and time, and results say
/// neither.
package enum EDFBrowserAnnotations {
  /// Writes a copy of `movements`, an EDF+ file of annotations, that starts when `recording` does.
  ///
  /// - Returns: the path of the copy in the folder for temporary files; the caller takes it away.
  /// - Throws: `EDFError` where the one cannot be read or the other not written.
  package static func copy(of movements: String, startingAs recording: EDFFile) throws -> String {
    let annotations = try EDFFile(path: movements).annotations().all
    let path = FileManager.default.temporaryDirectory.path + "/tibialis-\(UUID().uuidString).edf"
    try EDFAnnotationWriter.write(
      annotations, to: path, identification: EDFIdentification(startOf: recording.header))
    return path
  }
}
