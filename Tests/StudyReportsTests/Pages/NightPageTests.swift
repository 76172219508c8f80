import Foundation
import NightResults
import SleepEvents
import StructuredText
import Testing

@testable import StudyReports

@Suite struct NightPageTests {
  private func page(_ sample: SampleNight) -> String { NightPage(ReportedNight(sample.stored)).html }

  @Test func `the answer stands before the pictures and the tables`() throws {
    let folder = SampleNight()
    let html = page(folder)
    let answer = try #require(html.range(of: "<data value=\"7.2\">7.2</data>"))
    let night = try #require(html.range(of: "id=\"night-title\""))
    #expect(answer.lowerBound < night.lowerBound)
    #expect(html.contains("Does not exceed the 15/h line"))
    #expect(html.contains(try #require(ReportWords.flag(.shortNight))))
    #expect(html.contains(ReportWords.notADevice))
  }

  @Test func `a range that no leg stands behind is not shown`() throws {
    var sample = SampleNight()
    let whole = page(sample)
    #expect(whole.contains("when the choices that the standard leaves open"))
    for index in sample.document.sensitivity.entries.indices {
      sample.document.sensitivity.entries[index].value.isBelievable = false
    }
    let doubted = page(sample)
    #expect(!doubted.contains("when the choices that the standard leaves open"))
    #expect(doubted.contains("The uncertainty of the index is unknown"))
  }

  @Test func `a page asks the network for nothing and runs nothing`() throws {
    let folder = SampleNight()
    let html = page(folder)
    let style = try #require(html.firstMatch(of: /<style>((?s).*?)<\/style>/)).output.1
    #expect(
      html.contains("default-src 'none'; style-src 'sha256-\(SHA256.base64(String(style)))'"))
    let plain = html.replacing("http://www.w3.org/2000/svg", with: "")
    for forbidden in ["http:", "https:", "//", "<script", "<link", "<img", " style=", "url(http", "@import"] {
      #expect(!plain.contains(forbidden), "\(forbidden)")
    }
    #expect(
      !html.contains(folder.path) && !html.contains(String(folder.path.split(separator: "/").last ?? "")))
  }

  @Test(arguments: SampleNight.hostile.indices)
  func `a hostile text of the recording stays text`(_ index: Int) throws {
    let text = SampleNight.hostile[index]
    let html = page(SampleNight(label: text, flag: .other(text)))
    #expect(!html.contains("<script") && !html.contains("onload=\"") && !html.contains("\u{202E}"))
    #expect(!html.unicodeScalars.contains { $0.value < 9 || $0.value == 0xFFFE })
    #expect(html.utf8.count < 200_000)
  }

  @Test func `without stages the page says so and shows no rate`() throws {
    var sample = SampleNight()
    sample.tables.events = []
    sample.document.sleep = SleepFigures()
    for index in sample.document.ruleSets.entries.indices {
      var result = RuleSetResult()
      result.reasons = OrderedMembers([("plms_index", .noHypnogram)])
      sample.document.ruleSets.entries[index].value = result
    }
    let html = page(sample)
    #expect(html.contains(ReportWords.noIndex(.noHypnogram)))
    #expect(html.contains(ReportWords.noStages))
    #expect(!html.contains("id=\"hours-title\""))
  }

  @Test func `what nobody looked at stands above the pictures in a sentence each`() throws {
    var sample = SampleNight()
    sample.document.scored[.respiratory] = .unknown
    sample.document.scored[.arousals] = CategoryState(.no, by: .stated)
    sample.document.scored[.rightLeg] = CategoryState(.no, by: .signal)
    let html = page(sample)
    let picture = try #require(html.range(of: "id=\"night-title\""))
    for sentence in ReportWords.notLookedAt(sample.document) {
      let place = try #require(html.range(of: sentence), "\(sentence)")
      #expect(place.lowerBound < picture.lowerBound)
    }
    #expect(ReportWords.notLookedAt(sample.document).count == 3)
    #expect(html.contains("left leg only"))
  }

  @Test func `a failed night and a folder without one are refused in a sentence`() throws {
    let sample = SampleNight()
    defer { sample.remove() }
    #expect(throws: ReportError.nothingToReport(folder: sample.path)) {
      try ReportedNight(folder: sample.path)
    }
    var failure = FailureDocument()
    failure.error.message = "no leg channel"
    try NightFolder(path: sample.path).write(failure)
    #expect(throws: ReportError.nightFailed(folder: sample.path, reason: "no leg channel")) {
      try ReportedNight(folder: sample.path)
    }
  }

  @Test func `a page says whose night it is, on paper on every sheet, with room for the physician`() throws {
    var sample = SampleNight()
    sample.document.correction = CorrectionCounts(added: 1, removed: 1, moved: 2)
    let night = ReportedNight(sample.stored).named(
      patient: "Jane Doe", night: "first", title: "Night of a test")
    let html = NightPage(night).html
    #expect(html.contains("<h1>Night of a test</h1>"))
    #expect(html.contains("Patient Jane Doe, night first, recorded 22:50 to 23:50, 1.0 h"))
    #expect(html.contains("Corrected by hand: 1 added, 1 removed, 2 moved."))
    #expect(html.contains("@top-left { content: \"Night of a test, Patient Jane Doe, night first\""))
    #expect(html.contains("counter(page) \" of \" counter(pages)"))
    #expect(html.contains(ReportWords.interpretation) && html.contains(ReportWords.signature))
  }

  @Test(arguments: SampleNight.hostile)
  func `a name on paper can end neither the style nor its quotes`(_ name: String) throws {
    let night = ReportedNight(SampleNight().stored).named(patient: name, night: nil, title: name)
    let html = NightPage(night).html
    let style = try #require(html.firstMatch(of: /<style>((?s).*?)<\/style>/)).output.1
    #expect(html.contains("'sha256-\(SHA256.base64(String(style)))'"))
    #expect(!html.contains("<script") && !style.contains("\u{202E}"))
    let quoted = RunningHeader.quoted(name)
    #expect(!quoted.contains("\"") && !quoted.contains("<") && !quoted.contains("'") && !quoted.contains(";"))
  }

  @Test func `a page of another night goes when its place is written to, one of this night stays`() throws {
    var sample = SampleNight()
    defer { sample.remove() }
    try sample.write()
    let page = sample.path + "/" + NightFolder.page
    try TextFile.writeAtomically(NightPage(ReportedNight(sample.stored)).html, to: page)
    try sample.write()
    #expect(FileManager.default.fileExists(atPath: page))
    sample.document.key = "ba9876543210"
    try sample.write()
    #expect(!FileManager.default.fileExists(atPath: page))
    try TextFile.writeAtomically("<p>mine</p>", to: page)
    try sample.write()
    #expect(FileManager.default.fileExists(atPath: page), "what is not ours is left alone")
  }

  @Test func `paper is named only for the printer`() throws {
    let page = NightPage(ReportedNight(SampleNight().stored))
    #expect(page.html(paper: .letter).contains("@page { size: letter; }"))
    #expect(!page.html.contains("size: letter") && !page.html.contains("size: A4"))
    #expect(PagePrinter(path: "/nowhere") == nil)
  }

  /// FIPS 180-4 and RFC 6234.
  @Test(arguments: [
    ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
    ),
  ])
  func `the digest of a text is that of the standard`(_ text: String, _ digest: String) {
    #expect(SHA256.base64(text) == digest)
  }

  @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 128, 129, 1000, 70_001])
  func `a digest does not depend on the processor's instructions or on the pieces`(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    var plain = SHA256(usesInstructions: false)
    plain.add(bytes)
    #expect(SHA256.hexadecimal(bytes) == plain.hexadecimal)
    for size in [1, 7, 64, 100, 4096] where count <= 1000 || size > 64 {
      var pieces = SHA256()
      for start in stride(from: 0, to: count, by: size) {
        pieces.add(bytes[start..<min(start + size, count)])
      }
      #expect(pieces.hexadecimal == plain.hexadecimal)
    }
  }
}
