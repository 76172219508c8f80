import Foundation
import StructuredText
import Testing

@testable import StudyComparison

/// The committed table of `Scripts/calibration` must be within its bounds, and some of its cells are rerun in
/// short with fixed seeds, so that neither goes stale unnoticed.
@Suite struct CalibrationTests {
  private func table() throws -> DelimitedTable {
    try DelimitedTable(
      path: ReferenceData.root.appending(path: "Scripts/calibration.tsv").path,
      required: ["part", "model", "design", "nights", "rate_ratio", "lower", "higher", "bound"])
  }

  @Test func `false claims of every model and design stay within their bounds`() throws {
    var cells = 0
    for row in try table().rows where row["part"] != "plan" {
      guard let bound = try row.number("bound"), let lower = try row.number("lower"),
        let higher = try row.number("higher"), let qualified = try row.number("with_drift_clause")
      else { continue }
      cells += 1
      let isDrift = row["model"]?.hasPrefix("drift") == true
      let claims = lower + higher - (isDrift ? qualified : 0)
      #expect(claims <= bound, "\(row.raw)")
    }
    #expect(cells > 300)
  }

  @Test func `as many nights as planned show the change about four times in five`() throws {
    let rows = try table().rows.filter { $0["part"] == "plan" }
    #expect(rows.count == 36)
    for row in rows {
      let claims = (try row.number("lower") ?? 0) + (try row.number("higher") ?? 0)
      #expect((0.755...0.895).contains(claims), "\(row.raw)")
    }
  }

  /// The most claims in this many of 200 persons (or the least, if there is a change to find).
  private struct Cell: CustomTestStringConvertible, Sendable {
    var model: NightModel
    var design: ComparisonDesign
    var assignment = NightAssignment.fixed
    var plan: [PlannedNight]
    var ratio = 1.0
    var claims: ClosedRange<Int>
    var testDescription: String { "\(model.name), \(design.rawValue), \(plan.count) nights, ratio \(ratio)" }
  }

  private static let cells = [
    Cell(
      model: NightModel("CV .47", 0.47), design: .beforeAfter, plan: PlannedNight.beforeAfter(3, 3),
      claims: 0...6),
    Cell(
      model: NightModel("CV .47, AR .3", 0.47, likeness: 0.3), design: .beforeAfter,
      plan: PlannedNight.beforeAfter(7, 7), claims: 0...19),
    Cell(
      model: NightModel("40 % zero nights", 0.47, shape: .zeros), design: .beforeAfter,
      plan: PlannedNight.beforeAfter(2, 2), claims: 0...2),
    Cell(
      model: NightModel("CV .3 before, .8 after", 0.3, after: 0.8), design: .beforeAfter,
      plan: PlannedNight.beforeAfter(14, 2), claims: 0...23),
    Cell(
      model: NightModel("CV .47", 0.47), design: .interleaved, plan: PlannedNight.turns(1, times: 14),
      claims: 0...16),
    Cell(
      model: NightModel("drift -50 %", 0.47, drift: 0.5), design: .interleaved, assignment: .drawn,
      plan: PlannedNight.pairs(7, seed: 2026), claims: 0...15),
    Cell(
      model: NightModel("CV .47", 0.47), design: .dose,
      plan: PlannedNight.steps([0, 25, 50, 100], nights: 3),
      claims: 0...11),
    Cell(
      model: NightModel("CV .35", 0.35), design: .beforeAfter, plan: PlannedNight.beforeAfter(9, 9),
      ratio: 0.5,
      claims: 152...190),
    Cell(
      model: NightModel("CV .35", 0.35), design: .interleaved, assignment: .drawn,
      plan: PlannedNight.pairs(7, seed: 7), ratio: 0.5, claims: 142...186),
  ]

  @Test(arguments: cells)
  private func `one cell run again in short`(_ cell: Cell) {
    var drawing = NightDrawing(seed: 11)
    var claims = 0
    for _ in 0..<200 {
      let nights = cell.model.nights(cell.plan, ratio: cell.ratio, drawing: &drawing)
      let result = DesignedComparison(
        nights, design: cell.design, assignment: cell.assignment, barred: nil)
      if result.verdict == .lower || result.verdict == .higher { claims += 1 }
    }
    #expect(cell.claims.contains(claims), "\(claims) of 200")
  }
}
