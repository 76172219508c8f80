import Foundation
import Testing
import Tibialis

/// An unset variable becomes an empty argument, which as a folder would be the root of the file system.
@Suite struct EmptyArgumentTests {
  @Test(
    arguments: [
      ["batch", "nights.tsv", "--out", ""], ["batch", "nights.tsv", "--out="], ["template", ""],
      ["simulate", "--out", ""], ["report", "out", "--svg", ""], ["merge", "out", "--database", ""],
      ["deidentify", "", "copy.edf"], ["deidentify", "night.edf", ""], ["verify", ""], ["status", ""],
    ])
  func `an empty argument is wrong usage`(_ arguments: [String]) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("is a variable unset?"))
  }

  @Test func `the name of a drug may be empty, which is unknown`() throws {
    #expect(try Tool.run("drug", "").status == 0)
  }

  @Test func `a result that is a link to itself is a damaged night, not a folder of nights`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 120)
      #expect(try Tool.run("analyze", folder + "/1.edf", "--out", folder + "/n", "--quiet").status == 0)
      let result = folder + "/n/result.json"
      try FileManager.default.removeItem(atPath: result)
      try FileManager.default.createSymbolicLink(atPath: result, withDestinationPath: "result.json")
      #expect(try Tool.run("report", folder + "/n").status == 66)
      let target = folder + "/x.tsv"
      #expect(try Tool.run("export", folder + "/n", "--to", "bids", "--out", target).status == 66)
      #expect(!FileManager.default.fileExists(atPath: target))
    }
  }
}
