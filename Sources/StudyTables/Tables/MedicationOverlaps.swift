import SleepEvents

extension StudyTables {
  /// Rows of one patient that give the same drug at the same time.
  mutating func checkOverlaps(file: String) {
    let ordered = medications.sorted { ($0.patientID, $0.start, $0.line) < ($1.patientID, $1.start, $1.line) }
    var open = OpenIntervals()
    for interval in ordered {
      // One overlap is enough to report: a table that repeats one drug over and over would have endless
      // pairs.
      guard let earlier = open.sameDrug(as: interval) else { continue }
      problems.append(
        RowProblem(
          patientID: interval.patientID,
          error: .overlappingMedication(
            file: file, line: interval.line, patient: interval.patientID, drug: interval.drugName,
            otherLine: earlier.line)))
    }
  }
}

/// The intervals of one patient by drug name, keeping the longest-lasting one of each.
private struct OpenIntervals {
  private var patientID: String?
  private var longest: [String: MedicationInterval] = [:]
  private var generics: [String: String?] = [:]

  /// An earlier interval of the same drug that is still running when this one begins; also records this one.
  mutating func sameDrug(as interval: MedicationInterval) -> MedicationInterval? {
    if interval.patientID != patientID {
      patientID = interval.patientID
      longest.removeAll(keepingCapacity: true)
    }
    let keys = keys(of: interval)
    let found = keys.lazy.compactMap { [longest] in longest[$0] }.first { earlier in
      (earlier.stop.map { $0 >= interval.start } ?? true) && interval.isSameDrug(as: earlier)
    }
    for key in keys {
      guard let known = longest[key], let stop = known.stop else {
        // An open-ended interval outlasts all others.
        if longest[key] == nil { longest[key] = interval }
        continue
      }
      if interval.stop.map({ $0 > stop }) ?? true { longest[key] = interval }
    }
    return found
  }

  /// Name, generic name and ATC code, as far as known.
  private mutating func keys(of interval: MedicationInterval) -> [String] {
    let name = interval.drugName.lowercased()
    let generic = generics[name] ?? OpenIntervals.generic(interval.drugName)
    generics[name] = .some(generic)
    let atc = interval.atc.flatMap { $0.count >= 7 ? "atc " + $0 : nil }
    return ["name " + name] + [generic.map { "generic " + $0 }, atc].compactMap(\.self)
  }

  private static func generic(_ name: String) -> String? {
    guard case .success(let names) = DrugNames.builtIn else { return nil }
    return names.resolve(name).generic
  }
}
