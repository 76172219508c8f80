import EDF
import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// A state ends the one before it; overlapping states are reported.
@Suite struct StateTests {
  private func spans(_ night: NightAnnotations) -> [String] {
    (night.hypnogram?.spans ?? []).map {
      "\($0.stage.rawValue) \(Int($0.range.start.seconds))-\(Int($0.range.end.seconds))"
    }
  }

  private func rml(_ stages: [(String, Int)]) -> String {
    "<PatientStudy><Acquisition><Sessions><Session><Duration>600</Duration></Session></Sessions></Acquisition>"
      + "<ScoringData><StagingData><UserStaging><NeuroAdultAASMStaging>"
      + stages.map { "<Stage Type=\"\($0.0)\" Start=\"\($0.1)\"/>" }.joined()
      + "</NeuroAdultAASMStaging></UserStaging></StagingData></ScoringData></PatientStudy>"
  }

  @Test(arguments: ["Invalid", "NonREM5", "Dozing", "Sleep stage X"])
  func `a state of Philips that is not known ends the one before it`(_ label: String) throws {
    let night = try scoring(rml([("NonREM2", 0), (label, 100), ("REM", 400)]))
    #expect(spans(night) == ["N2 0-100", "R 400-600"])
    #expect(night.warns("unknown_stages"))
  }

  @Test(arguments: ["Sleep stage X", "Stade inconnu 7", "NonREM5", "Stage movement artefact"])
  func `a mark of EDF+ without duration that names a state ends the one before it`(_ label: String) throws {
    let marks = [("Sleep stage N2", 0.0), (label, 300), ("Sleep stage R", 600)].map {
      EDFAnnotation(onset: Instant(seconds: $0.1), duration: nil, text: $0.0, channel: nil)
    }
    let night = try scoring(EDFAnnotationWriter.data(marks), named: "marks.edf")
    #expect(spans(night) == ["N2 0-300", "R 600-630"])
    #expect(night.warns("unknown_stages"))
  }

  @Test func `a comment ends no state`() throws {
    let marks = [("Sleep stage N2", 0.0), ("Patient coughs", 300), ("Sleep stage R", 600)].map {
      EDFAnnotation(onset: Instant(seconds: $0.1), duration: nil, text: $0.0, channel: nil)
    }
    let night = try scoring(EDFAnnotationWriter.data(marks), named: "marks.edf")
    #expect(spans(night) == ["N2 0-600", "R 600-630"])
    #expect(!night.warns("unknown_stages"))
    #expect(night.warns("unknown_labels"))
  }

  @Test func `rows with unknown labels that fill the hypnogram's holes are unknown stages`() throws {
    var text = "onset\tduration\ttrial_type\n0\t30\tN2\n"
    for index in 1..<40 { text += "\(index * 30)\t30\tNZ\n" }
    let night = try scoring(text)
    #expect(spans(night) == ["N2 0-30"])
    #expect(night.warnings.first { $0.code == "unknown_stages" }?.message.hasPrefix("39 ") == true)
    #expect(
      night.warnings.first { $0.code == "unknown_labels" }?.message.hasPrefix("1 label(s) on 39 row(s)")
        == true)
  }

  @Test func `an unknown event inside a stage is no unknown stage`() throws {
    let night = try scoring("onset\tduration\ttrial_type\n0\t300\tN2\n300\t300\tR\n40\t12\tStrange thing\n")
    #expect(!night.warns("unknown_stages"))
    #expect(night.warns("unknown_labels"))
  }

  @Test func `two stages at once are said, whichever format`() throws {
    let table = "onset\tduration\ttrial_type\n0\t300\tN2\n100\t100\tW\n"
    #expect(try scoring(table).warns("overlapping_stages"))
    let marks = [("Sleep stage N2", 0.0, 300.0), ("Sleep stage W", 100, 100)].map {
      EDFAnnotation(
        onset: Instant(seconds: $0.1), duration: TimeSpan(seconds: $0.2), text: $0.0, channel: nil)
    }
    #expect(try scoring(EDFAnnotationWriter.data(marks), named: "marks.edf").warns("overlapping_stages"))
    #expect(try scoring("N2\t0\t300\nW\t100\t200\n").warns("overlapping_stages"))
    let twice = "onset\tduration\ttrial_type\n0\tn/a\tN2\n0\tn/a\tR\n300\tn/a\tW\n"
    #expect(try scoring(twice).warns("overlapping_stages"))
  }

  @Test func `equal stages that overlap, rounding and artefacts contradict nothing`() throws {
    for rows in ["0\t300\tN2\n100\t100\tN2\n", "0\t30.5\tN2\n30\t30\tW\n", "0\t300\tN2\n100\t10\tartifact\n"]
    {
      #expect(!(try scoring("onset\tduration\ttrial_type\n" + rows).warns("overlapping_stages")))
    }
  }
}
