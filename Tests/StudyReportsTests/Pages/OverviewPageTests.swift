import NightResults
import SleepEvents
import Testing

@testable import StudyReports

@Suite struct OverviewPageTests {
  private func page(_ standings: [NightFolder.Standing]) -> OverviewPage {
    OverviewPage(
      standings.enumerated().map { number, standing in
        OverviewPage.Night(
          name: "p night-\(number)", place: "p/night-\(number)", standing: standing, hasPage: number == 0)
      })
  }

  private func failed(_ reason: String) -> NightFolder.Standing {
    var failure = FailureDocument()
    failure.error.code = reason
    return .failed(failure)
  }

  @Test func `an overview has a histogram for each rule set, the way to each page, and why a night failed`()
    throws
  {
    let done = NightFolder.Standing.done(SampleNight().document)
    let page = page([done, done, failed("no_leg_channel"), .absent])
    #expect(page.html.contains("4 nights: 2 with a result, 1 failed, 1 not analyzed yet."))
    #expect(page.html.contains("<a href=\"p/night-0/report.html\">"))
    #expect(!page.html.contains("p/night-1/report.html"))
    #expect(page.html.contains("No channel of the recording is recognized as a leg"))
    #expect(page.pictures.map(\.name) == ["histogram-wasm2016", "histogram-aasm3"])
    let first = try #require(page.pictures.first)
    let reading = try #require(PictureReading.read(first.svg))
    #expect(reading.marks["histogram rect"] == 1, "both nights have 7.2/h")
    #expect(VisibleText.keys(VisibleText.of(page.html)).isEmpty)
  }

  @Test(arguments: SampleNight.hostile)
  func `a hostile reason stays text`(_ text: String) {
    let html = page([failed(text)]).html
    #expect(!html.contains("<script") && !html.contains("onload=\"") && !html.contains("\u{202E}"))
  }
}
