import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// A study as a BIDS derivative: an events table and a sidecar for each night, with the nights of a patient
/// as sessions.
///
/// It contains no dates, paths or fields from a recording's header.
package struct BIDSDerivative {
  private static let description = "dataset_description.json"

  private let outcome: Merge.Outcome
  private let rules: String?
  private let tagsHED: Bool
  private let patients: BIDSLabels
  private let sessions: [String: BIDSLabels]

  /// - Parameters:
  ///   - outcome: the outcome of merging the study; nights without a result are left out.
  ///   - rules: the rule set whose periodic movements are marked; nil for WASM 2016 if present.
  ///   - tagsHED: whether sidecars have the tags of the HED library SCORE.
  /// - Throws: `BIDSError` for ids that cannot be made into labels.
  package init(_ outcome: Merge.Outcome, rules: String? = nil, tagsHED: Bool = false) throws(BIDSError) {
    self.outcome = outcome
    self.rules = rules
    self.tagsHED = tagsHED
    (patients, sessions) = try BIDSDerivative.labels(of: outcome.done.map(\.record))
  }

  /// - Throws: `BIDSError` for ids that cannot be made into labels, before hours of work are spent on the
  ///   nights.
  package static func check(_ nights: [NightRecord]) throws(BIDSError) { _ = try labels(of: nights) }

  private static func labels(
    of nights: [NightRecord]
  ) throws(BIDSError) -> (patients: BIDSLabels, sessions: [String: BIDSLabels]) {
    var order: [String] = []
    var sessions: [String: BIDSLabels] = [:]
    for night in nights where !order.contains(night.patientID) { order.append(night.patientID) }
    let patients = try BIDSLabels(order, prefix: "sub-", column: "patient_id")
    let byPatient = Dictionary(grouping: nights, by: \.patientID)
    for patient in order {
      let ids = byPatient[patient, default: []].map(\.nightID)
      sessions[patient] = try BIDSLabels(ids, prefix: "ses-", column: "night_id of \(patient)")
    }
    return (patients, sessions)
  }

  /// Writes the dataset to a folder.
  ///
  /// - Parameter force: also replaces regular files that are not ours.
  /// - Returns: the paths of the files written.
  /// - Throws: before anything is written, `TextError.cannotCreate` if a file that is not ours is in the way,
  ///   and `BIDSError.leftOver` if there are nights of another export.
  package func write(to folder: String, force: Bool = false) throws -> [String] {
    let common = common
    let places = places
    let isOurs = try OwnFile.isBIDSDerivative(folder + "/" + BIDSDerivative.description)
    var plan = OutputPlan(inputs: [])
    let names = common.map(\.path) + places.flatMap { [$0.name + ".tsv", $0.name + ".json"] }
    for name in names { plan.add(folder + "/" + name) { _ throws(TextError) in isOurs } }
    try plan.check(force: force)
    if isOurs { try BIDSDerivative.refuseOthers(in: folder, names: Set(names)) }
    func put(_ file: File) throws {
      let path = folder + "/" + file.path
      try TextFile.makeFolder(PathName.folder(of: path))
      try TextFile.writeAtomically(file.contents, to: path)
    }
    // The description first, so that an interrupted export is recognized as ours when the command is run
    // again.
    for file in common { try put(file) }
    for (name, night) in places {
      let events = try events(of: night)
      try put((name + ".tsv", events.table))
      try put((name + ".json", events.sidecar))
    }
    return names.map { folder + "/" + $0 }
  }

  /// Nights of an earlier export that are not written again would be missing from the lists of the dataset.
  private static func refuseOthers(in folder: String, names: Set<String>) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    where name.hasPrefix("sub-") && (name.hasSuffix(".tsv") || name.hasSuffix(".json")) {
      guard names.contains(name) else { throw BIDSError.leftOver(folder: folder, path: name) }
    }
  }

  private typealias File = (path: String, contents: Data)

  private static func text(_ path: String, _ text: String) -> File { (path, Data(text.utf8)) }
  private static func json(_ path: String, _ value: JSONValue) -> File { text(path, value.text() + "\n") }

  /// Path of each night's events file, without its extension.
  private var places: [(name: String, night: StudyNight)] {
    outcome.done.map { night in
      let subject = "sub-" + patients[night.record.patientID]
      let session = "ses-" + (sessions[night.record.patientID]?[night.record.nightID] ?? "")
      return ("\(subject)/\(session)/eeg/\(subject)_\(session)_task-sleep_desc-plm_events", night)
    }
  }

  private func events(of night: StudyNight) throws -> (table: Data, sidecar: Data) {
    let folder = try ResultFolder(path: night.folder.path)
    let known = folder.stored.tables.rules
    if let rules, !known.contains(rules) {
      throw BIDSError.unknownRules(rules: rules, known: known, night: night.name)
    }
    return try folder.bidsEvents(rules: rules ?? folder.stored.tables.exportedRules, tagsHED: tagsHED)
  }

  // MARK: Files next to the nights

  private var common: [File] {
    var about: [JSONValue.Member] = [
      .init("Name", "Leg movements in sleep"), .init("BIDSVersion", "1.10.0"),
      .init("DatasetType", "derivative"),
      .init(
        "GeneratedBy",
        [["Name": .string(ToolVersion.name), "Version": .string(ToolVersion.version)]]),
    ]
    if tagsHED { about.append(.init("HEDVersion", "score_2.1.0")) }
    let order = outcome.done.map(\.record.patientID).reduce(into: [String]()) { list, patient in
      if !list.contains(patient) { list.append(patient) }
    }
    return [
      BIDSDerivative.json(BIDSDerivative.description, .object(about)),
      BIDSDerivative.text("README.md", BIDSDerivative.readme),
      BIDSDerivative.text(
        "participants.tsv",
        Delimited.tsvLine(["participant_id"])
          + order.map { Delimited.tsvLine(["sub-" + patients[$0]]) }.joined()),
      BIDSDerivative.json(
        "participants.json", ["participant_id": ["Description": "The patient's id in letters and digits"]]),
    ] + order.flatMap(sessionFiles)
  }

  private static let readme = """
    # Leg movements in sleep

    Stages, events and leg movements of each night, detected or scored by tibialis. `periodic`, `series`, `respiratory` and
    `arousal` are one rule set's decisions on a movement; `scoring_rules` in the table of sessions names it. Labels are the
    study's ids without `sub-`, `ses-`, periods, hyphens and underscores.

    Not a medical device; for use with a physician.

    """

  /// The columns for a session: no date, and nothing that its name already gives.
  private static let columns = NightColumns.all.filter {
    !["patient_id", "night_id", "date"].contains($0.name)
  }

  private static let session = ColumnDescription(
    name: "session_id", kind: .text, definition: "the night's id in letters and digits", isFilled: true)

  private func sessionFiles(of patient: String) -> [File] {
    let columns = BIDSDerivative.columns
    var text = Delimited.tsvLine(["session_id"] + columns.map(\.name))
    let rows = outcome.table.rows.filter { $0.patientID == patient }
    for night in outcome.done.map(\.record) where night.patientID == patient {
      let ofNight = rows.filter { $0.nightID == night.nightID }
      let wanted = rules ?? "wasm2016"
      guard let row = ofNight.first(where: { $0.scoringRules == wanted }) ?? ofNight.first else { continue }
      text += Delimited.tsvLine(
        ["ses-" + (sessions[patient]?[night.nightID] ?? "")] + columns.map { $0.text(row) })
    }
    let stem = "sub-\(patients[patient])/sub-\(patients[patient])_sessions"
    let table = TableDescription(
      file: "sessions.tsv", title: "nights",
      columns: [BIDSDerivative.session] + columns.map(\.description))
    return [BIDSDerivative.text(stem + ".tsv", text), BIDSDerivative.json(stem + ".json", table.sidecar)]
  }
}

extension TableDescription {
  /// The columns as a BIDS sidecar.
  fileprivate var sidecar: JSONValue {
    .object(
      columns.map { column in
        var members: [JSONValue.Member] = [.init("Description", .string(column.text))]
        // In BIDS a column with units is numeric.
        let isNumber = column.kind == .number || column.kind == .wholeNumber
        if isNumber, !column.unit.isEmpty { members.append(.init("Units", .string(column.unit))) }
        switch column.kind {
        case .word(let words):
          members.append(
            .init("Levels", .object(words.map { .init($0, .string($0.replacing("_", with: " "))) })))
        case .truth: members.append(.init("Levels", ["true": "yes", "false": "no"]))
        default: break
        }
        return .init(column.name, .object(members))
      })
  }
}

extension ColumnDescription {
  fileprivate var text: String { notes.isEmpty ? definition : definition + "; " + notes }
}
