import Foundation
import StructuredText
import Testing

@testable import StudyReports

@Suite struct NightPageTests {
  private func page(_ folder: NightFolder) throws -> String {
    try NightPage(StoredNight(folder: folder.path)).html
  }

  @Test func `the answer stands before the pictures and the tables`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    let html = try page(folder)
    let answer = try #require(html.range(of: "<data value=\"7.2\">7.2</data>"))
    let night = try #require(html.range(of: "id=\"night-title\""))
    #expect(answer.lowerBound < night.lowerBound)
    #expect(html.contains("Does not exceed the 15/h line"))
    #expect(html.contains(ReportWords.flag("one_leg")))
    #expect(html.contains(ReportWords.notADevice))
  }

  @Test func `a page asks the network for nothing and runs nothing`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    let html = try page(folder)
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

  @Test(arguments: NightFolder.hostile.indices)
  func `a hostile text of the recording stays text`(_ index: Int) throws {
    let folder = try NightFolder(label: NightFolder.hostile[index], flag: NightFolder.hostile[index])
    defer { folder.remove() }
    let html = try page(folder)
    #expect(!html.contains("<script") && !html.contains("onload=\"") && !html.contains("\u{202E}"))
    #expect(!html.unicodeScalars.contains { $0.value < 9 || $0.value == 0xFFFE })
    #expect(html.utf8.count < 200_000)
  }

  @Test func `without stages the page says so and shows no rate`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    try folder.write("onset\tduration\ttrial_type\tleg\n", "events.tsv")
    try folder.write(
      #"{"recording":{"duration_s":3600},"rule_sets":{"wasm2016":{"plms_index":null},"aasm3":{}},"warnings":[]}"#,
      "result.json")
    let html = try page(folder)
    #expect(html.contains(ReportWords.noIndex))
    #expect(html.contains(ReportWords.noStages))
    #expect(!html.contains("id=\"hours-title\""))
  }

  @Test func `a failed night and a folder without one are refused in a sentence`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    try FileManager.default.removeItem(atPath: folder.path + "/result.json")
    #expect(throws: ReportError.nothingToReport(folder: folder.path)) { try StoredNight(folder: folder.path) }
    try folder.write(#"{"error": {"message": "no leg channel"}}"#, "error.json")
    #expect(throws: ReportError.nightFailed(folder: folder.path, reason: "no leg channel")) {
      try StoredNight(folder: folder.path)
    }
  }

  @Test func `a damaged table is refused with its line and column`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    try folder.write("leg\tonset_s\tduration_s\nL\tsoon\t1\n", "leg_movements.tsv")
    do {
      _ = try StoredNight(folder: folder.path)
      Issue.record("it was read")
    } catch let error as TextError {
      #expect(error.location == "line 2, column onset_s")
    }
  }

  @Test func `paper is named only for the printer`() throws {
    let folder = try NightFolder()
    defer { folder.remove() }
    let page = try NightPage(StoredNight(folder: folder.path))
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
}
