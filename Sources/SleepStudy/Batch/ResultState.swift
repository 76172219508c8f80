import Foundation
import NightAnalysis
import SleepEvents
import StructuredText

/// What stands in a night's folder.
public struct ResultState: Sendable {
  public enum Kind: Sendable, Equatable {
    case done
    case failed(reason: String)
    case missing
  }

  let folder: String

  public init(folder: String) { self.folder = folder }

  public var kind: Kind { standing.kind }

  /// What stands there, with the result where the night is done: read once, since a result has ten thousand values.
  var standing: (kind: Kind, result: JSONValue?) {
    if let value = try? read(NightFiles.result), value["schema"] != nil { return (.done, value) }
    return (unfinished, nil)
  }

  private var unfinished: Kind {
    if let value = try? read(NightFiles.error) {
      return .failed(reason: value["error"]?["message"]?.stringValue ?? "the reason cannot be read")
    }
    return .missing
  }

  /// Whether the result there is the one that these inputs and options would give again.
  ///
  /// The fingerprint holds scorings whole but samples the bytes of a recording: that one must also have the time of
  /// change that its mark has.
  ///
  /// - Parameter recording: as it is now; nil for a night without one.
  func stands(for night: NightJob, options: AnalysisOptions, recording: InputStamp?) -> Bool {
    guard let value = try? read(NightFiles.result), let mark = value["fingerprint"]?.stringValue else {
      return false
    }
    var comparable = options
    if night.recording == nil { comparable.scorings = night.scorings }
    guard mark == Fingerprint.of(recording: night.recording, options: comparable) else { return false }
    guard let recording else { return night.recording == nil }
    let standing = RecordingMark(folder: folder)
    if standing.isThere { return standing.matches(recording) }
    // A result that `analyze` wrote, or a file system without times: which of the two is younger is all there is.
    guard let made = InputStamp(path: folder + "/" + NightFiles.result) else { return false }
    return (recording.modificationSeconds, recording.modificationNanoseconds)
      <= (made.modificationSeconds, made.modificationNanoseconds)
  }

  func read(_ name: String) throws(TextError) -> JSONValue {
    let path = folder + "/" + name
    return try JSONValue(parsing: TextFile.bytes(of: path, limit: 64 << 20), file: path)
  }
}
