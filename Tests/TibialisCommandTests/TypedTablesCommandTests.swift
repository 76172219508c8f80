import Foundation
import Testing
import Tibialis

@Suite struct TypedTablesCommandTests {
  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func `drug prints a row for each name, and ends well whatever is unknown`() throws {
    let outcome = try Tool.run("drug", "Desyrel", "clonezepam", "Unisom", "water pill", "trazodone")
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        typed\tgeneric\tatc\tclass\thow
        Desyrel\ttrazodone\tN06AX05\ttrazodone\tbrand
        clonezepam\tclonazepam\tN03AE01\tbenzodiazepine\tmisspelling
        Unisom\tn/a\tn/a\tantihistamine_sedating\tambiguous
        water pill\tn/a\tn/a\tn/a\tunknown
        trazodone\ttrazodone\tN06AX05\ttrazodone\texact

        """)
  }

  @Test func `template writes tables that validate as empty and overwrites nothing`() throws {
    try Scratch.use { folder in
      let outcome = try Tool.run("template", folder + "/study")
      #expect(outcome.status == 0)
      for name in ["nights", "medications", "labs", "scales", "patients"] {
        let text = try String(contentsOfFile: folder + "/study/\(name).tsv", encoding: .utf8)
        #expect(text.hasPrefix("patient_id\t") && text.split(separator: "\n").count == 2)
      }
      #expect(FileManager.default.fileExists(atPath: folder + "/study/README.md"))
      let again = try Tool.run("template", folder + "/study")
      #expect(again.status == 73)
      #expect(again.errors.contains("not overwritten"))
    }
  }

  @Test func `a column under a name that nobody knows is told, a remark is not`() throws {
    try Scratch.use { folder in
      try write(
        "patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\tn.edf\n", folder + "/nights.tsv")
      try write(
        "patient_id\tDrug Name\tdosse\tstart_date\tNotes\nsub-1\ttrazodone\t50 mg\t2026-03-08\tx\n",
        folder + "/medications.tsv")
      let told = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--dry-run").errors
      #expect(
        told.contains("medications.tsv: not read: column 'dosse' (did you mean 'dose'?); this table may"))
      #expect(!told.contains("Notes") && !told.contains("Drug Name"))
    }
  }

  private func nights(_ date: (Int) -> String) -> String {
    var text = "Patient ID;Night-ID;DATE;TST H;plms count;Trazodone mg\n"
    for index in 1...20 {
      text += "a b;n\(index);\(date(index));6:30;\(index <= 10 ? 130 : 60);\(index <= 10 ? "0" : "50 mg")\n"
    }
    return text
  }

  @Test
  func `dates in either order are the same comparison, and what is ambiguous is refused with both readings`()
    throws
  {
    try Scratch.use { folder in
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      try write(nights { "\(two($0))/03/2026" }, folder + "/dmy.csv")
      try write(nights { "03/\(two($0))/2026" }, folder + "/mdy.csv")
      let day = try Tool.run("compare", folder + "/dmy.csv", "--no-permutation")
      let month = try Tool.run("compare", folder + "/mdy.csv", "--no-permutation")
      #expect(day.status == 0 && day.output == month.output)
      #expect(day.output.hasPrefix("a b: lower"))
      try write(
        "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\na,n1,01/03/2026,6,9,0\na,n2,02/03/2026,6,9,50\n",
        folder + "/either.csv")
      let refused = try Tool.run("compare", folder + "/either.csv")
      #expect(refused.status == 65)
      #expect(refused.errors.contains("day 1 of month 3 or day 3 of month 1"))
      #expect(refused.errors.contains("--date-order dmy"))
      #expect(try Tool.run("compare", folder + "/either.csv", "--date-order", "dmy").status == 0)
    }
  }

  @Test func `all faults of the tables are told in one run, and no more than fifty`() throws {
    try Scratch.use { folder in
      var text = "patient_id,night_id,date,tst_h,plms_count\n"
      for index in 1...60 { text += "a,n\(index),broken,0x6,many\n" }
      try write(text, folder + "/nights.csv")
      let outcome = try Tool.run("compare", folder + "/nights.csv")
      #expect(outcome.status == 65)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count { $0.contains("column") } == 50)
      #expect(lines.last == "and 130 more like these")
    }
  }

  @Test func `what was mended is said on the terminal and not in the result`() throws {
    try Scratch.use { folder in
      var text = "patient_id,night_id,date,tst_h,plms_count\n"
      for index in 1...18 {
        text += "a,n\(index),\(index).3.2026,6.5,\(index <= 9 ? 130 : 60)\n"
      }
      try write(text, folder + "/nights.csv")
      try write(
        "patient_id\tdrug_name\tstart_date\na\ttrazadone 50mg\t10.3.2026\n", folder + "/medications.tsv")
      let outcome = try Tool.run("compare", folder, "--no-permutation", "--out", folder + "/out")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("'trazadone 50mg' was read as trazodone"))
      for name in ["comparison.json", "comparison.csv", "comparison.txt"] {
        #expect(!(try String(contentsOfFile: folder + "/out/" + name, encoding: .utf8)).contains("trazadone"))
      }
    }
  }
}
