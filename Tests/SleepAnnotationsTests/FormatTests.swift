import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Every format's file of the same five minutes is recognized by content and gives the same result.
@Suite struct FormatTests {
  struct Export: CustomTestStringConvertible, Sendable {
    var file: String
    var format: String
    var stages = true
    var movements = true
    var sides = true
    var lights = true
    var testDescription: String { file }
  }

  static let exports = [
    Export(file: "profusion.xml", format: "Profusion XML", lights: false),
    Export(file: "nsrr.xml", format: "NSRR XML", lights: false),
    Export(file: "embla.xml", format: "Embla XML"),
    Export(file: "remlogic.txt", format: "RemLogic TXT"),
    Export(file: "remlogic_french.txt", format: "RemLogic TXT"),
    Export(file: "noxturnal_english.csv", format: "Noxturnal CSV", sides: false, lights: false),
    Export(file: "noxturnal_french.csv", format: "Noxturnal CSV", sides: false, lights: false),
    Export(file: "noxturnal_german.csv", format: "Noxturnal CSV", sides: false, lights: false),
    Export(file: "noxturnal_spanish.csv", format: "Noxturnal CSV", sides: false, lights: false),
    Export(file: "noxturnal_dutch.csv", format: "Noxturnal CSV", sides: false, lights: false),
    Export(file: "philips.rml", format: "Philips RML"),
    Export(file: "openxdf.xdf", format: "OpenXDF"),
    Export(file: "stages.csv", format: "STAGES CSV"),
    Export(file: "luna.annot", format: "Luna .annot"),
    Export(file: "bids_events.tsv", format: "Tibialis events table"),
    Export(file: "bids_value_events.tsv", format: "BIDS events"),
    Export(file: "edfbrowser.csv", format: "EDFbrowser CSV"),
    Export(file: "domino_events.txt", format: "DOMINO TXT", stages: false, lights: false),
    Export(file: "domino_profile.txt", format: "DOMINO TXT", movements: false, lights: false),
    Export(file: "domino_physip.txt", format: "DOMINO TXT", movements: false, lights: false),
    Export(file: "luna.eannot", format: "Luna .eannot", movements: false, lights: false),
    Export(file: "yasa_integers.txt", format: "YASA hypnogram", movements: false, lights: false),
    Export(file: "yasa_hypnogram.csv", format: "YASA hypnogram", movements: false, lights: false),
    Export(file: "sandman.txt", format: "Sandman TXT", movements: false, lights: false),
    Export(file: "prana.txt", format: "Prana TXT", movements: false, lights: false),
    Export(file: "deltamed.txt", format: "Deltamed TXT", movements: false, lights: false),
    Export(file: "luna.xml", format: "Luna XML", lights: false),
    Export(file: "usleep.ids", format: "U-Sleep .ids", movements: false, lights: false),
    Export(file: "mne.txt", format: "MNE annotations", lights: false),
    Export(file: "mne.csv", format: "BIDS events", lights: false),
    Export(file: "wonambi.tsv", format: "BIDS events", lights: false),
    Export(file: "snooz.tsv", format: "BIDS events", lights: false),
    Export(file: "yasa_events.tsv", format: "BIDS events", movements: false, lights: false),
    Export(file: "yasa_confidence.csv", format: "YASA hypnogram", movements: false, lights: false),
    Export(file: "caisr_stage.csv", format: "CAISR CSV", movements: false, lights: false),
    Export(file: "cinc2018.arousal", format: "WFDB annotations", movements: false, lights: false),
    Export(file: "slp.st", format: "WFDB annotations", movements: false, lights: false),
  ]

  @Test(arguments: exports)
  func `an export is recognized by its content and gives the same night`(_ export: Export) throws {
    // Luna's clock times need the recording's start; its file also has seconds.
    let context: ReadingContext = export.file == "luna.annot" ? .recording(day: 19_783, "23:57:00") : .test
    let night = try Fixture.read(export.file, context: context)
    #expect(night.formats == [export.format])
    #expect(night.unknownLabels.isEmpty)
    // What follows the last stage of a WFDB file is marked as undefined.
    if export.stages { #expect(Array(night.epochs.prefix(10)) == Fixture.stages) }
    if export.movements {
      // Noxturnal writes clock times to the second and names no leg.
      let expected = export.sides ? Fixture.movements : ["- 100.0+2.0", "- 120.0+2.0", "- 200.0+3.0"]
      #expect(night.movementTexts == expected)
      #expect(night.eventTexts == Fixture.events)
    }
    if export.lights {
      #expect(night.lightsOff == .zero)
      if export.file != "openxdf.xdf" { #expect(night.lightsOn == Instant(seconds: 300)) }
    }
  }

  @Test func `every fixture is one of the exports above`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder)
    #expect(Set(files).subtracting(["Field"]) == Set(FormatTests.exports.map(\.file)))
  }

  /// Anyone may name a file `.txt`: no format may claim another's.
  @Test(arguments: exports)
  func `only one format recognizes an export, or the first that does is the right one`(_ export: Export)
    throws
  {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixture.folder + "/" + export.file))
    guard export.format != "WFDB annotations" else { return }
    let night = try scoring(data, named: "renamed.txt")
    #expect(night.formats == [export.format])
  }

  @Test func `a text of no known format is refused with its beginning`() {
    let error = #expect(throws: AnnotationError.self) {
      try scoring("Dear colleague,\nthe night was quiet.\n")
    }
    #expect(error?.code == "unknown_scoring_format")
    #expect(error?.sentence.contains("Dear colleague") == true)
  }
}
