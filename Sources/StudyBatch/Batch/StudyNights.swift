import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// One night in a study's output: its record and its folder.
package struct StudyNight: Sendable {
  package var record: NightRecord
  package var folder: NightFolder

  package var name: String { record.patientID + " " + record.nightID }

  /// The state of the folder. A result with other ids was copied from another night and counts as damaged.
  ///
  /// - Parameter checksFiles: whether the files next to the result are verified against their hashes.
  package func standing(checksFiles: Bool = false) -> NightFolder.Standing {
    let standing = folder.standing
    guard case .done(let document) = standing else { return standing }
    if let patient = document.patientID, let night = document.nightID,
      (patient, night) != (record.patientID, record.nightID)
    {
      return .damaged(NightFolderError.ofAnotherNight(folder: folder.path))
    }
    guard checksFiles else { return standing }
    do { _ = try folder.check(document) } catch let error as any ReportableError {
      return .damaged(error)
    } catch {
      return .damaged(NightFolderError.noNight(folder: folder.path))
    }
    return standing
  }
}

/// The nights of a study in order, created on access since a list may have a million.
package struct StudyNights: RandomAccessCollection, Sendable {
  private let records: PackedRows<NightRecord>
  private let home: String
  /// Folders of nights that are not from a list; nil for those of a list, whose ids give their folders.
  private let folders: [String]?
  /// Indices into `records`.
  private var places: [Int32]

  init(records: PackedRows<NightRecord>, home: String, folders: [String]? = nil) {
    self.records = records
    self.home = home
    self.folders = folders
    places = records.indices.map { Int32($0) }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }

  package subscript(index: Int) -> StudyNight {
    let place = Int(places[index])
    let record = records[place]
    let path = folders?[place] ?? home + "/" + record.patientID + "/" + record.nightID
    return StudyNight(record: record, folder: NightFolder(path: path))
  }

  /// The nights at these indices.
  func only(_ indices: [Int32]) -> StudyNights {
    var some = self
    some.places = indices.map { places[Int($0)] }
    return some
  }
}

extension StudyFolder {
  /// The nights of the folder, in order: those of its list, or, if there is none, every folder below that
  /// contains a night. Such a night has the ids given in its result, otherwise `-` and the folder's name.
  ///
  /// - Throws: `BatchError.nothingToMerge` if there are none; any error from reading the list.
  package func contents() throws -> (tables: StudyTables, nights: StudyNights) {
    guard FileManager.default.fileExists(atPath: path) else { throw TextError.missing(file: path) }
    let list = path + "/" + StudyFolder.listName
    if FileManager.default.fileExists(atPath: list) {
      let tables = try StudyTables.load(nightsPath: list)
      return (tables, StudyNights(records: tables.nights, home: path))
    }
    var paths = StudyTables.Paths()
    paths.addCompanions(in: path)
    var tables = try StudyTables.load(paths)
    let (nights, left) = try foundNights()
    tables.leaveOut(left)
    guard !nights.isEmpty else { throw BatchError.nothingToMerge(folder: path) }
    tables.nights = PackedRows(nights.lazy.map(\.record))
    return (tables, StudyNights(records: tables.nights, home: path, folders: nights.map(\.folder.path)))
  }

  /// Also returns what could not be read or has an invalid name.
  private func foundNights() throws -> (nights: [StudyNight], left: [TextError]) {
    var folders: [String] = []
    let walk = try FolderWalk(below: path)
    for name in walk.files
    where [NightFolder.result, NightFolder.failure].contains(PathName.last(of: name)) {
      let folder = PathName.folder(of: path + "/" + name)
      if !folders.contains(folder) { folders.append(folder) }
    }
    let nights = try folders.sorted().map { path in
      let folder = NightFolder(path: path)
      let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
      var record = NightRecord(patientID: ClinicianRow.nobody, nightID: name)
      if case .done(let document) = folder.standing {
        record.patientID = document.patientID ?? record.patientID
        record.nightID = document.nightID ?? record.nightID
        let line = try folder.clinicianRow()
        record.date = line?.date.flatMap { CalendarDate($0) }
      }
      return StudyNight(record: record, folder: folder)
    }
    return (nights, walk.oddNames.filter(\.isFolder).map(\.error) + walk.unreadable)
  }

  /// All files that a merge reads or writes apart from its database: tables, lists, and the files of every
  /// night.
  package func files() throws -> [String] {
    let (tables, nights) = try contents()
    let own = [StudyFolder.listName, StudyFolder.nightsTable, StudyFolder.clinicianTable, StudyCopies.name]
    let rules = RuleSet.published.map(\.name)
    return own.map { path + "/" + $0 } + tables.files
      + NightList.companions(beside: path).map(\.path)
      + nights.flatMap { night in NightFolder.names(rules: rules).map(night.folder.file) }
  }
}
