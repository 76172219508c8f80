import StructuredText
import StudyComparison
import StudyTables

/// The page of a study: for each patient the verdict, the nights, the ratio, what else changed, and the parts
/// for patient and physician; if there are several patients, preceded by an overview with one row each.
package struct StudyPage {
  let study: StoredStudy
  /// A title that replaces the default.
  private let title: String?
  /// Beyond this number of patients only their rows in the overview are shown.
  static let patientsShown = 40

  package init(_ study: StoredStudy, title: String? = nil) {
    self.study = study
    self.title = title
  }

  private var result: DrugComparisonResult { study.result }
  private var shown: ArraySlice<PatientComparison> { result.patients.prefix(StudyPage.patientsShown) }

  /// The whole page as HTML.
  package var html: String { html(paper: nil) }

  /// The page for printing on paper of the given size.
  package func html(paper: PaperSize?) -> String {
    let title = title ?? StudyWords.title(study.drug)
    var page = HTMLPage(title: title)
    page.paper = paper
    page.running = RunningHeader(name: title, times: shownPatients)
    page.heading(title, level: 1)
    if let population = result.population { cohort(&page, population) }
    if !result.problems.isEmpty { problems(&page) }
    if result.patients.count > shown.count {
      page.paragraph(StudyWords.cohortLimit(shown.count, of: result.patients.count), of: "note")
    }
    for patient in shown {
      page.add("<section class=\"person\">")
      section(&page, patient)
      page.add("</section>")
    }
    page.signature()
    page.heading(StudyWords.inAnyCase)
    page.add("<ul>" + FixedLines.all.map { "<li>\(HTML.text($0))</li>" }.joined() + "</ul>")
    return page.text
  }

  /// Sentences about rows that could not be used.
  package var problems: [String] { result.problems.map(\.error.sentence) }

  /// The pictures of the page, for writing as files.
  package var pictures: [Picture] {
    var drawings = [cohortChart()]
    for patient in shown {
      drawings += [
        StudyTimeline(study, patient)?.drawing(), ratios(patient).drawing(), symptoms(patient).drawing(),
      ]
    }
    return drawings.compactMap(\.self).map(Picture.init)
  }

  /// The patients' names, if there are only a few.
  private var shownPatients: String {
    let ids = result.patients.map(\.patientID)
    return ids.count > 4
      ? StudyWords.patientCount(ids.count) : ids.map(StudyWords.patientHeading).joined(separator: ", ")
  }

  private func cohort(_ page: inout HTMLPage, _ population: Contrast) {
    page.heading(StudyWords.allPatients)
    verdict(&page, population)
    page.figure(caption: StudyWords.cohortCaption) { cohortChart(for: $0) }
  }

  /// One row per patient, the largest fall first; patients without a conclusion come last.
  private func cohortChart(for width: PictureWidth = .wide) -> Drawing? {
    guard let population = result.population else { return nil }
    let rows = result.patients.compactMap { patient in
      patient.primary.flatMap {
        RatioChart.Row($0, label: patient.patientID, primary: result.request.outcome)
      }
    }
    let sorted = rows.sorted { a, b in
      if a.isDecided != b.isDecided { return a.isDecided }
      let (left, right) = (a.ratio ?? .infinity, b.ratio ?? .infinity)
      return left == right ? a.label < b.label : left < right
    }
    let whole = RatioChart.Row(
      population, label: StudyWords.allPatients, primary: result.request.outcome)
    return RatioChart(
      name: "patients", title: StudyWords.cohortTitle, rows: sorted + (whole.map { [$0] } ?? [])
    ).drawing(for: width)
  }

  private func problems(_ page: inout HTMLPage) {
    page.heading(StudyWords.problemsHeading)
    page.add("<ul class=\"warnings\">")
    for problem in result.problems.prefix(50) {
      // The path is the user's own and is reduced to the file name: the position in the file is what helps.
      let sentence = problem.error.sentence
      let file = problem.error.file ?? ""
      let name = file.split(separator: "/").last.map(String.init) ?? ""
      page.add("<li>\(HTML.text(file.isEmpty ? sentence : sentence.replacing(file, with: name)))</li>")
    }
    page.add("</ul>")
  }

  private func section(_ page: inout HTMLPage, _ patient: PatientComparison) {
    page.heading(StudyWords.patientHeading(patient.patientID))
    guard let primary = patient.primary else { return page.paragraph(StudyWords.notCompared) }
    verdict(&page, primary)
    if let timeline = StudyTimeline(study, patient) {
      let hasRanges = study.nights(of: patient.patientID).contains { $0.range != nil }
      page.heading(StudyWords.nightsHeading, level: 3)
      let narrow = NarrowTimeline(study: study, patient: patient).drawing()
      page.figure { $0 == .wide ? timeline.drawing() : narrow }
      let hasPressure = study.nights(of: patient.patientID).contains { $0.row.airwayPressure != nil }
      page.add(
        "<p class=\"note\">\(HTML.text(StudyWords.timelineCaption(hasRanges: hasRanges)))<span class=\"wide\">"
          + HTML.text(
            StudyWords.timelineMarks(hasTransition: timeline.hasTransition, hasPressure: hasPressure))
          + "</span></p>")
    }
    let listing = study.listing(of: patient)
    if !listing.rows.isEmpty {
      let isOpen = listing.rows.count <= 40 ? " open" : ""
      page.add("<details\(isOpen)><summary>\(HTML.text(StudyWords.nightsTable))</summary>")
      listing.add(to: &page)
      page.add("</details>")
    }
    guard patient.problems.isEmpty else { return }
    page.heading(StudyWords.changeHeading, level: 3)
    let ratios = self.ratios(patient)
    if ratios.isEmpty {
      page.paragraph(StudyWords.noRatioSentence)
    } else {
      page.figure(caption: StudyWords.ratioCaption) { ratios.drawing(for: $0) }
    }
    page.heading(StudyWords.otherChangesHeading, level: 3)
    if primary.caveats.isEmpty {
      page.paragraph(StudyWords.nothingElse(primary))
    } else {
      page.add("<ul>" + primary.caveats.map { "<li>\(HTML.text($0.sentence))</li>" }.joined() + "</ul>")
    }
    let scores = symptoms(patient)
    if !scores.isEmpty {
      page.heading(StudyWords.symptomsHeading, level: 3)
      page.figure(caption: StudyWords.symptomsCaption) { scores.drawing(for: $0) }
    }
    page.add("<section class=\"patient\">")
    page.heading(StudyWords.forPatient, level: 3)
    for (heading, paragraphs) in PatientPage(patient: patient, drug: study.drug).sections {
      page.heading(heading, level: 4)
      for paragraph in paragraphs { page.paragraph(paragraph) }
    }
    page.add("</section>")
    PhysicianSection(patient: patient, drug: study.drug).add(to: &page)
  }

  private func verdict(_ page: inout HTMLPage, _ contrast: Contrast) {
    let isUnsure = !contrast.verdict.isDecided
    let words = StudyWords.verdict(
      contrast, drug: study.drug)
    let mark = StudyWords.changeMark(contrast.verdict).map { "<span class=\"mark\">\($0)</span> " } ?? ""
    let hue = isUnsure ? " unsure" : contrast.verdict == .higher ? " higher" : ""
    page.add("<div class=\"verdict\(hue)\">")
    page.add("<p>\(mark)<strong>\(HTML.text(words))</strong></p>")
    page.add("<p>\(HTML.text(contrast.sentence))</p></div>")
  }

  private func ratios(_ patient: PatientComparison) -> RatioChart {
    let rows = patient.contrasts.compactMap { contrast in
      RatioChart.Row(
        contrast,
        label: "\(StudyWords.outcomeName(contrast.outcome)), \(StudyWords.contrast(contrast))",
        primary: result.request.outcome)
    }
    return RatioChart(
      name: "ratio-\(safeName(patient.patientID))", title: StudyWords.ratioTitle(patient.patientID),
      rows: rows.filter { $0.ratio != nil || $0.label == rows.first?.label })
  }

  private func symptoms(_ patient: PatientComparison) -> SymptomChart {
    SymptomChart(
      patient: patient.patientID,
      scores: study.tables.scales.filter { $0.patientID == patient.patientID },
      start: study.timeline(of: patient.patientID).start)
  }
}
