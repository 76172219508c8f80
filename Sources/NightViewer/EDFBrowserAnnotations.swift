import EDF
import Foundation

/// The movements of a night for display on their traces in EDFbrowser, which aligns files by date and time,
/// neither of which is in the results.
package enum EDFBrowserAnnotations {
  /// Writes a copy of `movements`, an EDF+ file of annotations, with the start of `recording`.
  ///
  /// - Returns: the path of the copy in the temporary folder; the caller removes it.
  /// - Throws: `EDFError` if the one cannot be read or the other cannot be written.
  package static func copy(of movements: String, startingAs recording: EDFFile) throws -> String {
    let annotations = try EDFFile(path: movements).annotations().all
    let path = FileManager.default.temporaryDirectory.path + "/tibialis-\(UUID().uuidString).edf"
    try EDFAnnotationWriter.write(
      annotations, to: path, identification: EDFIdentification(startOf: recording.header))
    return path
  }
}
