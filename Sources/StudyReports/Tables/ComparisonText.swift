import StudyComparison
import StudyTables

extension DrugComparisonResult {
  /// `comparison.txt`: for each patient a page in plain language followed by the numbers for the physician;
  /// finally the patients together and the lines that every report carries.
  package var text: String { text(nights: nil) }

  /// - Parameter nights: include a list of all nights of each patient.
  /// - Parameter folder: the location of the nights' results, for the range of each index; nil to omit it.
  package func text(nights: NightTable?, folder: String? = nil) -> String {
    var parts: [String] = []
    let ranges = folder.map(NightRanges.init)
    let places = nights?.rows.placesByPatient ?? [:]
    for patient in patients {
      parts.append(rule("Patient \(patient.patientID): leg movements and \(request.drug)"))
      if patient.problems.isEmpty {
        parts.append(PatientPage(patient: patient, drug: request.drug).text)
        parts.append(rule("Patient \(patient.patientID): for the physician"))
        parts.append(DoctorPage(patient: patient, drug: request.drug).text)
      } else {
        parts.append(wrapped(patient.primary?.sentence ?? "", indent: "") + "\n")
      }
      if let nights {
        let rows = nights.rows.rows(at: places[patient.patientID]).filter {
          !nights.namesRules || $0.scoringRules == request.rules
        }
        let listing = NightListing(rows, contrast: patient.primary) { ranges?.range($0) }
        if !rows.isEmpty { parts.append("\(StudyWords.nightsTable)\n\(listing.text)\n") }
      }
    }
    if let population {
      parts.append(rule("All patients"))
      parts.append(wrapped(population.sentence, indent: "") + "\n")
    }
    parts.append(rule("In any case"))
    parts.append(FixedLines.all.map { "- \($0)" }.joined(separator: "\n") + "\n")
    return parts.joined(separator: "\n")
  }

  /// What the command prints: one sentence per patient, then the patients together.
  package var summary: String {
    var lines: [String] = []
    for patient in patients {
      guard let primary = patient.primary else { continue }
      lines.append("\(patient.patientID): \(StudyWords.word(primary.verdict))")
      lines.append(wrapped(primary.sentence))
      if let choice = patient.designChoice {
        lines.append(wrapped(DesignWords.sentence(choice, drug: request.drug)))
      }
      if let morning = MorningWords.sentence(patient) { lines.append(wrapped(morning)) }
      lines.append("")
    }
    if let population {
      lines.append("all patients: \(StudyWords.word(population.verdict))")
      lines.append(wrapped(population.sentence))
      lines.append("")
    }
    lines += [FixedLines.physician, FixedLines.notADevice]
    return lines.joined(separator: "\n") + "\n"
  }

  private func rule(_ title: String) -> String {
    "\(title)\n\(String(repeating: "=", count: title.count))"
  }
}
