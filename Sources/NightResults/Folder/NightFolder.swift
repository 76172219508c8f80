import Foundation
import SleepEvents
import StructuredText

/// A night's folder: the only place that knows the names of its files.
///
/// `result.json` is written last and lists the others with their hashes, so that it stands only where everything stands,
/// and a file that was damaged or exchanged is known.
package struct NightFolder: Sendable, Hashable {
  package static let result = "result.json"
  /// Where the page of a night lies unless it is asked for elsewhere.
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

  /// The table of combined movements under a rule set.
  package static func combined(_ rules: String) -> String { "movements_\(rules).tsv" }

  /// Every name that a night's folder can hold under these rule sets.
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

  /// Whether a result stands here under its name, readable or not: also a link that leads nowhere is no folder of nights.
  package var namesResult: Bool {
    var facts = stat()
    return lstat(file(NightFolder.result), &facts) == 0
  }

  /// What stands in a folder.
  package enum Standing: Sendable {
    /// Neither a result nor a failure.
    case absent
    case done(NightDocument)
    case failed(FailureDocument)
    /// Something stands there and cannot be read.
    case damaged(any ReportableError)
  }

  /// What stands there, from `result.json` or `error.json` alone.
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

  /// `result.json`; nil where there is none.
  ///
  /// - Throws: `TextError` or `NightFolderError` for one that cannot be read.
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

  /// The whole night.
  ///
  /// - Throws: `NightFolderError` where there is none or it is damaged, `TextError` where a file of it cannot be read.
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

  /// The bytes of a file beside the result, which must be those that were written.
  ///
  /// - Throws: `NightFolderError.changed` where they are not; results of the first edition have no list to hold them
  ///   against.
  package func checkedBytes(_ name: String, _ document: NightDocument) throws -> Data {
    let path = file(name)
    let bytes = try TextFile.bytes(of: path, limit: 1 << 30)
    if let facts = document.files.value(for: name), SHA256.hexadecimal(bytes) != facts.sha256 {
      throw NightFolderError.changed(
        file: path, expected: "the file" + (facts.rows.map { " of \($0) rows" } ?? ""))
    }
    return bytes
  }

  /// Checks every file that the result lists.
  ///
  /// - Returns: the names of the files that were checked.
  /// - Throws: as `checkedBytes`, for the first that is not as it was written.
  package func check(_ document: NightDocument) throws -> [String] {
    for name in document.files.keys { _ = try checkedBytes(name, document) }
    return document.files.keys
  }

  // MARK: Writing

  /// A file that is made elsewhere and belongs to the night.
  package struct Attachment: Sendable {
    package var name: String
    package var bytes: Data

    package init(name: String, bytes: Data) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Writes the files of a night, each beside its place and renamed, `result.json` last.
  ///
  /// - Returns: the document as it was written, and the names of the files.
  /// - Throws: `TextError`; what stood there before still stands.
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

  /// Writes `error.json` instead of a result, and takes away what an earlier run left.
  package func write(_ failure: FailureDocument) throws(TextError) {
    try TextFile.makeFolder(path)
    let earlier = ownFiles
    // Killed before the last of them is gone, the next run must still know them as ours.
    if !earlier.isEmpty { try mark(earlier) }
    try TextFile.writeAtomically(failure.json.text() + "\n", to: file(NightFolder.failure))
    removeStale(earlier, keeping: [NightFolder.failure])
    removePage(unlessOf: nil)
    endWriting()
  }

  // MARK: What a killed run leaves

  /// Lists the names that a run is about to write, for as long as no result says which files are ours.
  private static let unfinished = ".unfinished"

  /// Makes the folder and notes that the files of a night are going to be written there. Does nothing where a result of
  /// ours stands, or where this was said already.
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

  /// Takes the note away: everything stands.
  package func endWriting() { unlink(file(NightFolder.unfinished)) }

  /// Files that a run of ours was writing when it ended; nothing where the note cannot be read.
  private var unfinishedFiles: Set<String> {
    do throws(TextError) {
      let text = try TextFile.read(file(NightFolder.unfinished), limit: 1 << 16)
      return Set(text.split(separator: "\n").map(String.init).filter { !$0.contains("/") })
    } catch { return [] }
  }

  /// A page of ours of another night must not stand beside the result.
  private func removePage(unlessOf key: String?) {
    let page = file(NightFolder.page)
    do throws(TextError) {
      guard try OwnFile.isPage(page) else { return }
      if let key, try OwnFile.isPage(page, ofNight: key) { return }
      unlink(page)
    } catch {
      // No page, or one whose night cannot be told: nothing is removed on a guess.
    }
  }

  /// Takes away what an earlier run of ours wrote and this one did not; anything else in the folder is left alone.
  private func removeStale(_ earlier: Set<String>, keeping names: Set<String>) {
    for name in earlier where !names.contains(name) { unlink(file(name)) }
  }

  /// Files that an earlier run of ours wrote: those that its result lists, or, for one of the first edition, those of its
  /// rule sets. Nothing where there is no result of ours.
  private var ownFiles: Set<String> {
    switch standing {
    case .absent, .damaged: unfinishedFiles
    case .failed: unfinishedFiles.union([NightFolder.failure])
    case .done(let document):
      Set(document.files.keys + [NightFolder.result]).union(
        document.isOfFirstEdition ? NightFolder.names(rules: document.ruleSets.keys) : [])
    }
  }

  /// Whether a night of ours may be written here: nothing stands under its names, or a night of ours does.
  ///
  /// - Parameters:
  ///   - rules: the rule sets that will be written.
  ///   - inputs: what the run reads; none of it may be written over.
  /// - Throws: `TextError.cannotCreate` that names the first file in the way.
  package func plan(rules: [String], inputs: [String], force: Bool = false) throws(TextError) {
    var plan = OutputPlan(inputs: inputs)
    for name in NightFolder.names(rules: rules) {
      plan.add(file(name)) { _ throws(TextError) in isOurs(name) }
    }
    try plan.check(force: force)
  }

  /// Asked of a file that is there. The note of what is being written is read before the result: another run may put the
  /// one in place of the other at any moment.
  private func isOurs(_ name: String) -> Bool {
    if unfinishedFiles.contains(name) { return true }
    switch standing {
    case .done: return true
    // A result that cannot be read is still ours: its place is to be written again.
    case .damaged: return FileManager.default.fileExists(atPath: file(NightFolder.result))
    // A failure says nothing of what else lies here.
    case .failed: return name == NightFolder.failure
    case .absent: return false
    }
  }
}
