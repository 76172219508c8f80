import Foundation
import Testing
import Tibialis

@Suite struct ReadmeExampleTests {
  /// The example of the README, word for word but for the path.
  @Test func `the README's library example compiles and says what it should`() throws {
    try Scratch.use { folder in
      let path = folder + "/night.edf"
      try LegRecording.write(to: path)
      let night = try NightAnalyzer().analyze(path)
      for scored in night.nights {
        let indices = NightIndices(scored)
        let index = indices.periodicInSleepPerHour.map { "\($0)/h" } ?? "no sleep stages"
        print(scored.rules.name, index, "in", indices.series, "series")
      }
      for movement in night.movements.prefix(3) {
        print(movement.leg, movement.onset.seconds, movement.duration.seconds)
      }
      #expect(night.nights.map { NightIndices($0).periodicInSleepPerHour } == [160, 160])
    }
    let readme = try String(contentsOfFile: Manifest.root + "/README.md", encoding: .utf8)
    #expect(readme.contains("let night = try NightAnalyzer().analyze(path)"))
  }
}
