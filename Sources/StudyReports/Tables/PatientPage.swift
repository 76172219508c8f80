import StudyComparison

/// One page in plain language about one patient.
struct PatientPage {
  var patient: PatientComparison
  var drug: String

  /// The sections, each a heading with its paragraphs.
  var sections: [(heading: String, paragraphs: [String])] {
    guard let contrast = patient.primary else { return [] }
    var sections: [(String, [String])] = [
      ("What this page is", [PlainWords.intro(drug, contrast)]),
      (
        "What we saw",
        [
          ([PlainWords.seen(contrast)]
            + (contrast.absoluteLine.map { [PlainWords.line($0, of: contrast)] } ?? []))
            .joined(separator: " ")
        ]
      ),
      ("What it means", [PlainWords.meaning(contrast, drug: drug).joined(separator: " ")]),
    ]
    let changes = unique(contrast.caveatCodes.compactMap(PlainWords.otherChange))
    sections.append(
      (
        "What else changed",
        changes.isEmpty ? ["We know of nothing else that changed."] : [changes.joined(separator: " ")]
      ))
    sections.append(("Iron", [PlainWords.iron(patient.iron).joined(separator: " ")]))
    var feel = PlainWords.symptoms(patient.symptoms)
    if patient.isSleepier {
      feel.append(contrast.verdict == .lower ? PlainWords.sleepierThoughFewer : PlainWords.sleepier)
    }
    if !feel.isEmpty { sections.append(("How you feel", [feel.joined(separator: " ")])) }
    if !patient.augmentingDrugs.isEmpty {
      sections.append(("Your drugs", [PlainWords.augmentation(patient.augmentingDrugs)]))
    }
    sections.append(("What to do", [PlainWords.whatToDo.joined(separator: " ")]))
    return sections
  }

  /// All sentences without headings, for measuring readability.
  var prose: String { sections.flatMap(\.paragraphs).joined(separator: " ") }

  var text: String {
    sections.map { "\($0.heading)\n" + $0.paragraphs.map { wrapped($0) }.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}

/// Wraps a paragraph into lines of at most `width` characters.
func wrapped(_ text: String, width: Int = 78, indent: String = "  ") -> String {
  var lines: [String] = []
  var line = indent
  for word in text.split(separator: " ") {
    if line.count + word.count + 1 > width, line != indent {
      lines.append(line)
      line = indent
    }
    line += (line == indent ? "" : " ") + word
  }
  lines.append(line)
  return lines.joined(separator: "\n")
}
