import Foundation
import StructuredText
import Testing

@testable import StudyComparison

/// The committed table of `Scripts/calibration` against the simulation of the specification, and one cell of it run
/// again, so that neither can go stale unseen.
@Suite struct CalibrationTests {
  private static let sizes = [1, 2, 3, 5, 7, 14]

  /// statistics.md 5.1, type I error of the headline interval, log-SD 0.45, 20/h.
  private static let specifiedTypeOne: [[Double]] = [
    [0.000, 0.000, 0.003, 0.012, 0.023, 0.040], [0.000, 0.003, 0.010, 0.022, 0.033, 0.043],
    [0.004, 0.007, 0.015, 0.023, 0.034, 0.043], [0.010, 0.018, 0.022, 0.019, 0.022, 0.032],
    [0.024, 0.030, 0.032, 0.024, 0.025, 0.035], [0.038, 0.044, 0.048, 0.029, 0.032, 0.041],
  ]

  /// The same for the power to see a halving.
  private static let specifiedPower: [[Double]] = [
    [0.000, 0.008, 0.037, 0.112, 0.149, 0.189], [0.007, 0.068, 0.148, 0.245, 0.297, 0.387],
    [0.049, 0.147, 0.247, 0.373, 0.435, 0.539], [0.133, 0.273, 0.386, 0.322, 0.415, 0.596],
    [0.193, 0.359, 0.472, 0.435, 0.526, 0.721], [0.276, 0.459, 0.602, 0.627, 0.743, 0.904],
  ]

  private func table() throws -> DelimitedTable {
    try DelimitedTable(
      path: ReferenceData.root.appending(path: "Scripts/calibration.tsv").path,
      required: ["part", "sigma", "rate_ratio", "n_before", "n_after", "coverage", "lower", "higher"])
  }

  private func numbers(_ row: DelimitedTable.Row, _ columns: String...) throws -> [Double] {
    try columns.map { column in try #require(try row.number(column)) }
  }

  @Test func `statistics 5.1: type I error and power of the tool agree with the specification's simulation`()
    throws
  {
    var cells = 0
    for row in try table().rows where row["part"] == "grid" {
      let cell = try numbers(row, "sigma", "rate_ratio", "n_before", "n_after", "lower", "higher")
      guard cell[0] == 0.45, let before = CalibrationTests.sizes.firstIndex(of: Int(cell[2])),
        let after = CalibrationTests.sizes.firstIndex(of: Int(cell[3]))
      else { continue }
      // Both simulations have 5,000 replicates: 4 standard errors of a difference.
      if cell[1] == 1 {
        cells += 1
        #expect(abs(cell[4] + cell[5] - CalibrationTests.specifiedTypeOne[before][after]) < 0.017, "\(cell)")
      } else if cell[1] == 0.5 {
        cells += 1
        #expect(abs(cell[4] - CalibrationTests.specifiedPower[before][after]) < 0.042, "\(cell)")
      }
    }
    #expect(cells == 72)
  }

  @Test func `statistics 5.1: error and coverage stay within the stated bounds over the whole grid`() throws {
    // With at least two nights a side, by log-SD: largest type I error, smallest coverage, with room for chance.
    let bounds: [Double: (typeOne: Double, coverage: Double)] = [
      0.30: (0.035, 0.965), 0.45: (0.058, 0.942), 0.60: (0.075, 0.925), 0.80: (0.10, 0.895),
    ]
    var cells = 0
    for row in try table().rows where row["part"] == "grid" {
      let cell = try numbers(row, "sigma", "rate_ratio", "n_before", "n_after", "coverage", "lower", "higher")
      guard cell[2] >= 2, cell[3] >= 2, let bound = bounds[cell[0]] else { continue }
      cells += 1
      #expect(cell[4] >= bound.coverage, "\(cell)")
      if cell[1] == 1 { #expect(cell[5] + cell[6] <= bound.typeOne, "\(cell)") }
    }
    #expect(cells == 4 * 5 * 25)
  }

  @Test func `statistics 3.5: as many nights as planned show the change about four times in five`() throws {
    let rows = try table().rows.filter { $0["part"] == "plan" }
    #expect(rows.count == 6)
    for row in rows {
      let plain = try #require(try row.number("plain_not_1"))
      #expect((0.72...0.90).contains(plain), "\(row.raw)")
    }
  }

  @Test func `one cell run again: 3 + 3 nights without a change are seldom called one`() {
    var generator = SplitMix64(seed: 11)
    func night(_ day: Int) -> CountedNight {
      let normal = (-2 * log(generator.uniform())).squareRoot() * cos(2 * Double.pi * generator.uniform())
      return CountedNight(count: Int((126 * exp(0.45 * normal)).rounded()), hours: 6.3, day: day)
    }
    var wrong = 0
    var covered = 0
    for _ in 0..<1000 {
      let nights = CountedNights(before: (0..<3).map(night), after: (3..<6).map(night))
      guard let interval = ModeratedNegativeBinomial(nights)?.estimate.interval(level: 0.95) else { continue }
      if interval.contains(1) { covered += 1 } else { wrong += 1 }
    }
    #expect(wrong + covered == 1000)
    #expect((3...32).contains(wrong), "1.5 % in the specification, found \(wrong) of 1000")
  }
}
