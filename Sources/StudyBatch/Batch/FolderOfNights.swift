import EDF
import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyTables

extension NightList {
  /// All recordings below a folder, with the scorings that match their names.
  ///
  /// In a BIDS dataset (`sub-*/ses-*/eeg/*.edf`) patient and night are its labels. Elsewhere the first folder is a
  /// patient, unless the headers in it name several, and files at the top level are grouped by the patient field of
  /// their headers into `patient-1`, `patient-2`, ... in the order of their names; a file whose header names no one is a
  /// patient of its own. A file is a recording by its content, whatever its name.
  ///
  /// A file whose name extends that of a recording is a scoring of it: `night1_scoring.edf`, `night1.tsv`,
  /// `sub-01_ses-01_events.tsv`. An EDF file without signals is a scoring whatever its name.
  init(folder: String, reading: TableReading) throws {
    self.reading = reading
    let walk = try FolderWalk(below: folder)
    var notes: [String] = []
    let files = FolderOfNights.files(walk, notes: &notes)
    leftOut = FolderOfNights.leftOut(walk)
    let found = files.filter { FolderOfNights.isRecording($0, in: folder) }.map { name in
      FoundRecording(name: name, folder: folder)
    }
    let recordings = found.filter { !$0.isScoring }
    let known = Set(recordings.map(\.name))
    let scorings = FolderOfNights.scorings(of: known, among: files)
    let patients = FoundRecording.patients(recordings, notes: &notes)
    var jobs: [NightJob] = []
    var used: [String: String] = [:]
    var claimed: Set<String> = []
    for recording in recordings {
      let (patient, night) = FolderOfNights.identity(
        of: recording.name, patient: patients[recording.name] ?? "patient-1")
      if let first = used.updateValue(recording.name, forKey: patient + "/" + night) {
        throw BatchError.sameName(
          file: folder, name: patient + " " + night, recordings: [first, recording.name])
      }
      let own = scorings[recording.name] ?? []
      claimed.formUnion(own)
      jobs.append(
        NightJob(
          record: NightRecord(patientID: patient, nightID: night), recording: folder + "/" + recording.name,
          scorings: own.map { folder + "/" + $0 }))
    }
    let withoutSignals = Set(found.filter(\.isScoring).map(\.name))
    let unused = files.filter { name in
      !claimed.contains(name) && !known.contains(name)
        && (withoutSignals.contains(name) || FolderOfNights.mayBeScoring(name))
    }
    for name in unused.prefix(FolderOfNights.mostNamed) {
      notes.append("\(name): its name does not begin with that of a recording; it is not used")
    }
    if unused.count > FolderOfNights.mostNamed {
      notes.append("\(unused.count - FolderOfNights.mostNamed) more such files are not used")
    }
    guard !jobs.isEmpty else {
      if let first = leftOut.first { throw first }
      throw BatchError.noNights(file: folder)
    }
    self.jobs = jobs
    assumptions = notes
    source = folder
    companions = NightList.companions(beside: folder)
    var paths = StudyTables.Paths()
    paths.addCompanions(in: folder)
    tables = try StudyTables.load(paths, reading: reading)
    tables.nights = PackedRows(jobs.lazy.map(\.record))
  }
}

enum FolderOfNights {
  /// Files that are not used are named up to this many.
  static let mostNamed = 20
  private static let endings = [".edf.gz", ".bdf.gz", ".edfz", ".edf", ".bdf"]
  private static let scoringEndings = [
    ".edf", ".tsv", ".csv", ".txt", ".xml", ".annot", ".eannot", ".rml", ".xdf",
  ]

  /// Possible recordings or scorings whose names are invalid or that cannot be read.
  static func leftOut(_ walk: FolderWalk) -> [TextError] {
    walk.unreadable
      + walk.oddNames.filter { name in
        name.isFolder || (endings + scoringEndings).contains(where: name.hasEnding)
      }.map(\.error)
  }

  /// Paths relative to the folder, sorted; our own results are excluded, and so are the derived and source data of a BIDS
  /// dataset.
  static func files(_ walk: FolderWalk, notes: inout [String]) -> [String] {
    var files = walk.files
    if files.contains(where: { $0 == "dataset_description.json" || $0.hasPrefix("sub-") }) {
      let others = files.filter { $0.hasPrefix("derivatives/") || $0.hasPrefix("sourcedata/") }
      if !others.isEmpty {
        notes.append(
          "\(others.count) files under derivatives and sourcedata are not raw data; they are not used")
      }
      files.removeAll(where: Set(others).contains)
    }
    let ours = Set(
      files.filter { $0.hasSuffix("/" + NightFolder.result) || $0.hasSuffix("/" + NightFolder.failure) }
        .map(PathName.folder))
    return files.filter { file in
      guard isBelow(ours, file) else { return true }
      // Results may have been written beside their recording.
      return hasRecordingEnding(file) && PathName.last(of: file) != NightFolder.annotations
    }
  }

  /// Whether a file is in one of the folders, or deeper.
  private static func isBelow(_ folders: Set<String>, _ file: String) -> Bool {
    var path = file[...]
    while let slash = path.lastIndex(of: "/") {
      path = path[..<slash]
      if folders.contains(String(path)) { return true }
    }
    return false
  }

  private static func hasRecordingEnding(_ path: String) -> Bool {
    endings.contains { path.lowercased().hasSuffix($0) }
  }

  /// By its ending, or by its first bytes: some devices name EDF files `.rec` or give them no ending.
  static func isRecording(_ path: String, in folder: String) -> Bool {
    if hasRecordingEnding(path) { return true }
    if scoringEndings.contains(where: { path.lowercased().hasSuffix($0) }) { return false }
    let head: [UInt8]
    do throws(TextError) {
      head = Array(try FileBytes(path: folder + "/" + path).bytes(at: 0, count: 256))
    } catch {
      // What cannot be opened and is not named like a recording: a pipe, a device, another's file.
      return false
    }
    guard head.count == 256 else { return false }
    let isVersion =
      head[0..<8] == Array("0       ".utf8)[...] || head[0..<8] == ([0xFF] + Array("BIOSEMI".utf8))[...]
    let length = String(decoding: head[184..<192], as: UTF8.self).trimmingCharacters(in: .whitespaces)
    return isVersion && Int(length).map { $0 > 0 && $0 % 256 == 0 } == true
  }

  static func stem(_ path: String) -> String {
    let lower = path.lowercased()
    if let ending = endings.first(where: { lower.hasSuffix($0) }) {
      return String(path.dropLast(ending.count))
    }
    return PathName.stem(of: path)
  }

  /// The scorings of each recording; a file that continues the names of several belongs to the longest.
  static func scorings(of recordings: Set<String>, among files: [String]) -> [String: [String]] {
    let owners = Dictionary(grouping: recordings) { bidsBase(stem($0)) }
    var found: [String: [String]] = [:]
    for file in files
    where !recordings.contains(file) && !isTable(file)
      && scoringEndings.contains(where: { file.lowercased().hasSuffix($0) })
    {
      guard let base = beginnings(of: stem(file)).first(where: { owners[$0] != nil }) else { continue }
      for owner in owners[base] ?? [] { found[owner, default: []].append(file) }
    }
    return found
  }

  /// A name, and what comes before each of its separators, longest first.
  private static func beginnings(of name: String) -> [String] {
    let cuts = name.indices.reversed().filter { !name[$0].isLetter && !name[$0].isNumber }
    return [name] + cuts.map { String(name[..<$0]) }
  }

  /// Whether a file that belongs to no recording may be a scoring that somebody misses.
  static func mayBeScoring(_ path: String) -> Bool {
    let name = PathName.last(of: path).lowercased()
    return scoringEndings.contains { name.hasSuffix($0) } && !isTable(path)
      && !["participants", "readme", "_scans", "_sessions", "changes"].contains { name.contains($0) }
  }

  private static func isTable(_ path: String) -> Bool {
    let name = PathName.stem(of: PathName.last(of: path))
    return ["nights", "patients", "medications", "labs", "scales"].contains(name)
      || name.hasSuffix("_channels")
      || name.hasSuffix("_electrodes")
  }

  /// `sub-01_ses-01_task-sleep_eeg` and `..._events` differ only in the last word.
  private static func bidsBase(_ stem: String) -> String {
    for suffix in ["_eeg", "_emg", "_psg"] where stem.lowercased().hasSuffix(suffix) {
      return String(stem.dropLast(suffix.count))
    }
    return stem
  }

  /// Whether neither folders nor BIDS labels identify the patient.
  static func needsPatient(_ path: String) -> Bool {
    !path.contains("/") && !stem(path).split(separator: "_").contains { $0.hasPrefix("sub-") }
  }

  static func identity(of path: String, patient: String) -> (patient: String, night: String) {
    let words = words(of: path)
    if let subject = words.first(where: { $0.hasPrefix("sub-") }) {
      let session = words.first { $0.hasPrefix("ses-") } ?? "ses-1"
      let run = words.first { $0.hasPrefix("run-") }
      return (clean(subject), clean(([session] + [run].compactMap(\.self)).joined(separator: "_")))
    }
    let file = stem(PathName.last(of: path))
    return (patient, clean((folders(of: path).dropFirst() + [file]).joined(separator: "_")))
  }

  static func subject(of path: String) -> String? { words(of: path).first { $0.hasPrefix("sub-") } }

  static func folders(of path: String) -> [String] {
    path.split(separator: "/").dropLast().map(String.init)
  }

  private static func words(of path: String) -> [String] {
    folders(of: path) + stem(PathName.last(of: path)).split(separator: "_").map(String.init)
  }

  /// Ids become folder names: letters, digits, `.`, `_` and `-`.
  static func clean(_ text: String) -> String {
    let kept = String(
      text.map { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "._-".contains($0) ? $0 : "-" })
    return kept == "." || kept == ".." || kept.isEmpty ? "night" : kept
  }
}
