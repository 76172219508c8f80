import Foundation
import StructuredText
import StudyComparison
import Testing

@testable import StudyReports

/// A study of counts only, as typed from reports.
struct StudyOnDisk {
  let path: String

  /// - Parameters:
  ///   - patients: for each its nights' PLMS counts before and after.
  ///   - otherDrug: taken by the first patient throughout.
  ///   - lastLow: evening in February 2026 after which the dose is 100 mg; nil for 50 mg throughout.
  init(
    _ patients: [(before: [Int], after: [Int])], otherDrug: String = "sertraline", lastLow: Int? = nil
  ) throws {
    path = FileManager.default.temporaryDirectory.path + "/study-\(UUID().uuidString)"
    try TextFile.makeFolder(path)
    var nights = "patient_id,night_id,date,tst_h,plms_count\r\n"
    var drugs = "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\n"
    for (number, patient) in patients.enumerated() {
      for (day, count) in patient.before.enumerated() {
        nights += "p\(number),b\(day),2026-01-\(10 + day),6.5,\(count)\r\n"
      }
      for (day, count) in patient.after.enumerated() {
        nights += "p\(number),a\(day),2026-02-\(10 + day),6.5,\(count)\r\n"
      }
      drugs += "p\(number)\ttrazodone\t50\tmg\t2026-02-01\t\(lastLow.map { "2026-02-\($0)" } ?? "n/a")\n"
      if let lastLow { drugs += "p\(number)\ttrazodone\t100\tmg\t2026-02-\(lastLow + 1)\tn/a\n" }
    }
    drugs += Delimited.tsvLine(["p0", otherDrug, "25", "mg", "2025-06-01", nil])
    try TextFile.writeAtomically(nights, to: path + "/nights.csv")
    try TextFile.writeAtomically(drugs, to: path + "/medications.tsv")
    try TextFile.writeAtomically(
      "patient_id\tdate\tscale\tscore\np0\t2026-01-10\tIRLS\t22\np0\t2026-02-12\tIRLS\t15\n",
      to: path + "/scales.tsv")
    try TextFile.writeAtomically(
      "patient_id\tdate\tanalyte\tvalue\tunit\np0\t2026-01-09\tferritin\t41\tng/mL\n", to: path + "/labs.tsv")
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func page() throws -> StudyPage { StudyPage(try StoredStudy(path: path, request: ComparisonRequest())) }
}

@Suite struct StudyPageTests {
  static let fall = (before: [200, 180, 220, 190, 210], after: [80, 90, 70, 85, 75])
  static let rise = (before: [60, 70, 65, 55, 62], after: [150, 140, 160, 155, 148])
  static let few = (before: [60], after: [150])

  @Test func `the page says first what changed, then shows each night, drug, iron and scale`() throws {
    let study = try StudyOnDisk([StudyPageTests.fall])
    defer { study.remove() }
    let page = try study.page()
    #expect(page.html.contains("<strong>Lower after trazodone was started"))
    let pictures = try page.pictures.map { try #require(PictureReading.read($0.svg)) }
    #expect(page.pictures.map(\.name) == ["study-p0", "ratio-p0", "symptoms-p0"])
    let timeline = try #require(pictures.first)
    #expect(timeline.marks["nights circle"] == 10)
    #expect(timeline.marks["levels line"] == 2)
    #expect(timeline.marks["drug rect"] == 1)
    #expect(timeline.marks["iron line"] == 1)
    #expect(timeline.texts.contains("sertraline") && timeline.texts.contains("transition"))
  }

  @Test func `each dose has a line of its own`() throws {
    let study = try StudyOnDisk(
      [(before: [200, 180, 220, 190, 210], after: [130, 130, 130, 99, 99, 99, 65, 65, 65, 65])], lastLow: 12)
    defer { study.remove() }
    let timeline = try #require(try study.page().pictures.first { $0.name == "study-p0" })
    let reading = try #require(PictureReading.read(timeline.svg))
    #expect(reading.marks["levels line"] == 3)
    #expect(reading.texts.contains("20.0") && reading.texts.contains("10.0"))
  }

  @Test func `of several patients each has a row, the largest fall first and too few nights last`() throws {
    let study = try StudyOnDisk([StudyPageTests.few, StudyPageTests.rise, StudyPageTests.fall])
    defer { study.remove() }
    let page = try study.page()
    let cohort = try #require(page.pictures.first)
    #expect(cohort.name == "patients")
    let texts = try #require(PictureReading.read(cohort.svg)).texts
    let places = try ["p2", "p1", "p0", StudyWords.allPatients].map { name in
      try #require(texts.firstIndex(of: name))
    }
    #expect(places == places.sorted())
  }

  @Test func `of more than forty patients the page says whose pages are missing and how to get them`() throws
  {
    for patient in [StudyPageTests.fall, StudyPageTests.few] {
      let study = try StudyOnDisk(Array(repeating: patient, count: 41))
      defer { study.remove() }
      let page = try study.page()
      #expect(page.html.contains("The pages of 40 of 41 patients follow; others can be requested by name."))
      #expect(page.html.components(separatedBy: "<section class=\"person\">").count == 41)
    }
  }

  @Test(arguments: SampleNight.hostile.indices.dropLast().filter { $0 != 4 })
  func `a hostile name of a drug stays text`(_ index: Int) throws {
    let study = try StudyOnDisk([StudyPageTests.fall], otherDrug: SampleNight.hostile[index])
    defer { study.remove() }
    let page = try study.page()
    #expect(
      !page.html.contains("<script") && !page.html.contains("onload=\"") && !page.html.contains("\u{202E}"))
    for picture in page.pictures { #expect(PictureReading.read(picture.svg) != nil) }
  }

  @Test func `no page claims a cause or a diagnosis, or names a path`() throws {
    let study = try StudyOnDisk([StudyPageTests.fall, StudyPageTests.rise, StudyPageTests.few])
    defer { study.remove() }
    let html = try study.page().html.lowercased()
    for claim in [
      "because of trazodone", "caused by", "due to trazodone", "effective", "you have ", "diagnosed",
    ] {
      #expect(!html.contains(claim), "\(claim)")
    }
    #expect(!html.contains(study.path.lowercased()))
    #expect(html.contains("not a medical device"))
  }

  @Test
  func
    `every night stands in a table with its side, or why it was not used, on the page and in comparison txt`()
    throws
  {
    let study = try StudyOnDisk([StudyPageTests.fall])
    defer { study.remove() }
    let stored = try StoredStudy(path: study.path, request: ComparisonRequest())
    let page = StudyPage(stored)
    let patient = try #require(stored.result.patients.first)
    let rows = stored.listing(of: patient).rows.map(NightListing.cells)
    #expect(rows.count == 10)
    #expect(rows.first?.first == "b0" && rows.first?.last == "without the drug")
    #expect(rows.last?.first == "a4" && rows.last?.last == "with it")
    #expect(page.html.contains(StudyWords.nightsTable))
    let text = stored.result.text(nights: stored.nights)
    for row in rows { #expect(text.contains(row[0]) && text.contains(row[1])) }
  }

  @Test func `a rise and a fall differ in hue and sign`() throws {
    let study = try StudyOnDisk([StudyPageTests.fall, StudyPageTests.rise])
    defer { study.remove() }
    let html = try study.page().html
    #expect(html.contains("▼") && html.contains("▲"))
    #expect(html.contains("class=\"verdict higher\"") && html.contains("class=\"verdict\""))
  }

  @Test func `an interval that fits anything is none, and a score says by how much it changed`() throws {
    #expect(StudyWords.interval(0, 98_938) == StudyWords.cannotBeSaid)
    #expect(StudyWords.interval(0.5, 1.25) == "0.50–1.25")
    let study = try StudyOnDisk([StudyPageTests.fall])
    defer { study.remove() }
    let text = try study.page().html
    #expect(text.contains("better by 7 points."), "for the patient")
    #expect(text.contains(": better by 7 points<"), "for the physician")
  }

  @Test func `page and comparison.json give the same numbers`() throws {
    let study = try StudyOnDisk([StudyPageTests.fall])
    defer { study.remove() }
    let page = try study.page()
    let primary = try #require(page.study.result.patients.first?.primary)
    #expect(page.html.contains(HTML.text(primary.sentence)))
    #expect(try study.page().html == page.html)
  }
}
