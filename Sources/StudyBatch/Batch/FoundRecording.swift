import EDF
import Foundation

/// An EDF or BDF file in a folder, with the information from its header.
struct FoundRecording {
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

  /// The patients of the recordings without a BIDS label.
  static func patients(_ recordings: [FoundRecording], notes: inout [String]) -> [String: String] {
    var ids = folderPatients(recordings, notes: &notes)
    let taken = Set(ids.values)
    var numbers: [String: Int] = [:]
    var offset = 0
    var unnamed = 0
    let loose = recordings.filter { FolderOfNights.needsPatient($0.name) }
    for recording in loose.sorted(by: { $0.name < $1.name }) {
      let key = recording.patient ?? "file " + recording.name
      if recording.patient == nil { unnamed += 1 }
      if numbers[key] == nil {
        while taken.contains("patient-\(numbers.count + 1 + offset)") { offset += 1 }
        numbers[key] = numbers.count + 1 + offset
      }
      ids[recording.name] = "patient-\(numbers[key] ?? 1)"
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

extension FoundRecording {
  /// The patients of the recordings in folders. Folders whose names become the same id get numbers, since two people
  /// must not be one.
  private static func folderPatients(
    _ recordings: [FoundRecording], notes: inout [String]
  ) -> [String: String] {
    let inFolders = recordings.filter {
      $0.name.contains("/") && FolderOfNights.subject(of: $0.name) == nil
    }
    var ids: [String: String] = [:]
    var owners: [String: String] = [:]
    var deep = 0
    for (top, own) in Dictionary(grouping: inFolders, by: { FolderOfNights.folders(of: $0.name)[0] })
      .sorted(by: { $0.key < $1.key })
    {
      let isOfSeveral = Set(own.compactMap(\.patient)).count > 1
      if own.contains(where: { FolderOfNights.folders(of: $0.name).count > 1 }) { deep += 1 }
      for recording in own.sorted(by: { $0.name < $1.name }) {
        let owner = isOfSeveral ? FolderOfNights.folders(of: recording.name).joined(separator: "_") : top
        let wanted = FolderOfNights.clean(owner)
        var (id, number) = (wanted, 1)
        while let other = owners[id], other != owner {
          number += 1
          id = "\(wanted)-\(number)"
        }
        if owners.updateValue(owner, forKey: id) == nil, number > 1 {
          notes.append("the folder '\(owner)' would be patient \(wanted) like another; it is patient \(id)")
        }
        ids[recording.name] = id
      }
    }
    if deep > 0 {
      notes.append(
        "folders lie in folders: the first is the patient, and the names of the others are part of the night's, unless the "
          + "headers in it name several patients")
    }
    return ids
  }
}
