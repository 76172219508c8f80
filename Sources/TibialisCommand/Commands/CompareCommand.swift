import ArgumentParser
import Foundation
import Tibialis

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare nights with and without a drug.",
    discussion: """
      Takes the folder of a batch or a nights.csv, possibly one typed from reports (patient_id, \
      night_id, date, tst_h, plms_count, and trazodone_mg or a medications table). Tables named patients, \
      medications, labs and scales next to it are read, and order.json, the record of a random order.

      The design follows from the doses: before and after, night by night if the drug is taken on and off, per \
      50 mg if doses rise. --design selects another one.

      Example: tibialis compare out --out out
      Example: tibialis compare nights.csv --medications medications.tsv --drug ropinirole --json
      """)

  @Argument(
    help:
      "A folder with nights.csv, or a nights.csv; - for standard input, next to which is the current folder.",
    completion: .file())
  var input: String

  @Option(help: "Table of patients.", completion: .file())
  var patients: String?
  @Option(help: "Table of medications.", completion: .file())
  var medications: String?
  @Option(help: "Table of laboratory values.", completion: .file())
  var labs: String?
  @Option(help: "Table of scales.", completion: .file())
  var scales: String?
  @Option(help: "A drug's name, ATC code or class of drugs.csv.")
  var drug = "trazodone"
  @Option(help: "Only this patient. May be repeated.")
  var patient: [String] = []
  @Option(help: "The primary outcome: plms, plms_arousal, plmw, plms_nr and so on.")
  var outcome = Outcome.plms
  @Option(help: "The rule set whose index is compared.", completion: .list(Choices.ruleSets))
  var rules = "wasm2016"
  @Option(help: "Nights after a start, a change of dose or a stop that count as transition.")
  var transitionNights = DrugTimeline.defaultTransitionNights
  @Option(help: "auto, before_after, per_night (alternately with and without the drug) or dose (per 50 mg).")
  var design = DesignRequest.auto
  @Option(
    help:
      "Who decided which nights were with the drug: fixed (a rule), drawn (by lot) or chosen (the patient).")
  var assignment: NightAssignment?
  @Option(help: "Half-life of the drug in hours; decides how many nights after a dose are set aside.")
  var halfLife: Double?
  @Option(help: "The record of a drawn order. (default: order.json next to the nights)", completion: .file())
  var order: String?
  @Flag(name: .customLong("no-permutation"), help: "Omit the permutation test.")
  var noPermutation = false
  @Option(
    name: [.long, .customShort("o")],
    help: "Folder for comparison.json, comparison.csv, comparison.txt and data_dictionary.csv.",
    completion: .directory)
  var out: String?
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var dates: DateOptions
  @Flag(help: "Also write a REDCap instrument and its records.")
  var redcap = false
  @Flag(help: "Overwrite files in --out that this program did not write.")
  var force = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (0...365).contains(transitionNights) else {
      throw ValidationError("--transition-nights: expected 0 to 365, found \(transitionNights)")
    }
    if let halfLife, !(0...10_000).contains(halfLife) {
      throw ValidationError("--half-life: expected hours from 0 to 10000, found \(halfLife)")
    }
  }

  func run() throws {
    try Streams.checkInputs([input, patients, medications, labs, scales, order])
    try Streams.checkFolder(out)
    let files = try ComparisonFiles.locate(
      input: input,
      tables: StudyTables.Paths(patients: patients, medications: medications, labs: labs, scales: scales))
    try checkNights(files.nights)
    let reading = TableReading(dateOrder: dates.dateOrder, patientIDs: Set(patient))
    let nights = try NightTable.read(path: files.nights, reading: reading)
    let named = Set(nights.rows.heads.compactMap(\.scoringRules))
    guard RuleSet.named(rules) != nil || named.contains(rules) else {
      throw UsageError("--rules", oneOf: Choices.ruleSets, found: rules)
    }
    let tables = try StudyTables.load(files.tables, reading: reading)
    for file in tables.files where !isNamed(file) { common.say("tibialis: reading \(file) too") }
    let drugs = try DrugTable.standard()
    let mended =
      [DrugSelector(drug, table: drugs).remark].compactMap(\.self) + drugs.mendedNames(in: tables.medications)
    for remark in mended { common.say("tibialis: \(remark)") }
    for unread in tables.unreadColumns { common.say("tibialis: \(unread.sentence)") }
    var request = ComparisonRequest()
    request.drug = drug
    request.patientIDs = patient
    request.outcome = outcome
    request.rules = rules
    request.transitionNights = transitionNights
    request.design = design
    request.assignment = assignment
    request.halfLifeHours = halfLife
    let orderPath = order ?? ComparisonFiles.storedOrder(beside: files.nights)
    if let path = orderPath {
      request.orders = try OrderRecord.read(path: path)
      common.say("tibialis: reading \(path) too")
    }
    request.estimation.permutes = !noPermutation
    request.nightsFile = files.nights
    let result = try DrugComparison.run(nights: nights, tables: tables, request: request)
    for problem in result.problems.prefix(StudyError.mostShown) {
      Output.talk("tibialis: \(problem.error.told)")
    }
    if result.problems.count > StudyError.mostShown {
      Output.talk("tibialis: and \(result.problems.count - StudyError.mostShown) more like these")
    }
    var told: Set<String> = []
    for row in nights.rows {
      guard let reason = row.exclusionReason.flatMap(FailureWords.exclusion) else { continue }
      let night = "\(row.patientID) \(row.nightID)"
      guard told.insert(night).inserted else { continue }
      common.say("tibialis: not used: \(night): \(reason)")
    }
    // Only nights that a merge could not use: a comparison reads the table, not the nights.
    let home = PathName.folder(of: files.nights)
    let damaged = DamagedNights.find(
      nights.rows.lazy.filter { $0.isIncluded == false }, in: home.isEmpty ? "." : home)
    for night in damaged { Output.talk("tibialis: damaged: \(night.night): \(night.error.told)") }
    if let out {
      let written = try ComparisonFiles.write(
        result, nights: nights, to: out, style: spreadsheet.style, redcap: redcap,
        inputs: [files.nights] + tables.files + [orderPath].compactMap(\.self), force: force)
      for file in written { common.say("tibialis: wrote \(file)") }
    }
    if common.json { Output.json(parts: result.jsonParts) } else { Output.result(result.summary) }
    if !result.problems.isEmpty || !damaged.isEmpty { throw ExitStatus.someNightsFailed }
  }

  /// A folder with only a list of recordings, whose movements must be counted first.
  private func checkNights(_ path: String) throws {
    let lists = ["tsv", "txt", "xlsx"].map { PathName.stem(of: path) + "." + $0 }
    guard !FileManager.default.fileExists(atPath: path),
      let list = lists.first(where: { FileManager.default.fileExists(atPath: $0) })
    else { return }
    throw MissingResults(table: path, list: list)
  }

  private func isNamed(_ file: String) -> Bool { [patients, medications, labs, scales].contains(file) }
}

extension Outcome: ExpressibleByArgument {}
extension DesignRequest: ExpressibleByArgument {}
extension NightAssignment: ExpressibleByArgument {}
