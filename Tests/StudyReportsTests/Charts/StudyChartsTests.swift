import StudyComparison
import StudyTables
import Testing

@testable import StudyReports

@Suite struct StudyChartsTests {
  private func row(_ label: String, _ ratio: Double?, _ low: Double?, _ high: Double?) -> RatioChart.Row {
    RatioChart.Row(label: label, ratio: ratio, low: low, high: high, isDecided: ratio != nil, note: "")
  }

  @Test func `a ratio that cannot be given has a row and no mark`() throws {
    let chart = RatioChart(
      name: "r", title: "t", rows: [row("a", 0.5, 0.3, 0.9), row("<b>", nil, nil, nil)])
    let drawing = try #require(chart.drawing())
    let reading = try #require(PictureReading.read(drawing.document))
    #expect(reading.marks["ratios circle"] == 1)
    #expect(reading.texts.contains("<b>"))
  }

  @Test func `an interval beyond the axis ends in an arrow`() throws {
    let drawing = try #require(RatioChart(name: "r", title: "t", rows: [row("a", 1, 1e-6, 1e6)]).drawing())
    let reading = try #require(PictureReading.read(drawing.document))
    #expect(reading.marks["ratios path"] == 2)
  }

  @Test func `scores stand on their dates, and the start of the drug between them`() throws {
    let scores = [3, 40].map { day in
      ScaleScore(patientID: "a", date: SampleStudies.day(day), scale: .irls, score: Double(day % 40))
    }
    let chart = SymptomChart(patient: "a", scores: scores, start: SampleStudies.day(12))
    let drawing = try #require(chart.drawing())
    let reading = try #require(PictureReading.read(drawing.document))
    #expect(reading.marks["irls circle"] == 2)
    #expect(reading.texts.contains(SampleStudies.day(12).description))
    #expect(SymptomChart(patient: "a", scores: [], start: nil).drawing() == nil)
  }
}
