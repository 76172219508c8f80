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
  /// Besides the fingerprint, an input that is younger than the result makes it fall: the fingerprint of a
  /// recording samples its bytes.
  func stands(for night: NightJob, options: AnalysisOptions) -> Bool {
    guard let value = try? read(NightFiles.result), let mark = value["fingerprint"]?.stringValue else {
      return false
    }
    var comparable = options
    if night.recording == nil { comparable.scorings = night.scorings }
    guard mark == Fingerprint.of(recording: night.recording, options: comparable) else { return false }
    guard let made = modified(folder + "/" + NightFiles.result) else { return false }
    return ([night.recording].compactMap(\.self) + night.scorings).allSatisfy { path in
      modified(path).map { $0 <= made } ?? false
    }
  }

  func read(_ name: String) throws(TextError) -> JSONValue {
    let path = folder + "/" + name
    return try JSONValue(parsing: TextFile.bytes(of: path, limit: 64 << 20), file: path)
  }

  private func modified(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }
}
