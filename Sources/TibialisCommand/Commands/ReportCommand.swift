import ArgumentParser
import Foundation
import Tibialis

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page with pictures of a night or of a study.",
    discussion: """
      Example: tibialis report results/sub-01/ses-20260217 --out night.html
      Example: tibialis report results/sub-01/ses-20260217 --viewer --recording night.edf --out night.html
      Example: tibialis report results/night --patient 'Jane Doe' --night '17 February' --out night.html --pdf
      Example: tibialis report results --out study.html --svg pictures --pdf

      A folder of nights without a drug becomes an overview: how high the indices are, what failed and why. \
      The page is one self-contained HTML file. Corrections downloaded from the viewer are a Tibialis \
      events table. Not a medical device; for use with a physician.
      """)

  @Argument(
    help: "The folder of a night (with result.json) or of a study (with nights.csv).", completion: .file())
  var folder: String

  @Option(
    name: [.long, .customShort("o")],
    help: "The page to be written. (default: report.html in the folder; - for standard output)",
    completion: .file())
  var out: String?

  @Flag(help: "Also write the page as a PDF next to it; needs chromium or weasyprint.")
  var pdf = false

  @Option(help: "Paper of the PDF: A4 or letter.")
  var paper = PaperSize.a4

  @Option(help: "Also write each picture as an SVG file into this folder.", completion: .directory)
  var svg: String?

  @Flag(help: "Of a night: also every movement on its trace, for review and correction.")
  var viewer = false

  @Option(help: "Of a night: the recording on which the result is based, for --viewer.", completion: .file())
  var recording: String?

  @Option(
    help: "With --viewer: a channel to draw below the legs, by its label, such as an EEG; up to four times.")
  var also: [String] = []

  @Option(help: "Of a study: the drug's name, ATC code or class of drugs.csv.")
  var drug = "trazodone"

  @Option(help: "Of a study: the rule set whose index is compared.", completion: .list(Choices.ruleSets))
  var rules = "wasm2016"

  @Option(help: "Of a study: nights after a start, a change of dose or a stop that count as transition.")
  var transitionNights = DrugTimeline.defaultTransitionNights

  @Option(
    help: "Of a night: the patient's name on the page. Of a study: only this patient. May be repeated.")
  var patient: [String] = []

  @Option(help: "Of a night: its name on the page.")
  var night: String?

  @Option(help: "Title of the page.")
  var title: String?

  @Flag(help: "Overwrite a page that this program did not write.")
  var force = false

  @OptionGroup var dates: DateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if viewer, recording == nil {
      throw ValidationError("--viewer: expected --recording FILE too, since results do not store its path")
    }
    if recording != nil, !viewer { throw ValidationError("--recording: expected --viewer too, found none") }
    if !also.isEmpty, !viewer { throw ValidationError("--also: expected --viewer too, found none") }
    if also.count > 4 { throw ValidationError("--also: expected at most 4 channels, found \(also.count)") }
    guard (0...365).contains(transitionNights) else {
      throw ValidationError("--transition-nights: expected 0 to 365, found \(transitionNights)")
    }
  }

  func run() throws {
    try Streams.checkInputs([folder, recording])
    try Streams.checkFolder(svg, "--svg")
    let isStream = try Streams.isOutput(out, "--out", common)
    if isStream, pdf {
      throw UsageError("--pdf: expected --out FILE, which names the PDF too, found '-'; name a file")
    }
    try IdentityOptions.check(
      patient.map { ("--patient", $0) } + [("--night", night), ("--title", title)])
    guard folder == StandardInput.name || FileManager.default.fileExists(atPath: folder) else {
      throw TextError.missing(file: folder)
    }
    let page = out ?? defaultPage
    var plan = OutputPlan(inputs: inputs)
    plan.add(page, isOurs: OwnFile.isPage)
    if pdf {
      plan.add(PathName.stem(of: page) + ".pdf") { _ throws(TextError) in
        try OwnFile.isPage(page)
      }
    }
    try plan.check(force: force)
    let contents = try contents()
    let pictures = svg == nil ? [] : contents.pictures()
    if let svg {
      for picture in pictures {
        plan.add(svg + "/\(picture.name).svg") { path throws(TextError) in
          try OwnFile.isPicture(path, named: picture.name)
        }
      }
      try plan.check(force: force)
    }
    for problem in contents.problems { Output.talk("tibialis: \(problem)") }
    var written = isStream ? [] : [page]
    if isStream {
      Output.result(contents.html(nil))
    } else {
      try TextFile.writeAtomically(contents.html(nil), to: page)
    }
    if let svg {
      try TextFile.makeFolder(svg)
      for picture in pictures {
        let path = svg + "/\(picture.name).svg"
        try TextFile.writeAtomically(picture.svg, to: path)
        written.append(path)
      }
    }
    if pdf {
      let target = PathName.stem(of: page) + ".pdf"
      guard let printer = PagePrinter() else { throw ReportError.noPrinter(wanted: target) }
      try printer.print(contents.html(paper), to: target)
      written.append(target)
    }
    if common.json {
      Output.json(["written": .array(written.map(JSONValue.string))])
    } else {
      for path in written {
        if isStream { common.say("written: \(path)") } else { Output.line("written: \(path)") }
      }
    }
    if contents.isIncomplete { throw ExitStatus.someNightsFailed }
  }

  /// The files on which the page is based.
  private var inputs: [String] {
    let home = isFolder ? folder : PathName.folder(of: folder)
    let tables = ["nights", "medications", "labs", "scales", "patients"].flatMap { name in
      ["tsv", "csv", "txt", "xlsx"].map { "\(home)/\(name).\($0)" }
    }
    return tables + NightFolder.names(rules: ["wasm2016", "aasm3"]).map { home + "/" + $0 }
      + [recording].compactMap(\.self) + [folder]
  }

  private var defaultPage: String {
    let home = isFolder ? folder : PathName.folder(of: folder)
    return home.isEmpty ? "report.html" : home + "/report.html"
  }

  private var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// A folder with nights.csv, or that table itself.
  private var isStudy: Bool {
    !isFolder || FileManager.default.fileExists(atPath: ComparisonFiles.nightTable(in: folder))
  }

  /// The page for a folder of nights without information about a drug.
  private func overview() throws -> Overview.Contents? {
    guard isFolder, !viewer, night == nil, patient.isEmpty,
      !NightFolder(path: folder).namesResult,
      try isStudy ? Overview.isWithoutDrug(folder) : true
    else { return nil }
    return try Overview.contents(of: folder, title: title)
  }

  /// A page, and messages about nights that are damaged or left out.
  private struct Contents {
    var html: (PaperSize?) -> String
    var pictures: () -> [Picture]
    var problems: [String] = []
    /// True if nights are damaged or left out.
    var isIncomplete = false
  }

  private func contents() throws -> Contents {
    if let overview = try overview() {
      return Contents(
        html: overview.page.html(paper:), pictures: { overview.page.pictures }, problems: overview.problems,
        isIncomplete: !overview.problems.isEmpty)
    }
    guard isStudy else {
      guard patient.count <= 1 else {
        throw UsageError("--patient: expected one name for the page of one night, found \(patient.count)")
      }
      let night = try ReportedNight(folder: folder).named(
        patient: patient.first, night: self.night, title: title)
      let viewer = try recording.map { try MovementViewer(night: night, recording: $0, also: also).page }
      let page = NightPage(night, viewer: viewer)
      return Contents(html: page.html(paper:), pictures: { page.pictures })
    }
    if night != nil { throw UsageError("--night: expected the folder of one night, found a study") }
    if viewer { throw UsageError("--viewer: expected the folder of one night, found a study") }
    var request = ComparisonRequest()
    request.drug = drug
    request.rules = rules
    request.transitionNights = transitionNights
    request.patientIDs = patient
    let reading = TableReading(dateOrder: dates.dateOrder, patientIDs: Set(patient))
    let study = try StoredStudy(path: folder, request: request, reading: reading)
    let page = StudyPage(study, title: title)
    let damaged = study.damagedNights.map { "damaged: \($0.night): \($0.error.told)" }
    return Contents(
      html: page.html(paper:), pictures: { page.pictures }, problems: page.problems + damaged,
      isIncomplete: !damaged.isEmpty || !page.problems.isEmpty)
  }
}

extension PaperSize: ExpressibleByArgument {}
