import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// The real files next to the project.
@Suite(.enabled(if: RealExports.areThere, "the real scorings are not beside the project"))
struct RealExportTests {
  @Test func `a French Noxturnal export gives its 29 movements and takes its PLM span as a series`() throws {
    let night = try RealExports.read("noxturnal_events_2.csv")
    #expect(night.legMovements.count == 29)
    #expect(night.legMovements.first?.onset == Instant(seconds: 2155))
    #expect(night.warns("series_mark"))
    #expect(night.unknownLabels.isEmpty)
    let span = TimeRange(start: Instant(seconds: 2155), duration: TimeSpan(seconds: 126.925))
    #expect(
      night.legMovements.filter { span.contains($0.onset) }.map(\.onset.seconds) == [2155, 2244, 2259, 2277])
    #expect(night.respiratoryEvents.count == 114 + 89 + 1)
    #expect(night.arousals.count == 76)
  }

  @Test func `DOMINO's three exports are read, and its muscle activity is not taken for movements`() throws {
    let profile = try RealExports.read("domino_sleep_profile.txt")
    #expect(profile.epochs.count == 121)
    #expect(profile.epochs.filter { $0 == .rem }.count == 63)
    let arousals = try RealExports.read("domino_arousals.txt")
    #expect(arousals.arousals.count == 29)
    #expect(arousals.arousals.first?.start == Instant(seconds: 60.75))
    let activity = try RealExports.read("domino_generic_events.txt")
    #expect(activity.legMovements.isEmpty)
    #expect(activity.warnings.first { $0.code == "muscle_activity" }?.message.hasPrefix("269 ") == true)
    #expect(activity.unknownLabels.isEmpty)
  }

  @Test func `a whole night of annotations gives its movements by leg`() throws {
    let night = try RealExports.read("wholenight_male71_annotations.edf")
    #expect(night.legMovements.filter { $0.leg == .right }.count == 719)
    #expect(night.legMovements.filter { $0.leg == .left }.count == 542)
    #expect(night.respiratoryEvents.count == 226)
  }

  @Test(arguments: 1...3) func `PSG-IPA's three scorers give stages`(_ scorer: Int) throws {
    let night = try RealExports.read("SN1_SleepStages_manual_scorer\(scorer).edf")
    #expect(night.epochs.count > 800)
    #expect(night.unknownLabels.isEmpty)
  }
}

enum RealExports {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/scorings").path

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder) }

  static func read(_ name: String) throws -> NightAnnotations {
    try ScoringReader.read(folder + "/" + name, context: .test)
  }
}
