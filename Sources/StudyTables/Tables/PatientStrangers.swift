import SleepEvents

extension StudyTables {
  /// Rows of the other tables whose patient has no nights: each id once per table.
  ///
  /// Such a row may belong to a patient whose id was typed differently. It then counts as a problem of that
  /// patient too, who might otherwise be compared without a drug that was taken.
  package func strangers(to known: Set<String>) -> [RowProblem] {
    guard !known.isEmpty else { return [] }
    let ids = known.sorted()
    let plain = Dictionary(
      ids.map { (PatientIDDistance.plain($0), $0) }, uniquingKeysWith: { first, _ in first })
    var problems: [RowProblem] = []
    var seen: Set<[String]> = []
    func check(_ rows: [(id: String, line: Int)], _ path: String?) {
      for row in rows where !known.contains(row.id) {
        guard let path, seen.insert([path, row.id]).inserted else { continue }
        let same = plain[PatientIDDistance.plain(row.id)]
        // Beyond the number of problems shown the guess would never be read.
        let guess =
          problems.count < StudyError.mostShown ? PatientIDDistance.nearest(to: row.id, in: ids) : nil
        let nearest = same ?? guess
        problems.append(
          RowProblem(
            patientID: same,
            error: .patientWithoutNights(file: path, line: row.line, patient: row.id, nearest: nearest)))
      }
    }
    check(patients.map { ($0.patientID, $0.line) }, paths.patients)
    check(medications.map { ($0.patientID, $0.line) }, paths.medications)
    check(labs.map { ($0.patientID, $0.line) }, paths.labs)
    check(scales.map { ($0.patientID, $0.line) }, paths.scales)
    return problems
  }
}

extension NightTable {
  /// Ids of the nights that differ only in case, blanks, punctuation or leading zeros: most likely one patient, who
  /// would be compared as two.
  package func alikePatients(file: String) -> [RowProblem] {
    var lines: [String: Int] = [:]
    for head in rows.heads where lines[head.patientID] == nil { lines[head.patientID] = head.line }
    let all = Set(lines.keys).union(otherPatientIDs).sorted()
    return Dictionary(grouping: all, by: PatientIDDistance.plain).values.filter { $0.count > 1 }
      .flatMap { alike in
        alike.compactMap { id in
          guard let line = lines[id], let other = alike.first(where: { $0 != id }) else { return nil }
          return RowProblem(
            patientID: id, error: .alikePatients(file: file, line: line, patient: id, other: other))
        }
      }
  }
}

/// The similarity of two patient ids.
enum PatientIDDistance {
  /// The id that needs the fewest changes; nil if none differs by less than half of the id.
  static func nearest(to id: String, in ids: [String]) -> String? {
    let letters = Array(id.lowercased().utf8)
    var best: (id: String, distance: Int)?
    for candidate in ids {
      let limit = min(best.map { $0.distance - 1 } ?? .max, max(1, letters.count / 2))
      guard limit >= 0 else { break }
      if let distance = NameDistance.between(letters, Array(candidate.lowercased().utf8), limit: limit) {
        best = (candidate, distance)
      }
    }
    return best?.id
  }

  /// The id without case, blanks, punctuation and leading zeros: ids that agree in this form most likely
  /// belong to the same patient.
  static func plain(_ id: String) -> [String] {
    var parts: [String] = []
    var wasNumber: Bool?
    for character in id.lowercased() {
      guard character.isLetter || character.isNumber else {
        wasNumber = nil
        continue
      }
      if wasNumber == character.isNumber {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
      wasNumber = character.isNumber
    }
    return parts.map { part in
      let trimmed = part.drop { $0 == "0" }
      return part.first?.isNumber == true ? trimmed.isEmpty ? "0" : String(trimmed) : part
    }
  }
}
