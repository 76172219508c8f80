import Foundation
import NightAnalysis
import SleepEvents

extension NightList {
  /// Every recording below a folder, with the scorings that carry its name.
  ///
  /// In a BIDS dataset (`sub-*/ses-*/eeg/*.edf`) patient and night are its labels, elsewhere the file's name.
  /// A file whose name begins with a recording's name and goes on is a scoring of it: `night1_scoring.edf`,
  /// `night1.tsv`, `sub-01_ses-01_events.tsv`.
  init(folder: String) throws {
    let files = FolderOfNights.files(below: folder)
    let recordings = files.filter { FolderOfNights.isRecording($0) }
    var jobs: [NightJob] = []
    var used: Set<String> = []
    for recording in recordings where !FolderOfNights.isScoring(recording, of: recordings) {
      let (patient, night) = FolderOfNights.identity(of: recording)
      guard used.insert(patient + "/" + night).inserted else {
        throw BatchError.sameName(file: folder, name: patient + " " + night)
      }
      let record = NightRecord(patientID: patient, nightID: night)
      jobs.append(
        NightJob(
          record: record, recording: folder + "/" + recording,
          scorings: FolderOfNights.scorings(of: recording, among: files).map { folder + "/" + $0 }))
    }
    guard !jobs.isEmpty else { throw BatchError.noNights(file: folder) }
    self.jobs = jobs
    source = folder
    companions = NightList.companions(beside: folder)
    var paths = StudyTables.Paths()
    paths.addCompanions(in: folder)
    tables = try StudyTables.load(paths)
    tables.nights = jobs.map(\.record)
  }
}

enum FolderOfNights {
  private static let endings = [".edf.gz", ".bdf.gz", ".edfz", ".edf", ".bdf"]
  private static let scoringEndings = [
    ".edf", ".tsv", ".csv", ".txt", ".xml", ".annot", ".eannot", ".rml", ".xdf",
  ]

  /// Paths relative to the folder, in order; hidden files and folders with results of ours are left out.
  static func files(below folder: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    var files: [String] = []
    for case let name as String in walk
    where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files.append(name)
      }
    }
    let ours = Set(
      files.filter { $0.hasSuffix("/" + NightFiles.result) || $0.hasSuffix("/" + NightFiles.error) }
        .map { ($0 as NSString).deletingLastPathComponent + "/" })
    return files.filter { file in !ours.contains { file.hasPrefix($0) } }.sorted()
  }

  static func isRecording(_ path: String) -> Bool { endings.contains { path.lowercased().hasSuffix($0) } }

  static func stem(_ path: String) -> String {
    let lower = path.lowercased()
    if let ending = endings.first(where: { lower.hasSuffix($0) }) {
      return String(path.dropLast(ending.count))
    }
    return (path as NSString).deletingPathExtension
  }

  /// True if another recording's name is the beginning of this one's, or the name says that it is a scoring.
  static func isScoring(_ path: String, of recordings: [String]) -> Bool {
    let own = stem(path)
    let words = own.lowercased()
    if ["hypnogram", "scoring", "annotations", "sleepstages", "_scorer", "_events"].contains(
      where: words.contains)
    {
      return true
    }
    return recordings.contains { $0 != path && continues(own, stem($0)) }
  }

  static func scorings(of recording: String, among files: [String]) -> [String] {
    let own = bidsBase(stem(recording))
    return files.filter { file in
      file != recording && scoringEndings.contains { file.lowercased().hasSuffix($0) }
        && (stem(file) == own || continues(stem(file), own)) && !isTable(file)
    }
  }

  private static func isTable(_ path: String) -> Bool {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    return ["nights", "patients", "medications", "labs", "scales"].contains(name)
      || name.hasSuffix("_channels")
      || name.hasSuffix("_electrodes")
  }

  /// `sub-01_ses-01_task-sleep_eeg` and `..._events` share everything but the last word.
  private static func bidsBase(_ stem: String) -> String {
    for suffix in ["_eeg", "_emg", "_psg"] where stem.lowercased().hasSuffix(suffix) {
      return String(stem.dropLast(suffix.count))
    }
    return stem
  }

  /// Whether `name` is `base` with something behind a separator.
  private static func continues(_ name: String, _ base: String) -> Bool {
    guard name.hasPrefix(base), name.count > base.count else { return false }
    let next = name[name.index(name.startIndex, offsetBy: base.count)]
    return !next.isLetter && !next.isNumber
  }

  static func identity(of path: String) -> (patient: String, night: String) {
    let parts = path.split(separator: "/").map(String.init)
    let file = stem(parts.last ?? path)
    let words = (parts.dropLast() + file.split(separator: "_").map(String.init))
    let subject = words.first { $0.hasPrefix("sub-") }
    let session = words.first { $0.hasPrefix("ses-") }
    if let subject { return (clean(subject), clean(session ?? "ses-1")) }
    return (
      clean(
        parts.dropLast().joined(separator: "_").isEmpty
          ? "patient-1" : parts.dropLast().joined(separator: "_")), clean(file)
    )
  }

  /// Ids become folders: letters, digits, `.`, `_` and `-` (contract 6).
  private static func clean(_ text: String) -> String {
    let kept = String(
      text.map { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "._-".contains($0) ? $0 : "-" })
    return kept == "." || kept == ".." || kept.isEmpty ? "night" : kept
  }
}
