import Foundation
import SleepEvents
import StructuredText

/// A night's folder: the only place that knows the names of its files.
///
/// `result.json` is written last and lists the other files with their hashes. It therefore exists only if all
/// of them do, and a file that was damaged or exchanged is detected.
package struct NightFolder: Sendable, Hashable {
  package static let result = "result.json"
  /// Default location of a night's page.
  package static let page = "report.html"
  package static let failure = "error.json"
  package static let legMovements = "leg_movements.tsv"
  package static let nearMisses = "near_misses.tsv"
  package static let tone = "tone.tsv"
  package static let otherMovements = "movements_other.tsv"
  package static let events = "events.tsv"
  package static let quality = "quality.tsv"
  package static let annotations = "movements.edf"
  package static let clinician = "night.csv"

  /// The file name of the table of combined movements under a rule set.
  package static func combined(_ rules: String) -> String { "movements_\(rules).tsv" }

  /// All file names that a night's folder can contain under these rule sets.
  package static func names(rules: [String]) -> [String] {
    [
      result, failure, legMovements, nearMisses, quality, otherMovements, tone, annotations, events,
      clinician,
    ]
      + rules.map(combined)
  }

  private static let largestResult = 64 << 20

  package let path: String

  package init(path: String) { self.path = path }

  package func file(_ name: String) -> String { path + "/" + name }

  /// Whether the folder has an entry `result.json`, readable or not: even with a dangling link it is not a
  /// folder of nights.
  package var namesResult: Bool {
    var facts = stat()
    return lstat(file(NightFolder.result), &facts) == 0
  }

  /// The state of a folder.
  package enum Standing: Sendable {
    /// Neither a result nor a failure.
    case absent
    case done(NightDocument)
    case failed(FailureDocument)
    /// There is something that cannot be read.
    case damaged(any ReportableError)
  }

  /// The state of the folder, from `result.json` or `error.json` alone.
  package var standing: Standing {
    do {
      if let document = try document() { return .done(document) }
      if let failure = try failure() { return .failed(failure) }
      return .absent
    } catch let error as any ReportableError {
      return .damaged(error)
    } catch {
      return .damaged(
        NightFolderError.damaged(file: file(NightFolder.result), path: "", expected: "a result"))
    }
  }

  /// The content of `result.json`; nil if there is none.
  ///
  /// - Throws: `TextError` or `NightFolderError` if it cannot be read.
  package func document() throws -> NightDocument? {
    guard let json = try json(NightFolder.result) else { return nil }
    let name = file(NightFolder.result)
    do throws(JSONMismatch) { return try NightDocument(stored: json) } catch {
      if error.path == "schema" { throw NightFolderError.unknownSchema(file: name) }
      throw NightFolderError.damaged(file: name, path: error.path, expected: error.expected)
    }
  }

  private func failure() throws -> FailureDocument? {
    guard let json = try json(NightFolder.failure) else { return nil }
    do throws(JSONMismatch) { return try FailureDocument(json: json) } catch {
      throw NightFolderError.damaged(
        file: file(NightFolder.failure), path: error.path, expected: error.expected)
    }
  }

  private func json(_ name: String) throws(TextError) -> JSONValue? {
    let path = file(name)
    do throws(TextError) {
      return try JSONValue(
        parsing: TextFile.bytes(of: path, limit: NightFolder.largestResult), file: path)
    } catch .missing {
      return nil
    }
  }

  /// Reads the whole night.
  ///
  /// - Throws: `NightFolderError` if there is none or it is damaged, `TextError` if one of its files cannot
  ///   be read.
  package func read() throws -> StoredNight {
    guard let document = try document() else { throw NightFolderError.noNight(folder: path) }
    var tables = NightTables()
    let rules = document.ruleSets.keys
    func rows<Row>(_ name: String, _ columns: [TableColumn<Row>], _ blank: Row) throws -> [Row] {
      let bytes = try checkedBytes(name, document)
      return try columns.rows(
        of: DelimitedTable(text: TextFile.decode(bytes), file: file(name)), blank: blank)
    }
    tables.legMovements = try rows(
      NightFolder.legMovements, LegMovementRow.columns(rules: rules, hasHeart: true), LegMovementRow())
    tables.nearMisses = try rows(
      NightFolder.nearMisses, NearMissRow.columns(rules: rules), NearMissRow())
    tables.combined = OrderedMembers(
      try rules.map { name in
        (
          name,
          try rows(NightFolder.combined(name), CombinedMovementRow.columns, CombinedMovementRow())
        )
      })
    tables.events = try rows(NightFolder.events, EventRow.columns, EventRow())
    func optionalRows<Row>(_ name: String, _ columns: [TableColumn<Row>], _ blank: Row) throws -> [Row]? {
      do { return try rows(name, columns, blank) } catch TextError.missing
        where document.files.value(for: name) == nil
      { return nil }
    }
    tables.quality = try optionalRows(NightFolder.quality, QualityMinuteRow.columns, QualityMinuteRow())
    tables.otherMovements = try optionalRows(
      NightFolder.otherMovements, OtherMovementRow.columns, OtherMovementRow())
    tables.tone = try optionalRows(NightFolder.tone, ToneRow.columns, ToneRow())
    return StoredNight(folder: self, document: document, tables: tables)
  }

  /// The bytes of a file next to the result, verified against the stored hash.
  ///
  /// - Throws: `NightFolderError.changed` if they differ; results of the first edition have no hashes to
  ///   compare with.
  package func checkedBytes(_ name: String, _ document: NightDocument) throws -> Data {
    let path = file(name)
    let bytes = try TextFile.bytes(of: path, limit: 1 << 30)
    if let facts = document.files.value(for: name), SHA256.hexadecimal(bytes) != facts.sha256 {
      throw NightFolderError.changed(
        file: path, expected: "the file" + (facts.rows.map { " of \($0) rows" } ?? ""))
    }
    return bytes
  }

  /// Verifies every file that the result lists.
  ///
  /// - Returns: the names of the verified files.
  /// - Throws: as `checkedBytes`, for the first file that differs.
  package func check(_ document: NightDocument) throws -> [String] {
    for name in document.files.keys { _ = try checkedBytes(name, document) }
    return document.files.keys
  }

  // MARK: Writing

  /// A file produced elsewhere that belongs to the night.
  package struct Attachment: Sendable {
    package var name: String
    package var bytes: Data

    package init(name: String, bytes: Data) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Writes the files of a night, each under a temporary name and then renamed, `result.json` last.
  ///
  /// - Returns: the document as written, and the names of the files.
  /// - Throws: `TextError`; the previous contents are then unchanged.
  @discardableResult
  package func write(
    _ document: NightDocument, _ tables: NightTables, attachments: [Attachment] = []
  ) throws(TextError) -> (document: NightDocument, names: [String]) {
    try beginWriting(rules: document.ruleSets.keys)
    let earlier = ownFiles
    var document = document
    document.files = OrderedMembers()
    func put(_ bytes: Data, _ name: String, rows: Int?) throws(TextError) {
      try TextFile.writeAtomically(bytes, to: file(name))
      document.files.entries.append((name, FileFacts(sha256: SHA256.hexadecimal(bytes), rows: rows)))
    }
    for table in NightTableFile.all(tables, hasHeart: document.heartRate != nil) {
      try put(Data(table.text.utf8), table.name, rows: table.rows)
    }
    for attachment in attachments { try put(attachment.bytes, attachment.name, rows: nil) }
    try TextFile.writeAtomically(document.json.text() + "\n", to: file(NightFolder.result))
    let names = document.files.keys + [NightFolder.result]
    removeStale(earlier, keeping: Set(names))
    removePage(unlessOf: document.key)
    endWriting()
    return (document, names)
  }

  /// Writes `error.json` instead of a result, and removes the files of an earlier run.
  package func write(_ failure: FailureDocument) throws(TextError) {
    try TextFile.makeFolder(path)
    let earlier = ownFiles
    // If this run is killed before all of them are removed, the next run must still recognize them as ours.
    if !earlier.isEmpty { try mark(earlier) }
    try TextFile.writeAtomically(failure.json.text() + "\n", to: file(NightFolder.failure))
    removeStale(earlier, keeping: [NightFolder.failure])
    removePage(unlessOf: nil)
    endWriting()
  }

  // MARK: Recovery after a killed run

  /// Lists the names of the files being written, for as long as no result tells which files are ours.
  private static let unfinished = ".unfinished"

  /// Creates the folder and records that the files of a night are about to be written there. Does nothing if
  /// it already has a result of ours or such a record.
  package func beginWriting(rules: [String]) throws(TextError) {
    try TextFile.makeFolder(path)
    if case .done = standing { return }
    let names = unfinishedFiles.union(NightFolder.names(rules: rules))
    if names != unfinishedFiles { try mark(names) }
  }

  private func mark(_ names: Set<String>) throws(TextError) {
    try TextFile.writeAtomically(
      names.sorted().joined(separator: "\n") + "\n", to: file(NightFolder.unfinished))
  }

  /// Removes the record once everything is written.
  package func endWriting() { unlink(file(NightFolder.unfinished)) }

  /// Files that an interrupted run of ours was writing; empty if the record cannot be read.
  var unfinishedFiles: Set<String> {
    do throws(TextError) {
      let text = try TextFile.read(file(NightFolder.unfinished), limit: 1 << 16)
      return Set(text.split(separator: "\n").map(String.init).filter { !$0.contains("/") })
    } catch { return [] }
  }

  /// A page of ours for another night must not remain next to the result.
  private func removePage(unlessOf key: String?) {
    let page = file(NightFolder.page)
    do throws(TextError) {
      guard try OwnFile.isPage(page) else { return }
      if let key, try OwnFile.isPage(page, ofNight: key) { return }
      unlink(page)
    } catch {
      // There is no page, or its night is unknown: do not remove anything on a guess.
    }
  }

  /// Removes what an earlier run of ours wrote and this one did not; other files are left alone.
  private func removeStale(_ earlier: Set<String>, keeping names: Set<String>) {
    for name in earlier where !names.contains(name) { unlink(file(name)) }
  }

  /// Files written by an earlier run of ours: those listed by its result, or, for one of the first edition,
  /// those of its rule sets. Empty if there is no result of ours.
  private var ownFiles: Set<String> {
    switch standing {
    case .absent, .damaged: unfinishedFiles
    case .failed: unfinishedFiles.union([NightFolder.failure])
    case .done(let document):
      Set(document.files.keys + [NightFolder.result]).union(
        document.isOfFirstEdition ? NightFolder.names(rules: document.ruleSets.keys) : [])
    }
  }
}
