import StructuredText
import StudyComparison

/// The physician's part of the study page: the text and numbers of `comparison.txt` as headings, lists and a
/// table.
struct PhysicianSection {
  let patient: PatientComparison
  let drug: String

  func add(to page: inout HTMLPage) {
    page.add("<section class=\"physician\">")
    page.heading(StudyWords.forPhysician, level: 3)
    let primary = patient.contrasts.filter { $0.outcome == patient.primary?.outcome }
    for contrast in primary { add(contrast, to: &page) }
    secondary(&page)
    if !patient.absoluteLines.isEmpty {
      page.heading(DoctorWords.absoluteHeading, level: 4)
      list(patient.absoluteLines.map(DoctorWords.absoluteLine), in: &page)
    }
    account(&page)
    page.heading(StudyWords.iron, level: 4)
    list(IronWords.sentences(patient.iron), in: &page)
    symptoms(&page)
    if !patient.publishedEffects.isEmpty {
      page.heading(StudyWords.published, level: 4)
      list(patient.publishedEffects.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }, in: &page)
    }
    page.add("</section>")
  }

  private func add(_ contrast: Contrast, to page: inout HTMLPage) {
    page.heading(
      "\(StudyWords.outcomeName(contrast.outcome)), \(StudyWords.contrast(contrast)), "
        + ReportWords.ruleName(contrast.rules) + (contrast.isPrimary ? ", \(StudyWords.primary)" : ""),
      level: 4)
    if !contrast.isPrimary { page.paragraph(contrast.sentence) }
    if contrast.isPrimary, let choice = patient.designChoice {
      page.paragraph(DesignWords.sentence(choice, drug: drug))
    }
    page.add("<details><summary>\(HTML.text(StudyWords.statisticsSummary))</summary>")
    list(DoctorWords.numbers(contrast) + (contrast.isPrimary ? DoctorWords.nights(contrast) : []), in: &page)
    page.add("</details>")
    guard !contrast.isPrimary, !contrast.caveats.isEmpty else { return }
    list(contrast.caveats.map(\.sentence), in: &page)
  }

  private func secondary(_ page: inout HTMLPage) {
    let contrasts = patient.contrasts.filter { $0.outcome != patient.primary?.outcome }
    guard !contrasts.isEmpty else { return }
    page.heading(DoctorWords.secondaryHeading, level: 4)
    page.table(
      StudyWords.secondaryColumns.enumerated().map { ($1, $0 > 0) },
      contrasts.map { contrast in
        let statement = contrast.statement
        let decimals = contrast.outcome.isCount ? 1 : 2
        return [
          HTML.text("\(StudyWords.outcomeName(contrast.outcome)), \(StudyWords.contrast(contrast))"),
          HTML.text("\(contrast.before.nights) + \(contrast.after.nights)"),
          HTML.number(contrast.before.index, decimals), HTML.number(contrast.after.index, decimals),
          HTML.number(statement?.ratio, 2),
          HTML.text(StudyWords.interval(statement?.low95, statement?.high95)),
          HTML.number(contrast.holmP, 3),
        ]
      })
  }

  private func account(_ page: inout HTMLPage) {
    let lines =
      (patient.decomposition.map(DoctorWords.account) ?? [])
      + (patient.sleep.map { [DoctorWords.sleep($0)] } ?? [])
    guard !lines.isEmpty else { return }
    page.heading(DoctorWords.accountHeading, level: 4)
    list(lines, in: &page)
  }

  private func symptoms(_ page: inout HTMLPage) {
    var lines =
      (MorningWords.sentence(patient).map { [$0] } ?? []) + patient.symptoms.map(DoctorWords.symptom)
    if patient.isSleepier {
      lines.append(patient.primary?.verdict == .lower ? FixedLines.driving : FixedLines.sleepinessRose)
    }
    if !lines.isEmpty, !patient.symptoms.contains(where: { $0.scale.isOfOneMorning }) {
      lines.append(FixedLines.habitual)
    }
    if !patient.augmentingDrugs.isEmpty { lines.append(FixedLines.augmentation(patient.augmentingDrugs)) }
    guard !lines.isEmpty else { return }
    page.heading(StudyWords.nextDay, level: 4)
    list(lines, in: &page)
  }

  private func list(_ lines: [String], in page: inout HTMLPage) {
    page.add("<ul>" + lines.map { "<li>\(HTML.text($0))</li>" }.joined() + "</ul>")
  }
}
