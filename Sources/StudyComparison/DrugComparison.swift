import StudyTables

/// Compares nights before and after a drug, patient by patient and over the patients of a study.
package struct DrugComparison {
  /// - Parameters:
  ///   - nights: one row per night and rule set, from our own results or typed from reports.
  ///   - tables: patients, medications, labs and scales.
  /// - Throws: `ComparisonError` if no patient can be compared. An invalid row prevents the result of its
  ///   patient and is listed in `DrugComparisonResult.problems`.
  package static func run(
    nights: NightTable, tables: StudyTables, request asked: ComparisonRequest
  ) throws(ComparisonError) -> DrugComparisonResult {
    let drugs: DrugTable
    do throws(StudyError) { drugs = try DrugTable.standard() } catch { throw .study(error) }
    var tables = tables
    let withNights = Set(nights.rows.heads.map(\.patientID) + nights.problems.compactMap(\.patientID))
    tables.problems += tables.strangers(to: withNights.union(nights.otherPatientIDs))
    let selector = DrugSelector(asked.drug, table: drugs)
    tables.problems += tables.ambiguousRows(of: selector, table: drugs)
    var nights = nights
    nights.problems += nights.alikePatients(file: asked.nightsFile)
    let request = asked.calling(selector.name)
    let assembly = PatientAssembly(
      nights: nights, tables: tables, drugs: drugs, selector: selector, request: request)
    let ids = try chooseIDs(assembly)
    try check(assembly, ids: Set(ids))
    let groups = assembly.groups
    // One patient at a time on each core, since the unpacked nights of all patients would take too much memory.
    var patients = ParallelMap.map(ids) { id in
      let item = assembly.assemble(id, of: groups, alone: ids.count == 1)
      return item.problems.isEmpty
        ? PatientEstimation(patient: item.patient, drugs: drugs, rules: assembly.rules, request: request)
          .run()
        : refused(item.patient, problems: item.problems, rules: assembly.rules, request: request)
    }
    let known = Set(assembly.patientIDs)
    // In a study of one patient, a row that may be anybody's is among the patient's own.
    let anybodys = Set(groups.anybodys)
    let strangers = (nights.problems + tables.problems).filter { problem in
      guard !(problem.patientID.map(known.contains) ?? false) else { return false }
      return anybodys.contains(problem) ? !groups.hasOnePatient : request.patientIDs.isEmpty
    }
    let problems = patients.flatMap(\.problems) + strangers
    if patients.allSatisfy({ !$0.problems.isEmpty }), let all = StudyError.all(problems.map(\.error)) {
      throw .study(all)
    }
    adjustForPatients(&patients)
    let population = PopulationEstimation(patients: patients, request: request)
    return DrugComparisonResult(
      request: request, patients: patients, population: population.contrast(rules: assembly.rules),
      problems: problems)
  }

  private static func chooseIDs(_ assembly: PatientAssembly) throws(ComparisonError) -> [String] {
    let all = assembly.patientIDs
    guard !all.isEmpty else {
      if let all = StudyError.all(assembly.nights.problems.map(\.error)) { throw .study(all) }
      if let asked = assembly.request.patientIDs.first, !assembly.nights.otherPatientIDs.isEmpty {
        throw .unknownPatient(patient: asked, file: assembly.request.nightsFile)
      }
      throw .noNights(file: assembly.request.nightsFile)
    }
    guard !assembly.request.patientIDs.isEmpty else { return all }
    for id in assembly.request.patientIDs where !all.contains(id) {
      throw .unknownPatient(patient: id, file: assembly.request.nightsFile)
    }
    return all.filter(assembly.request.patientIDs.contains)
  }

  /// Checks that there are any data for the drug and the rules.
  private static func check(_ assembly: PatientAssembly, ids: Set<String>) throws(ComparisonError) {
    var rules: Set<String> = []
    var isDosed = false
    var isDoseKnown = false
    for row in assembly.nights.rows where ids.contains(row.patientID) {
      if let name = row.scoringRules { rules.insert(name) }
      if let dose = row.trazodoneMilligrams {
        isDoseKnown = true
        if dose > 0 { isDosed = true }
      }
    }
    let intervals = assembly.tables.medications.filter { ids.contains($0.patientID) }
    let isTaken =
      intervals.contains { assembly.selector.matches($0, table: assembly.drugs) }
      || assembly.selector.isTrazodone && isDosed
    // Nights that state a dose of 0 are a baseline; the contrast then says that there is only one side.
    let isBaseline = assembly.selector.isTrazodone && isDoseKnown && intervals.isEmpty
    if !isTaken, !isBaseline {
      let problems = (assembly.nights.problems + assembly.tables.problems)
        .filter { $0.patientID.map(ids.contains) ?? true }
      if let all = StudyError.all(problems.map(\.error)) { throw .study(all) }
      var seen: Set<String> = []
      let dosed = isDosed ? ["trazodone"] : []
      let names = (intervals.map(\.drugName) + dosed).filter { seen.insert($0.lowercased()).inserted }
      throw .drugMatchesNothing(drug: assembly.request.drug, found: names)
    }
    if assembly.nights.namesRules, !rules.isEmpty, !rules.contains(assembly.request.rules) {
      throw .study(
        .noRowsForRules(
          file: assembly.request.nightsFile, rules: assembly.request.rules, found: rules.sorted()))
    }
  }

  private static func refused(
    _ patient: PatientNights, problems: [RowProblem], rules: String, request: ComparisonRequest
  ) -> PatientComparison {
    var contrast = Contrast(
      patientID: patient.patientID, kind: .beforeAfterSteady, outcome: request.outcome, rules: rules,
      isPrimary: true)
    let caveat = CaveatWords.badRows(problems)
    contrast.caveats = [caveat]
    contrast.reason = .badRow
    contrast.sentence = "Not enough nights to tell. \(caveat.sentence) Correct them and compare again."
    return PatientComparison(
      patientID: patient.patientID, contrasts: [contrast],
      iron: IronStatus(labs: [], nights: nil, isChild: false, isAgeKnown: false), problems: problems)
  }

  /// Benjamini and Hochberg's adjustment of the patients' primary p values.
  private static func adjustForPatients(_ patients: inout [PatientComparison]) {
    let known = patients.indices.filter { patients[$0].primary?.statement?.pValue != nil }
    guard known.count > 1 else { return }
    let q = MultipleTests.benjaminiHochberg(known.map { patients[$0].primary?.statement?.pValue ?? 1 })
    for (position, index) in known.enumerated() {
      for contrast in patients[index].contrasts.indices where patients[index].contrasts[contrast].isPrimary {
        patients[index].contrasts[contrast].falseDiscoveryQ = q[position]
      }
    }
  }
}
