import Foundation
import StructuredText
import Testing

@testable import StudyComparison

/// The reference data sets (R 4.2.2): a copy of the subset we estimate, and the original if it is next to the
/// project.
enum ReferenceData {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let copyPath = root.appending(path: "Tests/StudyComparisonTests/Data/references.json").path
  static let originalPath = root.deletingLastPathComponent().appending(path: "shared/spec/refs.json").path
  static var originalIsThere: Bool { FileManager.default.fileExists(atPath: originalPath) }

  static func load(_ path: String) -> JSONValue {
    do {
      return try JSONValue(parsing: TextFile.bytes(of: path, limit: 1 << 24), file: path)
    } catch {
      Issue.record("\(error)")
      return .null
    }
  }

  static let copy = load(copyPath)

  /// The single-patient sets of a file, in the order of their names.
  static func single(_ file: JSONValue) -> [SingleReference] {
    (file["single"]?.members ?? []).map { SingleReference(id: $0.key, value: $0.value) }
  }

  static let single = single(copy)
}

/// One patient's nights with R's results.
struct SingleReference: CustomTestStringConvertible, Sendable {
  let id: String
  let value: JSONValue

  var testDescription: String { id }
  var results: JSONValue { value["results"] ?? .null }

  subscript(key: String) -> JSONValue? { results[key] }

  /// The nights that the estimators use; those without hours of sleep are omitted.
  var nights: CountedNights {
    var nights = CountedNights(before: [], after: [])
    for index in counts.indices {
      guard let hours = hours[index], hours > 0 else { continue }
      let night = CountedNight(count: counts[index], hours: hours, day: days[index])
      if phases[index] == 0 { nights.before.append(night) } else { nights.after.append(night) }
    }
    return nights
  }

  var counts: [Int] { integers("count") }
  var hours: [Double?] { value["tst_h"]?.arrayValue?.map(\.doubleValue) ?? [] }
  var phases: [Int] { integers("phase") }
  var days: [Int] { integers("day") }
  var doses: [Double]? { value["dose_mg"]?.arrayValue?.compactMap(\.doubleValue) }

  private func integers(_ key: String) -> [Int] { value[key]?.arrayValue?.compactMap(\.integerValue) ?? [] }
}

extension JSONValue {
  /// A number; R's `Inf` is written as text.
  var reference: Double? { stringValue == "Inf" ? .infinity : doubleValue }

  func numbers(_ key: String) -> [Double] { self[key]?.arrayValue?.compactMap(\.reference) ?? [] }
}

/// Checks a number against a reference to a relative tolerance (absolute below 1).
func expectClose(
  _ found: Double?, _ reference: Double?, _ tolerance: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let found, let reference else {
    #expect(
      found == nil && reference == nil, "\(what): \(found as Any) against \(reference as Any)",
      sourceLocation: sourceLocation)
    return
  }
  let close = found == reference || abs(found - reference) <= tolerance * max(1, abs(reference))
  #expect(close, "\(what): \(found) against \(reference)", sourceLocation: sourceLocation)
}
