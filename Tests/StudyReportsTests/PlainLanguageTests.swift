import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText
import StudyComparison
import Testing

@testable import StudyReports

/// The text that a page shows to a reader: no markup, style or script.
enum VisibleText {
  static func of(_ html: String) -> String {
    html.replacing(/<(style|script)[^>]*>(?s).*?<\/(style|script)>/, with: " ").replacing(
      /<[^>]*>/, with: " ")
  }

  /// Words that only a program would use.
  static func keys(_ text: String) -> Set<String> {
    Set(text.matches(of: /\b[a-z0-9]+(_[a-z0-9]+)+\b/).map { String($0.output.0) })
  }
}

@Suite struct PlainLanguageTests {
  @Test func `no key of a result meets the reader of a night's page`() throws {
    for flag in [
      NightFlag.shortNight, .noHypnogram, .implausibleLeg(.hum), .other("some_new_flag"), .firstEdition,
    ] {
      var sample = SampleNight(flag: flag)
      sample.document.parameters.changed = RuleParameter.all.map {
        "wasm2016.\($0.key)=\($0.text(.wasm2016))"
      }
      for choice in [
        "short_interval_may_start=false", "respiratory_window=-2,10.25", "long_movement=ends_series",
      ] {
        sample.document.sensitivity.entries[0].value.choices = [.init(name: choice, index: 20)]
        let text = VisibleText.of(NightPage(ReportedNight(sample.stored)).html)
        #expect(VisibleText.keys(text).isEmpty, "\(VisibleText.keys(text))")
      }
    }
  }

  @Test func `every parameter, reason and side has words`() {
    for parameter in RuleParameter.all { #expect(ParameterWords.name(parameter) != nil, "\(parameter.key)") }
    let words =
      MovementReason.allCases.map { ReportWords.reason($0) }
      + DropReason.allCases.map { ReportWords.reason($0) }
      + NightReason.allCases.map { StudyWords.reason($0) }
      + VerdictReason.allCases.map { StudyWords.reason($0) }
      + ContrastSide.allCases.map { StudyWords.side($0) } + Verdict.allCases.map { StudyWords.word($0) }
    for text in words { #expect(!text.isEmpty && !text.contains("_")) }
  }

  @Test func `no key meets the reader of comparison txt or of the study's page`() throws {
    for (name, result) in try SampleStudies.all() {
      // A fault of a table names the column as the person who typed it knows it.
      let found = VisibleText.keys(result.text).subtracting(["night_id"])
      #expect(found.isEmpty, "\(name): \(found)")
    }
    let study = try StudyOnDisk(
      [StudyPageTests.fall, StudyPageTests.rise, StudyPageTests.few], otherDrug: "ropinirole")
    defer { study.remove() }
    let text = VisibleText.of(try study.page().html)
    #expect(VisibleText.keys(text).isEmpty, "\(VisibleText.keys(text))")
  }

  @Test func `a night without a movement is one sentence, without empty axes`() throws {
    var sample = SampleNight()
    sample.tables.legMovements = []
    sample.tables.combined = OrderedMembers([(RuleSet.wasm2016.name, []), (RuleSet.aasm3.name, [])])
    let page = NightPage(ReportedNight(sample.stored))
    #expect(page.html.contains(ReportWords.noMovements))
    #expect(page.pictures.map(\.name) == ["night"])
    #expect(!page.html.contains("class=\"movements-left\""))
  }

  @Test func `without stages the strip has movements per hour of recording, called that`() throws {
    var sample = SampleNight()
    sample.document.sleep = SleepFigures()
    for index in sample.document.ruleSets.entries.indices {
      sample.document.ruleSets.entries[index].value = RuleSetResult()
    }
    let main = try #require(NightStrip(night: ReportedNight(sample.stored)).cells.first)
    #expect(main.value == 10)
    #expect(main.notes.contains("per hour of recording, not of sleep"))
  }

  @Test func `what was not scored stands as that in the strip and in the picture`() throws {
    var sample = SampleNight()
    sample.document.scored[.respiratory] = .unknown
    sample.tables.events.removeAll {
      if case .event(let kind) = $0.content { kind.isRespiratory || kind == .arousal } else { false }
    }
    let night = ReportedNight(sample.stored)
    let cells = NightStrip(night: night).cells
    #expect(cells.first { $0.name == StripWords.breathing }?.text == StripWords.notScored)
    let texts = try #require(PictureReading.read(NightTimeline(night).drawing().document)).texts
    #expect(texts.contains(ReportWords.none) && texts.contains(ReportWords.notScored))
  }

  @Test func `a leg that cannot be used is hatched over its whole row`() throws {
    let reading = try #require(
      PictureReading.read(NightTimeline(ReportedNight(SampleNight().stored)).drawing().document))
    #expect(reading.marks["unusable-left rect"] == 1 && reading.marks["unusable-right path"] == 1)
  }
}
