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
  /// In a BIDS dataset (`sub-*/ses-*/eeg/*.edf`) patient and night are its labels. Elsewhere a folder is a
  /// patient, and files at the top level are grouped by the patient field of their headers into `patient-1`,
  /// `patient-2`, ... in the order of their names; a file whose header names no one is a patient of its own.
  ///
  /// A file whose name extends that of a recording is a scoring of it: `night1_scoring.edf`, `night1.tsv`,
  /// `sub-01_ses-01_events.tsv`. An EDF file without signals is a scoring whatever its name.
  init(folder: String, reading: TableReading) throws {
    self.reading = reading
    let walk = try FolderWalk(below: folder)
    let files = FolderOfNights.files(walk)
    leftOut = FolderOfNights.leftOut(walk)
    let found = files.filter(FolderOfNights.isRecording).map { name in
      FoundRecording(name: name, folder: folder)
    }
    let recordings = found.filter { !$0.isScoring }
    var notes: [String] = []
    let patients = FoundRecording.patients(recordings, notes: &notes)
    var jobs: [NightJob] = []
    var used: Set<String> = []
    var claimed: Set<String> = []
    for recording in recordings {
      let (patient, night) = FolderOfNights.identity(
        of: recording.name, patient: patients[recording.name] ?? "patient-1")
      guard used.insert(patient + "/" + night).inserted else {
        throw BatchError.sameName(file: folder, name: patient + " " + night)
      }
      let scorings = FolderOfNights.scorings(of: recording.name, among: files)
        .filter { name in !recordings.contains { $0.name == name } }
      claimed.formUnion(scorings)
      jobs.append(
        NightJob(
          record: NightRecord(patientID: patient, nightID: night), recording: folder + "/" + recording.name,
          scorings: scorings.map { folder + "/" + $0 }))
    }
    for scoring in found where scoring.isScoring && !claimed.contains(scoring.name) {
      notes.append(
        "\(scoring.name): a scoring whose name does not begin with that of a recording; it is not used")
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

/// An EDF or BDF file in a folder, with the information from its header.
private struct FoundRecording {
  /// Path relative to the folder.
  let name: String
  /// True if it has annotations but no signals.
  let isScoring: Bool
  /// The patient field of the header; nil if it names no one or cannot be read.
  let patient: String?

  init(name: String, folder: String) {
    self.name = name
    do {
      let file = try EDFFile(path: folder + "/" + name)
      isScoring = !file.signals.contains { !$0.isAnnotations }
      patient = FoundRecording.named(file.header.patient)
    } catch {
      // An unreadable file becomes a night that fails, so that it is reported by name.
      isScoring = false
      patient = nil
    }
  }

  /// The normalized field; nil if it contains only blanks and the `X` of EDF+.
  private static func named(_ field: String) -> String? {
    let words = field.split(whereSeparator: \.isWhitespace)
    return words.allSatisfy { $0.uppercased() == "X" } ? nil : words.joined(separator: " ").lowercased()
  }

  /// The patients of the recordings that are in no subfolder and have no BIDS label.
  static func patients(_ recordings: [FoundRecording], notes: inout [String]) -> [String: String] {
    var ids: [String: String] = [:]
    var numbers: [String: Int] = [:]
    var unnamed = 0
    let loose = recordings.filter { FolderOfNights.needsPatient($0.name) }
    for recording in loose.sorted(by: { $0.name < $1.name }) {
      let key = recording.patient ?? "file " + recording.name
      if recording.patient == nil { unnamed += 1 }
      let number = numbers[key] ?? numbers.count + 1
      numbers[key] = number
      ids[recording.name] = "patient-\(number)"
    }
    if !loose.isEmpty {
      notes.append(
        "\(loose.count) recordings are in no patient folder and were assigned to \(numbers.count) patients by their "
          + "headers"
          + (unnamed > 0
            ? ": \(unnamed) name no one and count as a patient each; use a list of nights to say whose they are"
            : ""))
    }
    return ids
  }
}

enum FolderOfNights {
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

  /// Paths relative to the folder, sorted; folders with our own results are excluded.
  static func files(_ walk: FolderWalk) -> [String] {
    let files = walk.files
    let ours = Set(
      files.filter { $0.hasSuffix("/" + NightFolder.result) || $0.hasSuffix("/" + NightFolder.failure) }
        .map { PathName.folder(of: $0) + "/" })
    return files.filter { file in !ours.contains(where: { file.hasPrefix($0) }) }
  }

  static func isRecording(_ path: String) -> Bool { endings.contains { path.lowercased().hasSuffix($0) } }

  static func stem(_ path: String) -> String {
    let lower = path.lowercased()
    if let ending = endings.first(where: { lower.hasSuffix($0) }) {
      return String(path.dropLast(ending.count))
    }
    return PathName.stem(of: path)
  }

  static func scorings(of recording: String, among files: [String]) -> [String] {
    let own = bidsBase(stem(recording))
    return files.filter { file in
      file != recording && scoringEndings.contains { file.lowercased().hasSuffix($0) }
        && (stem(file) == own || continues(stem(file), own)) && !isTable(file)
    }
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

  /// Whether `name` is `base` followed by a separator and more.
  private static func continues(_ name: String, _ base: String) -> Bool {
    guard name.hasPrefix(base), name.count > base.count else { return false }
    let next = name[name.index(name.startIndex, offsetBy: base.count)]
    return !next.isLetter && !next.isNumber
  }

  /// Whether neither folders nor BIDS labels identify the patient.
  static func needsPatient(_ path: String) -> Bool {
    !path.contains("/") && !stem(path).split(separator: "_").contains { $0.hasPrefix("sub-") }
  }

  static func identity(of path: String, patient: String) -> (patient: String, night: String) {
    let parts = path.split(separator: "/").map(String.init)
    let file = stem(parts.last ?? path)
    let words = (parts.dropLast() + file.split(separator: "_").map(String.init))
    let subject = words.first { $0.hasPrefix("sub-") }
    let session = words.first { $0.hasPrefix("ses-") }
    if let subject { return (clean(subject), clean(session ?? "ses-1")) }
    let folders = parts.dropLast().joined(separator: "_")
    return (folders.isEmpty ? patient : clean(folders), clean(file))
  }

  /// Ids become folder names: letters, digits, `.`, `_` and `-`.
  private static func clean(_ text: String) -> String {
    let kept = String(
      text.map { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "._-".contains($0) ? $0 : "-" })
    return kept == "." || kept == ".." || kept.isEmpty ? "night" : kept
  }
}
