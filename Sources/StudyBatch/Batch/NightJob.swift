import Foundation
import NightAnalysis
import SleepEvents
import StructuredText
import StudyTables

/// One night of a list, ready to be analyzed.
package struct NightJob: Sendable {
  package var record: NightRecord
  /// Nil for a night with only scored events.
  package var recording: String?
  package var scorings: [String]

  /// `<patient>/<night>`, the folder below the output folder.
  package var folder: String { record.patientID + "/" + record.nightID }
  package var name: String { record.patientID + " " + record.nightID }

  /// The options for this night: those of the batch with the night's own scorings and start.
  func options(_ base: AnalysisOptions) -> AnalysisOptions {
    var options = base
    options.scorings = scorings
    options.patientID = record.patientID
    options.nightID = record.nightID
    for word in record.scored { _ = options.stated.say(word, isScored: true) }
    options.tableStart = TableStart(
      dayNumber: record.date?.dayNumber, secondOfDay: record.startTime.flatMap(NightJob.secondOfDay))
    return options
  }

  /// The evening of the night: from the list, otherwise from the recording's header.
  var evening: CalendarDate? {
    if let date = record.date { return date }
    return recording.flatMap { NightAnalyzer.eveningDayNumber(ofRecording: $0) }
      .map { CalendarDate(dayNumber: $0) }
  }

  private static func secondOfDay(_ text: String) -> Int? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count >= 2 else { return nil }
    return parts[0] * 3600 + parts[1] * 60
  }
}

/// The nights of a batch and the tables next to the list.
package struct NightList: Sendable {
  package var jobs: [NightJob]
  package var tables: StudyTables
  /// How the tables were read.
  package var reading: TableReading
  /// The table or folder that it was read from.
  package var source: String
  /// What was assumed because the names did not tell, and unused files; for the terminal.
  package var assumptions: [String] = []
  /// For a folder: possible recordings or scorings whose names are invalid or that cannot be read.
  package var leftOut: [TextError] = []
  /// The tables to be copied to the output folder, with their names there.
  package var companions: [(name: String, path: String)]

  /// Reads a night list, `-` for standard input, or creates one from a folder of recordings.
  ///
  /// - Throws: `StudyError` or `BatchError` for a list that is unusable as a whole: an invalid row, a
  ///   duplicate night, or no nights. Nothing is analyzed in that case.
  package init(path: String, reading: TableReading = TableReading()) throws {
    var isFolder: ObjCBool = false
    guard path == StandardInput.name || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    else {
      throw TextError.missing(file: path)
    }
    if isFolder.boolValue {
      try self.init(folder: path, reading: reading)
    } else {
      try self.init(table: path, reading: reading)
    }
  }

  init(table path: String, reading: TableReading) throws {
    self.reading = reading
    let tables = try StudyTables.load(nightsPath: path, reading: reading)
    let faults = tables.problems.map(\.error).filter { $0.file == path }
    if let all = StudyError.all(faults) { throw all }
    let base = PathName.folder(of: path)
    func resolve(_ name: String) -> String {
      // In a list, - is only a strange name: standard input has one file for the whole command.
      if base.isEmpty, name == StandardInput.name { return "./" + name }
      return name.hasPrefix("/") || base.isEmpty ? name : base + "/" + name
    }
    jobs = tables.nights.map { record in
      NightJob(
        record: record, recording: record.recordingPath.map(resolve),
        scorings: record.scoringPaths.map(resolve))
    }
    guard !jobs.isEmpty else { throw BatchError.noNights(file: path) }
    source = path
    if let repeated = NightList.repeatedRecording(jobs, file: path) { throw repeated }
    self.tables = tables
    companions = NightList.companions(beside: base)
  }

  private static func repeatedRecording(_ jobs: [NightJob], file: String) -> BatchError? {
    var seen: [String: Int] = [:]
    for job in jobs {
      guard let recording = job.recording else { continue }
      if let first = seen.updateValue(job.record.line, forKey: recording) {
        return .recordingTwice(file: file, line: job.record.line, firstLine: first, night: job.name)
      }
    }
    return nil
  }

  static func companions(beside folder: String) -> [(name: String, path: String)] {
    var paths = StudyTables.Paths()
    paths.addCompanions(in: folder)
    return [
      ("patients", paths.patients), ("medications", paths.medications), ("labs", paths.labs),
      ("scales", paths.scales),
    ].compactMap { name, path in
      path.map { (name + "." + PathName.ending(of: $0), $0) }
    } + order(beside: folder)
  }

  /// The record of a drawn order, which contains nothing else.
  private static func order(beside folder: String) -> [(name: String, path: String)] {
    let path = (folder.isEmpty ? "" : folder + "/") + StudyTables.orderFileName
    return FileManager.default.fileExists(atPath: path) ? [(StudyTables.orderFileName, path)] : []
  }

  /// The nights of shard `index` out of `count`, from 1: every `count`-th night.
  package func shard(_ index: Int, of count: Int) -> [NightJob] {
    jobs.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }
}
