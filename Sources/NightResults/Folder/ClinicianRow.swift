import LimbMovementScoring
import SleepEvents
import StructuredText

/// The line of a night for a clinician's files: `night.csv`, and a row of `clinician.csv`.
package struct ClinicianRow: Hashable, Sendable {
  package var patientID = ClinicianRow.nobody
  package var nightID = ""
  /// Evening on which the night began, `YYYY-MM-DD`.
  package var date: String?
  package var indexWASM: Double?
  package var indexLow: Double?
  package var indexHigh: Double?
  package var indexAASM: Double?
  package var arousalIndex: Double?
  package var wakeIndex: Double?
  package var count: Int?
  package var periodicityIndex: Double?
  package var totalSleepHours: Double?
  package var efficiencyPercent: Double?
  package var arousalsPerHour: Double?
  package var apneasHypopneasPerHour: Double?
  package var legs = LegsUsed.none
  package var scoredPercent: Double?
  package var trazodoneMilligrams: Double?
  package var phase: String?
  package var atoniaIndex: Double?
  package var flags: [NightFlag] = []
  package var isCorrected = false
  package var softwareVersion = ""

  /// Written in place of the patient id if none was given.
  package static let nobody = "-"

  package init() {}

  package init(_ document: NightDocument, folderName: String) {
    patientID = document.patientID ?? ClinicianRow.nobody
    nightID = document.nightID ?? folderName
    let wasm = document.ruleSets.value(for: RuleSet.wasm2016.name)
    indexWASM = wasm?.indices.periodicInSleepPerHour
    let range = document.sensitivity.value(for: RuleSet.wasm2016.name)?.believed
    (indexLow, indexHigh) = (range?.lowerBound, range?.upperBound)
    indexAASM = document.ruleSets.value(for: RuleSet.aasm3.name)?.indices.periodicInSleepPerHour
    arousalIndex = wasm?.indices.periodicWithArousalPerHour
    wakeIndex = wasm?.indices.periodicInWakePerHour
    count = wasm?.indices.periodicInSleep
    periodicityIndex = wasm?.indices.periodicityByInterval
    totalSleepHours = document.sleep.totalSleepHours
    efficiencyPercent = document.sleep.efficiencyPercent
    arousalsPerHour = document.sleep.arousalsPerHour
    apneasHypopneasPerHour = document.sleep.apneasHypopneasPerHour
    legs = document.scored.legs
    scoredPercent = document.quality.scoredPercent
    atoniaIndex = document.muscleTone?.atoniaIndex[.rem]
    flags = document.quality.flags
    isCorrected = document.correction != nil
    softwareVersion = document.tool.text
  }

  package static let columns: [TableColumn<ClinicianRow>] = [
    word("patient_id", "who", get: { $0.patientID }, set: { $0.patientID = $1 }),
    word("night_id", "which night", get: { $0.nightID }, set: { $0.nightID = $1 }),
    TableColumn(
      name: "date", kind: .date, definition: "evening on which the night began", isRequired: false,
      text: \.date, read: { row, cells throws(TextError) in row.date = cells["date"] }),
    .rounded("plms_index_wasm2016", "/h", \.indexWASM, "PLMS per hour of sleep by WASM 2016"),
    .rounded("plms_index_low", "/h", \.indexLow, "lowest over the choices that the standard leaves open"),
    .rounded("plms_index_high", "/h", \.indexHigh, "highest over the same choices"),
    .rounded("plms_index_aasm3", "/h", \.indexAASM, "PLMS per hour of sleep by AASM v3"),
    .rounded("plms_arousal_index", "/h", \.arousalIndex, "PLMS with an arousal per hour of sleep"),
    .rounded("plmw_index", "/h", \.wakeIndex, "periodic movements in wake per hour of wake"),
    .count("plms_count", \.count, "PLMS by WASM 2016"),
    .rounded("periodicity_index", "0-1", \.periodicityIndex, "share of intervals in runs (D-PI-1)"),
    .rounded("tst_h", "h", \.totalSleepHours, "total sleep time"),
    .rounded("sleep_efficiency_pct", "%", \.efficiencyPercent, "sleep as a share of time in bed"),
    .rounded("arousal_index", "/h", \.arousalsPerHour, "arousals per hour of sleep"),
    .rounded("ahi", "/h", \.apneasHypopneasPerHour, "apneas and hypopneas per hour of sleep"),
    .word("legs", \.legs, "legs on which the numbers are based"),
    .rounded("scored_pct", "%", \.scoredPercent, "share of sleep with usable EMG"),
    .rounded("trazodone_mg", "mg", \.trazodoneMilligrams, "dose of the evening"),
    .text("phase", \.phase, "phase of the drug treatment on that night"),
    .rounded("atonia_index", "0-1", \.atoniaIndex, "atonia index of the chin in REM sleep"),
    TableColumn(
      name: "quality_flags", kind: .codes(NightFlag.allKnown.map(\.rawValue)),
      definition: "codes of what a reader needs to know, separated by semicolons",
      isRequired: false,
      text: { $0.flags.isEmpty ? nil : $0.flags.map(\.rawValue).joined(separator: ";") },
      read: { row, cells throws(TextError) in
        row.flags = (cells["quality_flags"] ?? "").split(separator: ";").map {
          NightFlag(rawValue: String($0))
        }
      }),
    .truth("corrected", \.isCorrected, "true after a technician's review"),
    word("software_version", "the program", get: { $0.softwareVersion }, set: { $0.softwareVersion = $1 }),
  ]

  private static func word(
    _ name: String, _ definition: String, get: @escaping @Sendable (ClinicianRow) -> String,
    set: @escaping @Sendable (inout ClinicianRow, String) -> Void
  ) -> TableColumn<ClinicianRow> {
    TableColumn(
      name: name, kind: .text, definition: definition, isRequired: true, text: get,
      read: { row, cells throws(TextError) in set(&row, try cells.required(name)) })
  }

  /// The header and a line for each row (RFC 4180), with free text protected against being read as formulas.
  package static func csv(_ rows: some Sequence<ClinicianRow>) -> String { lines(rows).joined() }

  /// The same as separate lines, each with its line end.
  package static func lines(_ rows: some Sequence<ClinicianRow>) -> some Sequence<String> {
    let head = CollectionOfOne(Delimited.csvLine(columns.map(\.name)))
    return [AnySequence(head), AnySequence(rows.lazy.map(line))].lazy.joined()
  }

  private static func line(_ row: ClinicianRow) -> String {
    Delimited.csvLine(
      columns.map { column in
        let cell = column.text(row)
        // A flag can come from another version or another program.
        let isFree = column.kind == .text || column.name == "quality_flags"
        return isFree && cell != ClinicianRow.nobody ? cell.map(Delimited.defused) : cell
      })
  }
}

extension TableColumn {
  /// A number with up to six decimals and no trailing zeros.
  static func rounded(
    _ name: String, _ unit: String, _ path: any JSONKeyPath<Row, Double?>, _ definition: String
  ) -> TableColumn {
    TableColumn(
      name: name, kind: .number, unit: unit, definition: definition, isRequired: false,
      text: { $0[keyPath: path].flatMap { Delimited.plain($0, decimals: 6) } },
      read: { row, cells throws(TextError) in row[keyPath: path] = try cells.number(name) })
  }
}

extension ToolFacts {
  /// Name, version and parameter hash, as written in tables.
  package var text: String { [name, version, parameterHash].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension NightFolder {
  /// The clinician's line stored in the folder; nil if there is none.
  ///
  /// - Throws: `TextError` if it cannot be read.
  package func clinicianRow() throws(TextError) -> ClinicianRow? {
    let table: DelimitedTable
    do throws(TextError) { table = try DelimitedTable(path: file(NightFolder.clinician)) } catch .missing {
      return nil
    }
    return try ClinicianRow.columns.rows(of: table, blank: ClinicianRow()).first
  }
}
