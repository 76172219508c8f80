import ArgumentParser
import Foundation
import Tibialis

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many nights would show a change; draw a random order of nights.",
    discussion: """
      Without data: the nights that each design needs for a chance of about 80 % of a verdict, if the person's nights \
      vary by --cv and the true rate ratio is --change (0.5 is a halving, 2 a doubling).

      With --design pairs and --start: draws a random order, and writes it to --out as nights.tsv, with what to take \
      each evening, and order.json, the sealed record that compare relies on. Draw it before the first night.

      With the folder of a running study: what two, four and more nights would add.

      Example: tibialis plan --rate 20 --cv 0.47 --change 0.5
      Example: tibialis plan --design pairs --start 2026-03-02 --pairs 12 --dose 50 --out study
      Example: tibialis plan out
      """)

  @Argument(
    help: "A running study: the folder of a batch, or a nights.csv; - for standard input.",
    completion: .file())
  var study: String?
  @Option(help: "PLMS per hour of sleep without the drug, above 0.")
  var rate: Double?
  @Option(
    help: "Night-to-night coefficient of variation as a fraction; published patients have about 0.3 to 0.7.")
  var cv: Double?
  @Option(help: "The rate ratio to show: 0.5 for a halving, 0.7 for 30 % less, 2 for a doubling.")
  var change: Double?
  @Option(help: "Hours of sleep per night.")
  var tst = NightPlan.defaultHoursPerNight
  @Option(
    help: "before_after, abab or pairs; without it all are reported.", completion: .list(Choices.planDesigns))
  var design: String?
  @Option(help: "First evening of the order to draw, YYYY-MM-DD.")
  var start: String?
  @Option(help: "Number of pairs to draw. (default: as many as --rate, --cv and --change need)")
  var pairs: Int?
  @Option(help: "Nights per block. (default: 1, or two more than the drug needs to be eliminated)")
  var block: Int?
  @Option(
    help:
      "Seed of the order; without it the system's generator provides one. A typed seed is recorded as such.")
  var seed: UInt64?
  @Option(help: "The drug's name.")
  var drug = "trazodone"
  @Option(help: "Milligrams on a night with the drug.")
  var dose = 50.0
  @Option(help: "Half-life of the drug in hours, if not that of the drug table.")
  var halfLife: Double?
  @Option(help: "The patient's id in the list.")
  var patient = "sub-01"
  @Option(
    name: [.long, .customShort("o")], help: "Folder for nights.tsv and order.json.", completion: .directory)
  var out: String?
  @OptionGroup var dates: DateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate: expected a number above 0, found \(rate)")
    }
    if let cv, !(0...5).contains(cv) {
      throw ValidationError("--cv: expected a fraction from 0 to 5, such as 0.47, found \(cv)")
    }
    if let change, !(change > 0 && change != 1 && change.isFinite) {
      throw ValidationError(
        "--change: expected a rate ratio above 0 other than 1, such as 0.5, found \(change)")
    }
    guard tst > 0, tst <= 24 else {
      throw ValidationError("--tst: expected hours above 0 and up to 24, found \(tst)")
    }
    if let design, NightPlan.Design(rawValue: design) == nil {
      let known = NightPlan.Design.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--design: expected one of \(known), found '\(design)'; no formula exists for other designs")
    }
    if start != nil, design != NightPlan.Design.pairs.rawValue {
      throw ValidationError(
        "--start: expected --design pairs with it, since only that design draws an order")
    }
    if let pairs, !(2...1000).contains(pairs) {
      throw ValidationError("--pairs: expected 2 to 1000, found \(pairs)")
    }
    if let block, !(1...60).contains(block) {
      throw ValidationError("--block: expected 1 to 60 nights, found \(block)")
    }
    guard dose > 0, dose <= 2000 else {
      throw ValidationError("--dose: expected milligrams up to 2000, found \(dose)")
    }
    if let halfLife, !(0...10_000).contains(halfLife) {
      throw ValidationError("--half-life: expected hours from 0 to 10000, found \(halfLife)")
    }
  }

  func run() throws {
    try Streams.checkFolder(out)
    if let study { return try running(study) }
    if start != nil { return try draw() }
    guard let plan = plan, let change else {
      throw UsageError(
        "plan: expected --rate, --cv and --change; or --design pairs with --start; or the folder of a study")
    }
    try tell(plan, change: change)
  }

  private var plan: NightPlan? {
    rate.flatMap { rate in
      cv.map { NightPlan(ratePerHour: rate, nightVariation: $0, hoursPerNight: tst) }
    }
  }

  // MARK: Without data

  private func tell(_ plan: NightPlan, change: Double) throws {
    let chosen = design.flatMap(NightPlan.Design.init(rawValue:))
    guard let nights = plan.nights(chosen ?? .beforeAfter, toShow: change) else {
      throw UsageError("plan: expected a change that some number of nights can show, found \(change)")
    }
    guard common.json else {
      if let chosen {
        Output.line(PlanWords.sentence(plan, design: chosen, change: change))
      } else {
        Output.line(PlanWords.sentence(plan, change: change))
      }
      return
    }
    var members: [JSONValue.Member] = [
      .init("rate", .number(plan.ratePerHour)), .init("cv", .number(plan.nightVariation)),
      .init("change", .number(change)), .init("tst_h", .number(tst)),
      .init("design", .string((chosen ?? .beforeAfter).rawValue)),
      .init("nights_per_phase", .integer(nights)),
      .init("power", 0.8), .init("confidence", 0.95),
    ]
    members.append(
      .init(
        "designs",
        .object(
          NightPlan.Design.allCases.map { design in
            .init(
              design.rawValue,
              [
                "per_side": JSONValue(plan.nights(design, toShow: change)),
                "all_nights": JSONValue(plan.allNights(design, toShow: change)),
              ])
          })))
    Output.json(.object(members))
  }

  // MARK: A drawn order

  private func draw() throws {
    guard let text = start, let first = CalendarDate(text) else {
      throw UsageError("--start: expected a day as YYYY-MM-DD, found '\(start ?? "")'")
    }
    guard let out else { throw UsageError("plan: expected --out, the folder for nights.tsv and order.json") }
    let planned = plan.flatMap { plan in change.flatMap { plan.nights(.pairs, toShow: $0) } }
    guard let count = pairs ?? planned else {
      throw UsageError("plan: expected --pairs, or --rate, --cv and --change to compute them from")
    }
    let today = Date.now
    let record = OrderRecord(
      patientID: patient, pairs: count, blockNights: try blockNights(),
      seed: seed ?? OrderRecord.systemSeed(),
      isSeedTyped: seed != nil, start: first, drug: drug, milligrams: dose, made: OrderRecord.moment(today))
    let files = try OrderFiles.write(record, to: out)
    for file in files { common.say("tibialis: wrote \(file)") }
    if common.json { return Output.json(record.json) }
    Output.line(OrderFiles.sheet(record))
  }

  private func blockNights() throws -> Int {
    if let block { return block }
    let drugs = try DrugTable.standard()
    let rules = ExposureRules(halfLifeHours: halfLife ?? drugs.halfLifeHours(of: drug))
    return rules.washoutNights == 0 ? 1 : rules.washoutNights + 2
  }

  // MARK: A running study

  private func running(_ path: String) throws {
    let files = try ComparisonFiles.locate(input: path, tables: StudyTables.Paths())
    var request = ComparisonRequest()
    request.drug = drug
    request.halfLifeHours = halfLife
    request.nightsFile = files.nights
    if let order = ComparisonFiles.storedOrder(beside: files.nights) {
      request.orders = try OrderRecord.read(path: order)
    }
    let reading = TableReading(dateOrder: dates.dateOrder)
    let result = try DrugComparison.run(
      nights: try NightTable.read(path: files.nights, reading: reading),
      tables: try StudyTables.load(files.tables, reading: reading),
      request: request)
    let outlooks = result.patients.compactMap { Outlook($0, change: change ?? 0.5) }
    if common.json { return Output.json(.array(outlooks.map(\.json))) }
    for outlook in outlooks { Output.line(PlanWords.sentence(outlook)) }
  }
}
