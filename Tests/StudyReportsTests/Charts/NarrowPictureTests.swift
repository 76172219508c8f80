import StudyComparison
import StudyTables
import Testing

@testable import StudyReports

/// For phones every picture is drawn a second time at their width: nothing scrolls or leaves the frame.
@Suite struct NarrowPictureTests {
  private func checkFrame(_ drawing: Drawing) {
    #expect(drawing.width == 360)
    for match in drawing.element.matches(
      of: /<text x="([-0-9.]+)" y="[-0-9.]+" text-anchor="(\w+)" font-size="([0-9.]+)"[^>]*>([^<]*)</)
    {
      let (x, size) = (Double(match.1) ?? .nan, Double(match.3) ?? .nan)
      let length = 0.54 * size * Double(match.4.count)
      let start = match.2 == "start" ? x : match.2 == "end" ? x - length : x - length / 2
      #expect(start >= -1 && start + length <= 361, "\(drawing.name): \(match.4)")
    }
  }

  @Test func `the pictures of a night are drawn for a phone too, with the same marks as paths`() throws {
    let night = ReportedNight(SampleNight().stored)
    let timeline = NightTimeline(night, for: .narrow).drawing()
    let reading = try #require(PictureReading.read(timeline.document))
    #expect(reading.marks["periodic path"] == 2 && reading.marks["peaks-left path"] == 1)
    #expect(timeline.element.utf8.count < NightTimeline(night).drawing().element.utf8.count)
    let rules = try #require(night.rules.first)
    for drawing in [
      timeline, try #require(HourChart(rules: rules).drawing(for: .narrow)),
      try #require(IntervalChart(night: night, rules: rules).drawing(for: .narrow)),
    ] { checkFrame(drawing) }
    let page = NightPage(night).html
    #expect(page.contains("<svg class=\"narrow\"") && page.contains("<svg class=\"wide\""))
    for id in page.matches(of: /id="([^"]+)"/).map(\.output.1) {
      #expect(page.matches(of: try Regex("id=\"\(id)\"")).count == 1, "\(id) stands once")
    }
  }

  @Test func `a ratio's words stand over its bar, a score's number where there is room`() throws {
    let rows = ["a", "PLMS without breathing, before / after"].map { label in
      RatioChart.Row(
        label: label, ratio: 0.5, low: 0.3, high: 0.9, isDecided: true, note: "0.50 (0.30–0.90), 7 + 7 nights"
      )
    }
    let chart = RatioChart(name: "r", title: "t", rows: rows)
    checkFrame(try #require(chart.drawing(for: .narrow)))
    let scores = (0..<40).map { day in
      ScaleScore(patientID: "a", date: SampleStudies.day(day), scale: .kss, score: Double(1 + day % 9))
    }
    let symptoms = try #require(
      SymptomChart(patient: "a", scores: scores, start: SampleStudies.day(2)).drawing(for: .narrow))
    checkFrame(symptoms)
    let reading = try #require(PictureReading.read(symptoms.document))
    #expect(reading.marks["kss circle"] == 40)
    #expect(reading.texts.count < 30)
  }
}
