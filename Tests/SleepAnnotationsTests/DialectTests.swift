import EDF
import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Annotations-only EDF+ as written by public data sets and laboratories.
@Suite struct DialectTests {
  private func night(_ annotations: [EDFAnnotation], context: ReadingContext = .test) throws
    -> NightAnnotations
  {
    try scoring(EDFAnnotationWriter.data(annotations), named: "scoring.edf", context: context)
  }

  private func mark(_ onset: Double, _ duration: Double?, _ text: String, _ channel: String? = nil)
    -> EDFAnnotation
  {
    EDFAnnotation(
      onset: Instant(seconds: onset), duration: duration.map { TimeSpan(seconds: $0) }, text: text,
      channel: channel)
  }

  @Test func `PSG-IPA ties each movement to its leg's channel, in whatever case`() throws {
    let night = try night([
      mark(10, 2, "Limb movement", "EMG LAT"), mark(30, 2, "limb movement", "EMG RAT"),
    ])
    #expect(night.movementTexts == ["L 10.0+2.0", "R 30.0+2.0"])
  }

  @Test func `HMC's lights behind a channel are lights and its stages are placed by onset`() throws {
    let night = try night([
      mark(60, 30, "Sleep stage N2"), mark(0, 30, "Sleep stage W"), mark(30, 30, "Sleep stage N1"),
      mark(5, nil, "Lights off", "EEG F4-A1"), mark(80, nil, "Lights on", "SaO2"),
    ])
    #expect(night.epochs == [.wake, .n1, .n2])
    #expect(night.lightsOff == Instant(seconds: 5))
    #expect(night.lightsOn == Instant(seconds: 80))
  }

  @Test func `Sleep-EDF's long stages are read, and Movement time is unscored`() throws {
    let night = try night([
      mark(0, 60, "Sleep stage W"), mark(60, 30, "Sleep stage 4"), mark(90, 30, "Movement time"),
      mark(120, 30, "Sleep stage ?"), mark(150, 30, "Sleep stage R"),
    ])
    #expect(night.epochs == [.wake, .wake, .n3, .unscored, .unscored, .rem])
  }

  @Test func `Noxturnal's labels carry a scorer's tag behind a comma`() throws {
    let night = try night([
      mark(0, 30, "sleep-n2,Manual"), mark(10, 2, "plm,Manual", "Left Leg"),
      mark(12, 5, "arousal-plm,Manual"),
      mark(15, 12, "apnea-obstructive,Manual"), mark(20, 2, "limbmovement-twitch,Automatic"),
    ])
    #expect(night.epochs == [.n2])
    #expect(night.movementTexts == ["L 10.0+2.0", "- 20.0+2.0"])
    #expect(night.eventTexts == ["arousal 12.0+5.0", "obstructive_apnea 15.0+12.0"])
    #expect(night.unknownLabels.isEmpty)
  }

  @Test func `MASS writes its marks as XML inside the text`() throws {
    let night = try night([
      mark(10, 2, "<Event channel=\"EMG Ant Tibial Left\" groupName=\"PLMS\" name=\"x\"/>"),
      mark(30, 2, "<Event"),
    ])
    #expect(night.movementTexts == ["L 10.0+2.0"])
    #expect(night.unknownLabels.map(\.label) == ["<Event"])
  }

  @Test func `Polyman's bookkeeping is known and not scored`() throws {
    let night = try night([
      mark(0, nil, "Recording starts"), mark(0, 30, "Sleep stage N2"), mark(8, 2, "PLM"),
      mark(20, nil, "Recording ends"),
    ])
    #expect(night.unknownLabels.isEmpty)
    #expect(night.movementTexts == ["- 8.0+2.0"])
  }
}
