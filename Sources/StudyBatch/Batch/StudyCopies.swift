import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// Which tables in a study's output folder are copies that this program made: their hashes stand in `.copies`, since a
/// copy looks like any table that somebody typed.
struct StudyCopies {
  static let name = ".copies"

  private let folder: String
  private var known: [String: Set<String>] = [:]
  private let hasRecord: Bool

  /// - Throws: `TextError` for a record that is there and cannot be read.
  init(folder: String) throws(TextError) {
    self.folder = folder
    do throws(TextError) {
      let text = try TextFile.read(folder + "/" + StudyCopies.name, limit: 1 << 16)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1)
        if words.count == 2 { known[String(words[1]), default: []].insert(String(words[0])) }
      }
      hasRecord = true
    } catch .missing { hasRecord = false }
  }

  /// Whether the file of that name is a copy of ours, or is what would be written anyway.
  func isOurs(_ name: String, like bytes: Data) throws(TextError) -> Bool {
    let standing = try TextFile.bytes(of: folder + "/" + name, limit: DelimitedTable.largestTableOfNights)
    if standing == bytes || known[name]?.contains(SHA256.hexadecimal(standing)) == true { return true }
    // Folders of earlier versions have no record: the columns and a table of nights of ours have to do.
    let table = folder + "/" + StudyFolder.nightsTable
    guard !hasRecord, FileManager.default.fileExists(atPath: table), try OwnFile.isTable(table),
      let template = StudyTemplate.named(PathName.stem(of: name))
    else { return false }
    return template.canBeCopy(header: String(decoding: standing.prefix { $0 != 0x0A }, as: UTF8.self))
  }

  /// Writes the copies. The record is written before them and again behind them, so that a run that is killed between
  /// knows both the old copy and the new one.
  func write(_ copies: [(name: String, bytes: Data)]) throws(TextError) {
    var new: [String: Set<String>] = [:]
    for copy in copies { new[copy.name] = [SHA256.hexadecimal(copy.bytes)] }
    if new != known { try writeRecord(known.merging(new) { $0.union($1) }) }
    for copy in copies { try TextFile.writeAtomically(copy.bytes, to: folder + "/" + copy.name) }
    if new != known { try writeRecord(new) }
  }

  private func writeRecord(_ hashes: [String: Set<String>]) throws(TextError) {
    let lines = hashes.sorted { $0.key < $1.key }.flatMap { name, hashes in
      hashes.sorted().map { "\($0) \(name)\n" }
    }
    try TextFile.writeAtomically(lines.joined(), to: folder + "/" + StudyCopies.name)
  }
}
