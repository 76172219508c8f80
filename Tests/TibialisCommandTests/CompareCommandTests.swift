import Foundation
import Testing
import Tibialis

@Suite struct CompareCommandTests {
  /// `s01_5v5_halved` of the reference data, as someone would type it from reports.
  private static let counts = [168, 103, 218, 65, 139, 76, 56, 75, 63, 28]
  private static let hours = [
    "5.975", "6.85", "5.625", "6.516666666667", "6.608333333333", "7.475", "6.916666666667", "6.183333333333",
    "7.216666666667", "6.075",
  ]

  private func typed(_ patient: String = "p1", header: Bool = true) -> String {
    var text = header ? "patient_id,night_id,date,tst_h,plms_count\n" : ""
    for (index, count) in CompareCommandTests.counts.enumerated() {
      let day = index < 5 ? 1 + index : 15 + index
      text +=
        "\(patient),n\(index),2026-03-\(day < 10 ? "0" : "")\(day),\(CompareCommandTests.hours[index]),\(count)\n"
    }
    return text
  }

  private static let medications =
    "patient_id\tdrug_name\tatc\tdose\tdose_unit\tstart_date\tstop_date\n"
    + "p1\ttrazodone\tN06AX05\t50\tmg\t2026-03-10\tn/a\n"

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func `counts without recordings give an array of contrasts`() throws {
    try Scratch.use { folder in
      try write(typed(), folder + "/nights.csv")
      try write(CompareCommandTests.medications, folder + "/drugs.tsv")
      let outcome = try Tool.run(
        "compare", folder + "/nights.csv", "--medications", folder + "/drugs.tsv", "--json", "--out",
        folder + "/out")
      #expect(outcome.status == 0)
      let contrasts = try #require(outcome.json?.arrayValue)
      let primary = try #require(contrasts.first { $0["is_primary"]?.boolValue == true })
      #expect(primary["verdict"] == "lower")
      #expect(primary["rules"] == "unstated")
      #expect(primary["ci_method"] == "mnb2" && primary["design"] == "before_after")
      #expect(try #require(primary["rate_ratio"]?.doubleValue) < 0.5)
      #expect(try #require(primary["ci95_high"]?.doubleValue) < 1)
      #expect(primary["nights"]?.arrayValue?.count == 10)
      #expect(primary["verdict_reason"] == .null && primary["p_order"] == .null)
      for name in ["comparison.json", "comparison.csv", "comparison.txt"] {
        #expect(FileManager.default.fileExists(atPath: folder + "/out/" + name))
      }
      let text = try String(contentsOfFile: folder + "/out/comparison.txt", encoding: .utf8)
      #expect(text.contains("Not a medical device"))
      #expect(!text.contains(folder))
    }
  }

  @Test func `a folder with its tables is read whole`() throws {
    try Scratch.use { folder in
      try write(typed(), folder + "/nights.csv")
      try write(CompareCommandTests.medications, folder + "/medications.tsv")
      let outcome = try Tool.run("compare", folder)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("p1: lower"))
      #expect(outcome.output.contains("Lower by"))
      #expect(outcome.output.contains("Design: before and after"))
    }
  }

  @Test func `one patient's bad row: the others are compared, status 2`() throws {
    try Scratch.use { folder in
      let bad = typed("p2", header: false).replacing(",103\n", with: ",-103\n")
      try write(typed() + bad, folder + "/nights.csv")
      try write(
        CompareCommandTests.medications + "p2\ttrazodone\tN06AX05\t50\tmg\t2026-03-10\tn/a\n",
        folder + "/medications.tsv")
      let outcome = try Tool.run("compare", folder, "--json")
      #expect(outcome.status == 2)
      let verdicts = (outcome.json?.arrayValue ?? []).filter { $0["is_primary"]?.boolValue == true }
      #expect(verdicts.map { $0["verdict"]?.stringValue } == ["lower", "not_enough_nights"])
      #expect(verdicts.last?["caveats"]?.arrayValue == ["bad_row"])
      #expect(outcome.errors.contains("nights.csv, line 13, column plms_count"))
    }
  }

  @Test func `each unusable input has its own status and place`() throws {
    try Scratch.use { folder in
      let path = folder + "/nights.csv"
      func outcome(_ text: String, _ arguments: String...) throws -> Tool.Outcome {
        try write(text, path)
        return try Tool.run(["compare", path, "--json"] + arguments)
      }
      func code(_ outcome: Tool.Outcome) -> String? { outcome.json?["error"]?["code"]?.stringValue }
      try write(CompareCommandTests.medications, folder + "/medications.tsv")

      #expect(try Tool.run("compare", folder + "/nowhere").status == 66)
      #expect(try outcome("").status == 65)
      let missing = try outcome("patient_id,night_id,date\np1,n1,2026-03-01\n")
      #expect(missing.status == 65 && code(missing) == "missing_columns")
      let nothing = try outcome(typed(), "--drug", "ropinirole")
      #expect(nothing.status == 65 && code(nothing) == "drug_matches_nothing")
      let stranger = try outcome(typed(), "--patient", "p9")
      #expect(stranger.status == 65 && code(stranger) == "unknown_patient")
      let duplicate = try outcome(typed() + "p1,n1,2026-03-02,6,100\n")
      #expect(duplicate.status == 65 && code(duplicate) == "duplicate_night")
      #expect(duplicate.json?["error"]?["location"] == "line 12, column night_id")
      let date = try outcome(typed().replacing("2026-03-01", with: "2026-02-30"))
      #expect(date.status == 65 && date.json?["error"]?["location"] == "line 2, column date")
      #expect(try outcome(typed(), "--outcome", "sleepiness").status == 64)
      #expect(try outcome(typed(), "--out", "/proc/nowhere").status == 73)
    }
  }
}

@Suite struct PlanCommandTests {
  @Test func `contract: nights for a halving without data`() throws {
    let outcome = try Tool.run("plan", "--rate", "20", "--cv", "0.47", "--change", "0.5")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("To show a halving with a chance of about 80 %"))
    #expect(outcome.output.contains("about 12 nights before and 12 after"))
    #expect(outcome.output.contains("Fewest: random pairs."))
  }

  @Test(arguments: [("0.3", 8), ("0.47", 12), ("0.6", 16)])
  func `planning gives 8, 12 and 16 nights for a halving`(variation: String, nights: Int) throws {
    let outcome = try Tool.run("plan", "--rate", "20", "--cv", variation, "--change", "0.5", "--json")
    #expect(outcome.json?["nights_per_phase"]?.integerValue == nights)
  }

  @Test func `an order is drawn, written once, found by compare, and gives the randomisation test`() throws {
    try Scratch.use { folder in
      let drawn = try Tool.run(
        "plan", "--design", "pairs", "--start", "2099-03-02", "--pairs", "14", "--seed", "2026", "--out",
        folder)
      #expect(drawn.status == 0)
      #expect(drawn.output.contains("Drawn") && drawn.output.contains("seed 2026 (typed)"))
      let list = try DelimitedTable(path: folder + "/nights.tsv")
      #expect(
        list.rows.map { $0["trazodone_mg"] == "50" ? "1" : "0" }.joined() == "1001100110101010010101100101")
      var nights = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n"
      for (index, row) in list.rows.enumerated() {
        let isOn = row["trazodone_mg"] == "50"
        let cells = [
          row["patient_id"], row["night_id"], row["date"], "6.5", String((isOn ? 60 : 130) + index * 17 % 40),
          row["trazodone_mg"],
        ]
        nights += cells.compactMap(\.self).joined(separator: ",") + "\n"
      }
      try Data(nights.utf8).write(to: URL(fileURLWithPath: folder + "/nights.csv"))
      let compared = try Tool.run("compare", folder, "--json")
      let primary = try #require(compared.json?.arrayValue?.first { $0["is_primary"]?.boolValue == true })
      #expect(primary["contrast"] == "on_vs_off" && primary["assignment"] == "drawn")
      #expect(primary["verdict"] == "lower")
      #expect(try #require(primary["p_order"]?.doubleValue) < 0.01)
      #expect(
        try Tool.run(
          "plan", "--design", "pairs", "--start", "2099-03-02", "--pairs", "14", "--out", folder
        ).status == 73, "an order is drawn once")
    }
  }

  @Test func `a running study is told what more nights would add`() throws {
    try Scratch.use { folder in
      var nights = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n"
      for night in 0..<10 {
        nights += "a,n\(night),2026-03-\(10 + night),6.5,\(100 + night * 37 % 60),\(night < 4 ? 0 : 50)\n"
      }
      try Data(nights.utf8).write(to: URL(fileURLWithPath: folder + "/nights.csv"))
      let outcome = try Tool.run("plan", folder)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("2 nights a side more"))
    }
  }

  @Test func `shorter nights need more of them`() throws {
    let long = try Tool.run("plan", "--rate", "4", "--cv", "0.3", "--change", "0.7", "--json")
    let short = try Tool.run("plan", "--rate", "4", "--cv", "0.3", "--change", "0.7", "--tst", "2", "--json")
    let left = try #require(long.json?["nights_per_phase"]?.integerValue)
    #expect(try #require(short.json?["nights_per_phase"]?.integerValue) > left)
  }

  @Test(arguments: [["--rate", "0"], ["--cv", "9"], ["--change", "1"], ["--tst", "0"]])
  func `numbers that cannot be are wrong usage`(replaced: [String]) throws {
    var arguments = ["--rate": "20", "--cv": "0.5", "--change": "0.5"]
    arguments[replaced[0]] = replaced[1]
    #expect(try Tool.run(["plan"] + arguments.flatMap { [$0.key, $0.value] }).status == 64)
  }
}
