import Foundation
import Testing
import Tibialis

@Suite struct ReadmeExampleTests {
  /// The example of the README, verbatim except for the path.
  @Test func `the README's library example compiles and says what it should`() throws {
    try Scratch.use { folder in
      let path = folder + "/night.edf"
      try LegRecording.write(to: path)
      let night = try NightAnalyzer().analyze(path)
      for (rules, result) in night.ruleSets {
        print(
          rules, result.indices.periodicInSleepPerHour.map { "\($0)/h" } ?? result.indexReason?.sentence ?? ""
        )
        for stage in SleepStage.allCases { print(stage, result.stages?[stage].periodicPerHour ?? "-") }
      }
      for movement in night.movements.prefix(3) { print(movement.leg, movement.onset, movement.duration) }
      #expect(night.ruleSets.map { $0.value.indices.periodicInSleepPerHour } == [160, 160])
    }
    let readme = try String(contentsOfFile: Manifest.root + "/README.md", encoding: .utf8)
    #expect(readme.contains("let night = try NightAnalyzer().analyze(path)"))
  }

  @Test func `the citation names the version of the program`() throws {
    let citation = try String(contentsOfFile: Manifest.root + "/CITATION.cff", encoding: .utf8)
    #expect(citation.split(separator: "\n").contains("version: \(TibialisVersion.version)"))
  }
}
