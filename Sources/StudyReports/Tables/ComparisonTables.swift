import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

extension DrugComparisonResult {
  /// `comparison.json`: an array of contrasts, each with the columns of `comparison.csv` as keys, followed by
  /// details that do not fit in a table.
  package var json: JSONValue { .array(Array(jsonElements)) }

  /// The text of `json` in parts: with every night of thousands of patients, it takes gigabytes as one value.
  package var jsonParts: some Sequence<String> { JSONValue.parts(ofArray: jsonElements) }

  private var jsonElements: some Sequence<JSONValue> {
    let single = patients.lazy.flatMap { patient in
      patient.contrasts.lazy.map { contrast in
        JSONValue.object(contrast.writtenMembers + (contrast.isPrimary ? patient.writtenMembers : []))
      }
    }
    let overall = [population].lazy.compactMap { contrast in
      contrast.map { JSONValue.object($0.writtenMembers + ($0.population?.writtenMembers ?? [])) }
    }
    return [AnySequence(single), AnySequence<JSONValue>(overall)].lazy.joined()
  }

  /// The JSON Schema of `comparison.json`.
  package static var jsonSchema: JSONValue {
    let always = Contrast.written
    // Added to the primary contrast of a patient, and to the result over patients.
    let sometimes =
      PatientComparison.written.map(\.schemaMember) + PopulationResult.written.map(\.schemaMember)
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "comparison.json of tibialis",
      "type": "array",
      "items": [
        "type": "object", "properties": .object(always.map(\.schemaMember) + sometimes),
        "required": .array(always.map { .string($0.key) }),
      ],
    ]
  }

  /// The description of `comparison.csv`.
  package static let tableDescription = TableDescription(
    file: "comparison.csv", title: "contrasts of nights, one row per contrast",
    columns: ContrastColumns.all.map(\.description))

  /// `comparison.csv`: one row per contrast.
  package func csv(style: SpreadsheetStyle = .plain) -> String {
    var text = style.start + style.line(ContrastColumns.all.map { .text($0.name) })
    for contrast in contrasts { text += style.line(ContrastColumns.all.map { $0.value(contrast).cell }) }
    return text
  }
}

extension Contrast: JSONWritten {
  package static let written: [WrittenMember<Contrast>] =
    ContrastColumns.all.map { column in
      WrittenMember(column.name, column.definition, schema: column.jsonSchema) { column.value($0).json }
    } + [
      .objects("caveat_details", "what weakens the answer") { $0.caveats },
      .objects("excluded_nights", "nights that are left out") { contrast in
        contrast.nights.filter { $0.side == .excluded && $0.reason != .otherCourse }.map(ExcludedNight.init)
      },
      .objects("nights", "every night with its side") { $0.nights },
    ]
}

extension Caveat: JSONWritten {
  package static let written: [WrittenMember<Caveat>] = [
    .plain("code", "") { $0.code }, .plain("dates", "") { $0.dates.map(\.description) },
    .plain("sentence", "") { $0.sentence },
  ]
}

/// A night that is left out, with the information of `NightOnSide`.
private struct ExcludedNight: JSONWritten {
  let night: NightOnSide

  static let written: [WrittenMember<ExcludedNight>] = [
    .plain("night_id", "") { $0.night.nightID }, .plain("date", "") { $0.night.date.description },
    .word("reason", "") { $0.night.reason },
  ]
}

extension NightOnSide: JSONWritten {
  package static let written: [WrittenMember<NightOnSide>] = [
    .plain("night_id", "") { $0.nightID }, .plain("date", "") { $0.date.description },
    .word("side", "") { $0.side }, .word("reason", "why it is on neither side") { $0.reason },
  ]
}

extension PopulationResult: JSONWritten {
  package static let written: [WrittenMember<PopulationResult>] = [
    .object("patients", "number of patients by verdict") { PatientCounts(result: $0) },
    .object("random_effects", "the pooled ratio") { PooledRatio(result: $0) },
  ]
}

private struct PatientCounts: JSONWritten {
  let result: PopulationResult

  static let written: [WrittenMember<PatientCounts>] = [
    .plain("all", "") { $0.result.patients }, .plain("paired", "") { $0.result.paired.differences.count },
    .plain("lower", "") { $0.result.lower }, .plain("higher", "") { $0.result.higher },
    .plain("no_material_change", "") { $0.result.noMaterialChange },
    .plain("not_enough_nights", "") { $0.result.notEnoughNights },
    .plain("bad_rows", "") { $0.result.refused },
    .plain("not_comparable", "patients") { $0.result.notComparable },
    .plain("without_both_sides", "patients") { $0.result.withoutBothSides },
    .plain("caveats", "patients by code") { counts in
      OrderedMembers(counts.result.caveats.map { (key: $0.code, value: $0.patients) })
    },
  ]
}

private struct PooledRatio: JSONWritten {
  let result: PopulationResult

  static let written: [WrittenMember<PooledRatio>] = [
    .plain("rate_ratio", "") { $0.result.randomEffects?.estimate.rateRatio },
    .plain("ci95_low", "") { $0.result.randomEffects?.estimate.interval(level: 0.95).low },
    .plain("ci95_high", "") { $0.result.randomEffects?.estimate.interval(level: 0.95).high },
    .plain("p_value", "") { $0.result.randomEffects?.estimate.pValue },
    .plain("tau2", "") { $0.result.randomEffects?.heterogeneity },
    .plain("i2", "") { $0.result.randomEffects?.iSquared }, .plain("q", "") { $0.result.randomEffects?.q },
    .plain("method", "") { _ in "DerSimonian-Laird with Knapp-Hartung" },
  ]
}
