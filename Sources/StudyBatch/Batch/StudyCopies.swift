import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// Identifies the tables in a study's output folder that are copies made by this program, by hashes in
/// `.copies`: a copy looks like any table that a person typed.
struct StudyCopies {
  static let name = ".copies"

  private let folder: String
  private var known: [String: Set<String>] = [:]
  private let hasRecord: Bool

  /// - Throws: `TextError` if there is a record but it cannot be read.
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

  /// Whether the file with that name is one of our copies, or identical to what would be written.
  func isOurs(_ name: String, like bytes: Data) throws(TextError) -> Bool {
    let standing = try TextFile.bytes(of: folder + "/" + name, limit: DelimitedTable.largestTableOfNights)
    if standing == bytes || known[name]?.contains(SHA256.hexadecimal(standing)) == true { return true }
    // Folders of earlier versions have no record: then the columns, and a nights table of ours, must suffice.
    let table = folder + "/" + StudyFolder.nightsTable
    guard !hasRecord, FileManager.default.fileExists(atPath: table), try OwnFile.isTable(table),
      let template = StudyTemplate.named(PathName.stem(of: name))
    else { return false }
    return template.canBeCopy(header: String(decoding: standing.prefix { $0 != 0x0A }, as: UTF8.self))
  }

  /// Writes the copies and removes those of tables that the study has no more, unless somebody changed them. The
  /// record is written both before and after, so that if the run is killed in between both the old and the new
  /// copies are recognized.
  ///
  /// - Parameter inPlace: names of tables that are read from this very folder.
  func write(_ copies: [(name: String, bytes: Data)], inPlace: Set<String>) throws(TextError) {
    var new = known.filter { inPlace.contains($0.key) }
    for copy in copies { new[copy.name] = [SHA256.hexadecimal(copy.bytes)] }
    if new != known { try writeRecord(known.merging(new) { $0.union($1) }) }
    for copy in copies { try TextFile.writeAtomically(copy.bytes, to: folder + "/" + copy.name) }
    for (name, hashes) in known where new[name] == nil && !name.contains("/") {
      let path = folder + "/" + name
      do throws(TextError) {
        let standing = try TextFile.bytes(of: path, limit: DelimitedTable.largestTableOfNights)
        if hashes.contains(SHA256.hexadecimal(standing)), unlink(path) != 0, errno != ENOENT {
          throw .writeFailed(file: path, reason: String(cString: strerror(errno)))
        }
      } catch .missing { continue }
    }
    if new != known { try writeRecord(new) }
  }

  private func writeRecord(_ hashes: [String: Set<String>]) throws(TextError) {
    let lines = hashes.sorted { $0.key < $1.key }.flatMap { name, hashes in
      hashes.sorted().map { "\($0) \(name)\n" }
    }
    try TextFile.writeAtomically(lines.joined(), to: folder + "/" + StudyCopies.name)
  }
}
