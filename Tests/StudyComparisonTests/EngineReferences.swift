import Foundation
import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Data sets with the results of an independent program in Python (numpy, scipy's t), to 1e-9.
enum EngineReferences {
  static let file = ReferenceData.load(
    ReferenceData.root.appending(path: "Tests/StudyComparisonTests/Data/engine_references.json").path)

  static let single = (file["single"]?.members ?? []).map { EngineReference(id: $0.key, value: $0.value) }

  static func list(_ key: String) -> [JSONValue] { file[key]?.arrayValue ?? [] }
}

struct EngineReference: CustomTestStringConvertible, Sendable {
  let id: String
  let value: JSONValue

  var testDescription: String { id }
  var input: JSONValue { value["input"] ?? .null }
  var expected: JSONValue { value["expected"] ?? .null }

  var design: ComparisonDesign {
    switch input["kind"]?.stringValue {
    case "interleaved": .interleaved
    case "dose": .dose
    default: .beforeAfter
    }
  }

  var assignment: NightAssignment {
    input["assignment"]?.stringValue.flatMap(NightAssignment.init(rawValue:)) ?? .fixed
  }

  var barred: VerdictReason? { input["barred"]?.stringValue.flatMap(VerdictReason.init(rawValue:)) }

  var nights: [DesignNight] {
    let counts = input.numbers("count")
    let hours = input.numbers("tst_h")
    let days = input.numbers("day")
    let doses = input.numbers("dose_mg")
    let pairs = input.numbers("pair")
    return counts.indices.map { index in
      DesignNight(
        count: Int(counts[index]), hours: hours[index], day: Int(days[index]), isOn: doses[index] > 0,
        milligrams: doses[index], pair: pairs.isEmpty ? nil : Int(pairs[index]))
    }
  }

  /// An expected number; infinities are written as text.
  func number(_ key: String) -> Double? {
    switch expected[key]?.stringValue {
    case "Inf": .infinity
    case "-Inf": -.infinity
    default: expected[key]?.doubleValue
    }
  }
}
