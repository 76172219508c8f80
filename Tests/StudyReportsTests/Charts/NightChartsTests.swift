import Foundation
import NightResults
import StructuredText
import Testing

@testable import StudyReports

@Suite struct NightChartsTests {
  @Test func `every mark of the night is drawn once`() throws {
    let night = ReportedNight(SampleNight().stored)
    let reading = try #require(PictureReading.read(NightTimeline(night).drawing().document))
    #expect(reading.marks["movements-left rect"] == 5)
    #expect(reading.marks["movements-right rect"] == 5)
    #expect(reading.marks["periodic-wasm2016 line"] == 6)
    #expect(reading.marks["periodic-aasm3 line"] == nil)
    #expect(reading.marks["series-wasm2016 rect"] == 1)
    #expect(reading.marks["respiratory rect"] == 2)
    #expect(reading.marks["arousals rect"] == 1)
    #expect(reading.marks["peaks-left line"] == 5)
    // Minutes 0-29, 30 and 31-59; the bad one is hatched.
    #expect(reading.marks["quality-left rect"] == 3)
    #expect(reading.marks["quality-left path"] == 1)
    // The envelope of both stretches of good minutes: the highest half seconds and the means.
    #expect(reading.marks["envelope-left polygon"] == 4)
    #expect(reading.texts.contains("23:00"))
  }

  @Test func `the line at 15 per hour stands beside the AASM's index alone`() throws {
    var sample = SampleNight()
    let drawing = try #require(IndexRangeChart(night: ReportedNight(sample.stored)).drawing())
    let reading = try #require(PictureReading.read(drawing.document))
    #expect(reading.marks["line-15 line"] == 1)
    #expect(reading.marks["index-wasm2016 circle"] == 1)
    sample.document.ruleSets.entries.removeAll { $0.key == "aasm3" }
    let alone = try #require(IndexRangeChart(night: ReportedNight(sample.stored)).drawing())
    let other = try #require(PictureReading.read(alone.document))
    #expect(other.marks["line-15 line"] == nil)
  }

  @Test func `the bounds of a series are edges of the histogram's bins`() throws {
    let night = ReportedNight(SampleNight().stored)
    let drawing = try #require(IntervalChart(night: night, rules: night.rules[0]).drawing())
    let reading = try #require(PictureReading.read(drawing.document))
    #expect(reading.marks["bounds line"] == 2)
    #expect(reading.marks["intervals rect"] == 1, "nine intervals of 30 s are one bin")
    #expect(reading.texts.contains("10 s") && reading.texts.contains("90 s"))
  }

  @Test(arguments: SampleNight.hostile.indices)
  func `a hostile label leaves every picture well formed`(_ index: Int) throws {
    var drawing = Drawing(
      name: "x", width: 10, height: 10, title: SampleNight.hostile[index],
      description: SampleNight.hostile[index])
    drawing.text(SampleNight.hostile[index], x: 1, y: 1)
    drawing.rectangle(x: 0, y: 0, width: 1, height: 1, .fill(Palette.ink), tip: SampleNight.hostile[index])
    #expect(PictureReading.read(drawing.document) != nil)
    #expect(drawing.document.utf8.count < 25_000)
    #expect(!drawing.document.contains("<script"))
  }

  @Test func `the same night is the same bytes`() throws {
    func all() -> [String] { NightPage(ReportedNight(SampleNight().stored)).pictures.map(\.svg) }
    let first = all()
    #expect(first.count == 4)
    #expect(all() == first)
  }

  @Test func `a scale's ticks are round and lie where their values belong`() {
    let linear = LinearScale.fromZero(to: 43, from: 100, to: 0)
    #expect(linear.ticks == [0, 10, 20, 30, 40, 50])
    #expect(linear.position(25) == 50)
    #expect(linear.position(1000) == 0)
    let logarithmic = LogarithmicScale(0.1...10, from: 0, to: 200)
    #expect(logarithmic.ticks.count == 7)
    #expect(abs(logarithmic.position(1) - 100) < 1e-9)
    #expect(logarithmic.position(0) == 0)
    #expect(LinearScale.fromZero(to: .nan, from: 0, to: 1).ticks.last == 1)
  }
}
