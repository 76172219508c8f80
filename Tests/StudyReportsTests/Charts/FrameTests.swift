import Testing

@testable import StudyReports

/// A label near the edge of a picture is moved inside, whatever its length and anchor.
@Suite struct FrameTests {
  @Test(arguments: [
    (-5.0, "start"), (300, "start"), (5, "end"), (310, "end"), (2, "middle"), (299, "middle"),
  ])
  func `no label leaves the frame`(_ x: Double, _ anchor: String) throws {
    var drawing = Drawing(name: "n", width: 300, height: 100, title: "t", description: "d")
    let text = "a label of some length"
    drawing.text(text, x: x, y: 20, anchor: try #require(Drawing.Anchor(rawValue: anchor)), size: 10)
    let match = try #require(drawing.element.firstMatch(of: /<text x="([-0-9.]+)"/))
    let placed = try #require(Double(match.1))
    let length = 0.56 * 10 * Double(text.count)
    let start = anchor == "start" ? placed : anchor == "end" ? placed - length : placed - length / 2
    #expect(start >= -0.01)
    #expect(start + length <= 300.01)
  }

  @Test func `a label that fits stays where it is`() throws {
    var drawing = Drawing(name: "n", width: 300, height: 100, title: "t", description: "d")
    drawing.text("short", x: 40, y: 20, anchor: .middle)
    #expect(drawing.element.contains("<text x=\"40\""))
  }
}
