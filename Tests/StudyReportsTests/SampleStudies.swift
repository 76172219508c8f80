import SleepEvents
import StudyComparison
import StudyTables
import Testing

/// Studies that together produce every sentence of the program: every verdict, kind of contrast and caveat.
enum SampleStudies {
  static func day(_ number: Int) -> CalendarDate { CalendarDate(dayNumber: 20_512 + number) }

  static func nights(
    _ patient: String, _ days: [Int], _ rate: Double, _ change: (inout NightRow, Int) -> Void = { _, _ in }
  ) -> [NightRow] {
    let pattern = [1.1, 0.9, 1.2, 0.85, 1, 1.05, 0.95]
    return days.enumerated().map { index, day in
      var row = NightRow(patientID: patient, nightID: "n\(day)")
      row.date = Self.day(day)
      row.totalSleepHours = 6.5
      row.totalSleepSource = .hypnogram
      row.timeInBedHours = 7.4
      row.plmsCount = Int((rate * 6.5 * pattern[index % pattern.count]).rounded())
      row.plmsIndex = row.plmsCount.map { Double($0) / 6.5 }
      row.scoringRules = "wasm2016"
      change(&row, index)
      return row
    }
  }

  static func rich(_ row: inout NightRow) {
    let count = row.plmsCount ?? 0
    row.plmsArousalCount = count / 5
    row.plmwIndex = 12
    row.periodicityIndexByIntervals = 0.6 + Double(count % 7) / 100
    row.seriesCount = max(1, count / 9)
    row.n2Percent = 60
    row.n3Percent = 20
    row.plmsN2Count = count * 2 / 3
    row.plmsN3Count = count / 10
    row.plmsByHour = [count / 2, count / 3, count / 6]
    row.apneaHypopneaIndex = 4
  }

  static func medication(
    _ patient: String, _ drug: String, _ atc: String, _ dose: Double, _ from: Int, _ to: Int? = nil
  ) -> MedicationInterval {
    MedicationInterval(
      patientID: patient, drugName: drug, atc: atc, dose: dose, unit: .milligram, start: day(from),
      stop: to.map(day))
  }

  static func run(
    _ rows: [NightRow], _ medications: [MedicationInterval], drug: String = "trazodone",
    namesRules: Bool = true,
    _ change: (inout StudyTables, inout ComparisonRequest) -> Void = { _, _ in }
  ) throws -> DrugComparisonResult {
    var tables = StudyTables()
    tables.medications = medications
    var request = ComparisonRequest()
    request.drug = drug
    change(&tables, &request)
    return try DrugComparison.run(
      nights: NightTable(rows: rows, namesRules: namesRules), tables: tables, request: request)
  }

  static let before = [1, 3, 5, 8, 10]
  static let after = [18, 20, 22, 25, 27]

  static func trazodone(_ patient: String, from: Int = 12) -> MedicationInterval {
    medication(patient, "trazodone", "N06AX05", 50, from)
  }

  /// Lower, with all additional remarks.
  static func lower() throws -> DrugComparisonResult {
    var rows = nights("a", before, 22) { row, index in
      rich(&row)
      if index == 0 { row.role = .firstLaboratoryNight }
    }
    rows += nights("a", [13], 15) { row, _ in rich(&row) }
    rows += nights("a", after, 9) { row, _ in rich(&row) }
    rows += (nights("a", before, 20) + nights("a", after, 8)).map { row in
      var row = row
      row.scoringRules = "aasm3"
      return row
    }
    let medications = [
      trazodone("a"), medication("a", "ferrous sulfate", "B03AA07", 325, 24),
      medication("a", "pramipexole", "N04BC05", 0.25, -200),
      medication("a", "Nachtruhe", "V06DX03", 300, 21, 24),
    ]
    return try run(rows, medications) { tables, _ in
      tables.labs = [
        LabValue(
          patientID: "a", date: day(-3), analyte: .ferritin, value: 41, unit: "ng/mL", assay: "Beckman"),
        LabValue(patientID: "a", date: day(-3), analyte: .transferrinSaturation, value: 17, unit: "%"),
        LabValue(patientID: "a", date: day(-3), analyte: .cReactiveProtein, value: 12, unit: "mg/L"),
      ]
      tables.scales = [
        ScaleScore(patientID: "a", date: day(0), scale: .irls, score: 23),
        ScaleScore(patientID: "a", date: day(26), scale: .irls, score: 14),
        ScaleScore(patientID: "a", date: day(4), scale: .kss, score: 4),
        ScaleScore(patientID: "a", date: day(21), scale: .kss, score: 7),
      ]
    }
  }

  static func higher() throws -> DrugComparisonResult {
    try run(nights("a", before, 9) + nights("a", after, 25), [trazodone("a")]) { tables, _ in
      tables.scales = [
        ScaleScore(patientID: "a", date: day(0), scale: .ess, score: 6),
        ScaleScore(patientID: "a", date: day(26), scale: .ess, score: 12),
      ]
      tables.labs = [
        LabValue(patientID: "a", date: day(-3), analyte: .ferritin, value: 180, unit: "ng/mL")
      ]
    }
  }

  static func enormouslyHigher() throws -> DrugComparisonResult {
    try run(nights("a", before, 0) + nights("a", after, 40), [trazodone("a")])
  }

  static func noMaterialChange() throws -> DrugComparisonResult {
    try run(nights("a", Array(1...40), 20) + nights("a", Array(60...100), 20), [trazodone("a", from: 50)])
  }

  static func tooFew() throws -> DrugComparisonResult {
    try run(nights("a", [1, 3], 20) + nights("a", [18, 20], 14), [trazodone("a")])
  }

  static func oneAndOne() throws -> DrugComparisonResult {
    try run(nights("a", [1], 20) + nights("a", [18], 11), [trazodone("a")])
  }

  static func nothingAfter() throws -> DrugComparisonResult {
    try run(
      nights("a", before, 20) { row, index in if index < 2 { row.totalSleepHours = nil } }, [trazodone("a")])
  }

  static func noMovements() throws -> DrugComparisonResult {
    try run(nights("a", before, 0) + nights("a", after, 0), [trazodone("a")])
  }

  static func aliased() throws -> DrugComparisonResult {
    try run(
      nights("a", before, 20) { row, _ in row.airwayPressure = .off }
        + nights("a", after, 11) { row, _ in row.airwayPressure = .on },
      [trazodone("a"), medication("a", "sertraline", "N06AB06", 50, 12)])
  }

  static func notScoredAlike() throws -> DrugComparisonResult {
    try run(
      nights("a", before, 20) { row, _ in row.legChannels = "left;right" }
        + nights("a", after, 11) { row, _ in
          row.legChannels = "left"
          row.softwareVersion = "2"
        } + nights("a", [30], 11) { row, _ in row.softwareVersion = "1" },
      [trazodone("a")])
  }

  static func dosesAndStop() throws -> DrugComparisonResult {
    let medications = [
      medication("a", "trazodone", "N06AX05", 50, 12, 29),
      medication("a", "trazodone", "N06AX05", 100, 30, 50),
    ]
    return try run(
      nights("a", [1, 3, 5], 24) { row, index in if index == 0 { row.role = .diagnostic } }
        + nights("a", [18, 20, 22], 16) + nights("a", [36, 38, 40], 8) + nights("a", [55, 57, 60], 22),
      medications)
  }

  static func typedTable() throws -> DrugComparisonResult {
    func dose(_ milligrams: Double) -> (inout NightRow, Int) -> Void {
      { row, index in
        row.trazodoneMilligrams = milligrams
        row.scoringRules = nil
        row.qualityFlags = index == 0 ? [NightRow.countFromIndexFlag] : []
        row.totalSleepSource = index == 0 ? .manual : .hypnogram
        if index == 1 { row.totalSleepHours = 1.5 }
        row.caffeineMilligramsAfterNoon = index == 1 ? 80 : 0
        row.samplingRateHertz = index == 1 ? 256 : 512
      }
    }
    return try run(
      nights("a", [1, 2, 3, 4, 5, 6], 22, dose(0)) + nights("a", [118, 120, 122, 124, 126], 9, dose(50)), [],
      namesRules: false)
  }

  static func drifting() throws -> DrugComparisonResult {
    let rows = nights("a", Array(1...20), 20) { row, index in row.plmsCount = Int(180 - 7 * Double(index)) }
    return try run(rows, [trazodone("a", from: 8)]) { _, request in request.transitionNights = 0 }
  }

  static func manyPatients() throws -> DrugComparisonResult {
    var rows: [NightRow] = []
    var medications: [MedicationInterval] = []
    for (index, id) in ["a", "b", "c", "d", "e", "f", "g"].enumerated() {
      rows += nights(id, before, 20 + Double(index)) + nights(id, after, 10 - Double(index) / 3)
      medications.append(trazodone(id))
    }
    rows += nights("h", before, 20)
    medications += [trazodone("h"), trazodone("i"), medication("i", "sertraline", "N06AB06", 50, 12)]
    rows += nights("i", before, 20) + nights("i", after, 9)
    return try run(rows, medications) { tables, _ in
      tables.problems = [
        RowProblem(
          patientID: "g",
          error: .duplicateNight(file: "/secret/nights.tsv", line: 9, patient: "g", night: "n1", firstLine: 3)
        )
      ]
    }
  }

  static func alternating() throws -> DrugComparisonResult {
    let rows = nights("a", Array(1...28), 20) { row, index in
      row.trazodoneMilligrams = index % 2 == 0 ? 0 : 50
      if index % 2 == 1 { row.plmsCount = row.plmsCount.map { $0 * 2 / 5 } }
    }
    return try run(rows, [])
  }

  static func chosen() throws -> DrugComparisonResult {
    let taken: Set = [3, 4, 9, 15, 16, 17, 24]
    let rows = nights("a", Array(1...28), 20) { row, index in
      row.trazodoneMilligrams = taken.contains(index) ? 50 : 0
    }
    return try run(rows, [])
  }

  static func titrated() throws -> DrugComparisonResult {
    let rows = nights("a", Array(1...28), 20) { row, index in
      let dose = [0.0, 25, 50, 100][index / 7]
      row.trazodoneMilligrams = dose
      row.plmsCount = row.plmsCount.map { Int(Double($0) * (1 - 0.006 * dose)) }
    }
    return try run(rows, [])
  }

  static func stopped() throws -> DrugComparisonResult {
    try run(
      nights("a", [1, 2, 4, 6, 8, 9], 9) + nights("a", [18, 20, 22, 25, 27, 29], 24),
      [medication("a", "trazodone", "N06AX05", 50, -60, 10)])
  }

  static func twoWhoDiffer() throws -> DrugComparisonResult {
    try run(
      nights("a", before, 20) + nights("a", after, 8) + nights("b", before, 8) + nights("b", after, 20),
      [trazodone("a"), trazodone("b")])
  }

  static func all() throws -> [(name: String, result: DrugComparisonResult)] {
    [
      ("lower", try lower()), ("higher", try higher()), ("enormously higher", try enormouslyHigher()),
      ("no material change", try noMaterialChange()), ("too few", try tooFew()),
      ("one and one", try oneAndOne()), ("nothing after", try nothingAfter()),
      ("no movements", try noMovements()), ("aliased", try aliased()),
      ("not scored alike", try notScoredAlike()), ("doses and stop", try dosesAndStop()),
      ("stopped", try stopped()), ("two who differ", try twoWhoDiffer()),
      ("alternating", try alternating()), ("chosen", try chosen()), ("titrated", try titrated()),
      ("typed table", try typedTable()), ("drifting", try drifting()), ("many patients", try manyPatients()),
    ]
  }
}
