import Foundation
import Testing
import Tibialis

/// A name in every field, label, cell and path of the inputs must not appear in any output. Ids, dates, doses,
/// scores and names of drugs are exempt, since results are about them.
@Suite struct LeakTests {
  private static let name = "Zebulon"

  private static func write(_ text: String, _ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: PathName.folder(of: path), withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// A recording with the name in each text of its header and in annotations.
  private static func recording(_ path: String, legs: [String] = ["EMG LAT", "EMG RAT"]) throws {
    let rate = 200
    let channels = (legs + ["\(name) EEG"]).map { label in
      EDFChannelDescription(
        label: label, transducer: "\(name) electrode", unit: "uV", physicalMinimum: -1000,
        physicalMaximum: 1000, prefilter: "HP:0.1Hz \(name)", samplesPerRecord: rate)
    }
    var annotations = (0..<4).map {
      EDFAnnotation(onset: Instant(seconds: Double($0) * 30), duration: .seconds(30), text: "Sleep stage N2")
    }
    annotations.append(EDFAnnotation(onset: Instant(seconds: 5), text: "\(name) was restless"))
    annotations.append(EDFAnnotation(onset: Instant(seconds: 7), text: "Patient: \(name)"))
    var writer = try EDFRecordingWriter(
      path: path,
      identification: EDFIdentification(
        patientCode: name,
        start: RecordingStart(
          date: .init(year: 2026, month: 3, day: 1), clock: .init(hour: 23, minute: 0, second: 0)),
        equipment: name),
      channels: channels, recordCount: 120, annotations: annotations)
    var state: UInt64 = 7
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    for second in 0..<120 {
      let isBurst = second >= 20 && (second - 20) % 20 < 2
      try writer.write(
        record: channels.indices.map { channel in
          (0..<rate).map { _ in Int16(noise() * (isBurst && channel == 0 ? 3000 : 80)) }
        })
    }
    try writer.finish()
  }

  /// A study of five nights below a folder of that name: one with a scoring, one that is not a recording, one
  /// without legs, one with an unreadable scoring.
  private static func study(_ folder: String) throws -> String {
    let home = folder + "/\(name) study"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for night in 1...4 {
      try recording(
        "\(home)/\(name) \(night).edf",
        legs: night == 4 ? ["\(name) 1", "\(name) 2"] : ["EMG LAT", "EMG RAT"])
    }
    try write("Patient: \(name), born 1958\nnothing that anybody reads\n", "\(home)/\(name) 5.edf")
    try write(
      "# \(name)\nonset\tduration\ttrial_type\tleg\tnotes\n0\t120\tsleep_stage_N2\tn/a\t\(name)\n"
        + "40\t2\tleg_movement\tleft\t\(name)\n50\t10\t\(name) coughs\tn/a\t\(name)\n",
      "\(home)/\(name) 2.tsv")
    try write("Patient: \(name)\nScorer: \(name)\n1;2;3 \(name)\n", "\(home)/\(name) 3.txt")
    let rows = (1...5).map { night in
      let scoring = night == 2 ? "\(name) 2.tsv" : night == 3 ? "\(name) 3.txt" : "n/a"
      return
        "sub-1\tses-\(night)\t2026-03-0\(night)\t\(name) \(night).edf\t\(scoring)\t\(night == 1)\t\(name)\t\(name)\n"
    }
    try write(
      "patient_id\tnight_id\tdate\tedf_path\thypnogram_path\texclude\texclude_reason\t\(name)\n"
        + rows.joined(),
      home + "/nights.tsv")
    try write(
      "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\tnotes\t\(name)\n"
        + "sub-1\ttrazodone\t50\tmg\t2026-03-03\tn/a\t\(name)\t\(name)\n", home + "/medications.tsv")
    try write(
      "patient_id\tdate\tanalyte\tvalue\tunit\tsource\tnotes\nsub-1\t2026-03-01\tferritin\t41\tng/mL\t\(name)\t\(name)\n",
      home + "/labs.tsv")
    try write(
      "patient_id\tdate\tscale\tscore\trater\nsub-1\t2026-03-01\tIRLS\t20\t\(name)\n", home + "/scales.tsv")
    try write("patient_id\tbirth_year\tsex\tname\nsub-1\t1958\tF\t\(name)\n", home + "/patients.tsv")
    return home
  }

  /// Files below a folder that contain the name in their bytes or in their own name.
  private static func leaks(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { file in
      var isFolder: ObjCBool = false
      let path = folder + "/" + file
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
        return file.contains(name)
      }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      // Also as UTF-16 and in other cases.
      let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).lowercased()
      return file.contains(name) || text.contains(name.lowercased())
    }
  }

  @Test func `nothing that a study writes holds what its inputs call the patient`() throws {
    try Scratch.use { folder in
      let home = try LeakTests.study(folder)
      let out = folder + "/out"
      let batch = try Tool.run("batch", home + "/nights.tsv", "--out", out, "--report", "--bids")
      #expect(batch.status == 2)
      #expect(FileManager.default.fileExists(atPath: out + "/sub-1/ses-2/result.json"))
      #expect(FileManager.default.fileExists(atPath: out + "/sub-1/ses-5/error.json"))
      // Every kind of new file is checked.
      for file in ["bids/dataset_description.json", "datapackage.json", "schemas/movements_other.json"] {
        #expect(FileManager.default.fileExists(atPath: out + "/" + file), "\(file)")
      }
      #expect(FileManager.default.fileExists(atPath: out + "/sub-1/ses-2/movements_other.tsv"))
      #expect(try LeakTests.leaks(out) == [])
      let steps = [
        ["merge", out, "--movements", "--database", out + "/study.sqlite"],
        ["compare", out, "--out", out + "/compared", "--redcap"],
        ["report", out, "--svg", out + "/pictures"],
        ["report", out + "/sub-1/ses-2"],
        ["export", out, "--to", "bids", "--out", out + "/export/derivative"],
      ]
      for step in steps {
        let outcome = try Tool.run(step)
        #expect([0, 2].contains(outcome.status), "\(step): \(outcome.errors)")
        #expect(try LeakTests.leaks(out) == [], "\(step)")
      }
      for format in ["edf", "annot", "nsrr", "bids", "edfbrowser", "stages"] {
        let target = out + "/export/\(format)/night." + (format == "edf" ? "edf" : "txt")
        #expect(try Tool.run("export", out + "/sub-1/ses-2", "--to", format, "--out", target).status == 0)
      }
      #expect(try LeakTests.leaks(out) == [])
    }
  }

  @Test func `a single analysis and a score hold no name either, and a copy without identity keeps none`()
    throws
  {
    try Scratch.use { folder in
      let home = try LeakTests.study(folder)
      let out = folder + "/out"
      let night = "\(home)/\(LeakTests.name) 2"
      #expect(
        try Tool.run("analyze", night + ".edf", "--scoring", night + ".tsv", "--out", out + "/a").status == 0)
      #expect(try Tool.run("score", night + ".tsv", "--out", out + "/s").status == 0)
      #expect(try LeakTests.leaks(out) == [])
      let copy = try Tool.run("deidentify", night + ".edf", out + "/copy.edf")
      #expect(copy.status == 0)
      // Labels, transducers and filters are kept and listed for a person to check; nothing else may contain the
      // name.
      let bytes = try Data(contentsOf: URL(fileURLWithPath: out + "/copy.edf"))
      let header = String(decoding: bytes.prefix(256), as: UTF8.self)
      #expect(!header.contains(LeakTests.name))
      let signals = 4 * 256
      #expect(bytes.dropFirst(256 + signals).range(of: Data(LeakTests.name.utf8)) == nil)
      #expect(copy.output.contains(LeakTests.name))
    }
  }

  // MARK: Formulas

  @Test func `no cell for a spreadsheet begins a formula`() throws {
    try Scratch.use { folder in
      let out = folder + "/out"
      try FileManager.default.createDirectory(atPath: folder + "/f", withIntermediateDirectories: true)
      try LegRecording.write(to: folder + "/f/=cmd.edf", seconds: 120)
      let table = "onset\tduration\ttrial_type\tleg\n20\t2\tleg_movement\tleft\n"
      for scorer in ["@one", "+two"] { try LeakTests.write(table, "\(folder)/f/=cmd_\(scorer).tsv") }
      #expect(try Tool.run("validate", folder + "/f", "--out", out + "/v").status == 0)
      for (index, mark) in ["=", "+", "-", "@"].enumerated() {
        let night = try Tool.run(
          "analyze", folder + "/f/=cmd.edf", "--patient=\(mark)HYPERLINK(1)", "--night=\(mark)2",
          "--out", "\(out)/n\(index)", "--quiet")
        #expect(night.status == 0)
      }
      #expect(try Tool.run("merge", out, "--movements").status == 0)
      // A comparison accepts ids that may be folder names, which can begin with a hyphen, and echoes other
      // columns.
      var counts = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg,=other\n"
      for night in 1...8 {
        counts +=
          "-p,-\(night),2026-03-0\(night),6.5,\(90 + 7 * night),\(night > 4 ? 50 : 0),@SUM(\(night))\n"
      }
      try LeakTests.write(counts, folder + "/counts/nights.csv")
      let compared = try Tool.run(
        "compare", folder + "/counts/nights.csv", "--out", out + "/c", "--redcap", "--quiet")
      #expect(compared.status == 0, "\(compared.errors)")
      var found = 0
      for name in try FileManager.default.subpathsOfDirectory(atPath: out) where name.hasSuffix(".csv") {
        let text = try String(contentsOfFile: out + "/" + name, encoding: .utf8)
        found += text.contains("'=") ? 1 : 0
        for cell in text.split(whereSeparator: { $0 == "," || $0.isNewline || $0 == "\"" }) {
          let isNumber = Double(cell) != nil
          #expect(isNumber || cell == "-" || !"=+-@".contains(cell.first ?? " "), "\(name): \(cell)")
        }
      }
      #expect(found >= 4)
    }
  }
}
