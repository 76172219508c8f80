import Foundation
import LegEMG
import NightResults
import SleepEvents
import StructuredText
import Testing

@testable import NightViewer

@Suite struct ViewerTests {
  @Test func `a thousand movements apart fit the budget of a page`() {
    let budget = 1_700_000
    let moments = (0..<1000).map { Double($0) * 28...(Double($0) * 28 + 2) }
    let windows = LegTrace.Windows(moments: moments, reach: 10, limit: 28_800, budget: budget)
    #expect(4 * windows.count <= budget + 4 * windows.ranges.count)
    #expect(windows.rate >= 16)
    #expect(windows.ranges.count == 1000)
    let few = LegTrace.Windows(moments: [5...6, 12...13], reach: 10, limit: 100, budget: budget)
    #expect(few.rate == 100)
    #expect(few.ranges == [0..<2300])
  }

  @Test func `a tone inside the band is drawn at its height, an offset and a slow wave are not`() throws {
    let hertz = 200
    let samples = (0..<hertz * 90).map { index -> Float in
      let t = Double(index) / Double(hertz)
      let burst = t >= 40 && t < 42 ? 50 * sin(2 * .pi * 40 * t) : 0
      return Float(500 + 300 * sin(2 * .pi * 0.3 * t) + burst)
    }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: hertz))
    let windows = LegTrace.Windows(moments: [40...42], reach: 10, limit: 90, budget: 1 << 20)
    let trace = try LegTrace(source, band: 10...90, windows: windows, seconds: 90)
    #expect(abs(trace.overview.high[40] - 50) < 3)
    #expect(abs(trace.overview.low[41] + 50) < 3)
    #expect(trace.overview.high[20] < 1)
    #expect(trace.detail.low.count == windows.count)
    #expect(trace.detail.high.allSatisfy { $0.isFinite })
    #expect(abs(trace.detail.reach - 50) < 5)
  }

  @Test func `a channel beside the legs is drawn around its middle, its loudest moments cut`() throws {
    let hertz = 32
    // A flow of one breath per 4 s around 7, with a cough of a second.
    let samples = (0..<hertz * 200).map { index -> Float in
      let t = Double(index) / Double(hertz)
      return Float(7 + sin(2 * .pi * t / 4)) + (t >= 100 && t < 101 ? 500 : 0)
    }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: hertz))
    let windows = LegTrace.Windows(moments: [100...102], reach: 10, limit: 200, budget: 1 << 20, channels: 3)
    let trace = try LegTrace(source, band: nil, windows: windows, seconds: 200)
    let companion = CompanionTrace(name: "Flow", unit: "L/s", trace: trace)
    #expect(abs(companion.centre - 7) < 0.8)
    #expect((1...2.5).contains(companion.reach))
    let data = try #require(
      Data(base64Encoded: companion.json.members?.first { $0.key == "overview" }?.value.stringValue ?? ""))
    #expect(data.count == 400)
    #expect(Int8(bitPattern: data[2 * 100 + 1]) == 127)
    #expect(Int8(bitPattern: data[2 * 10]) > -127)
  }

  @Test func `minutes join without a seam`() throws {
    let hertz = 200
    let samples = (0..<hertz * 130).map { Float(20 * sin(2 * .pi * 30 * Double($0) / Double(hertz))) }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: hertz))
    let windows = LegTrace.Windows(moments: [60...60], reach: 5, limit: 130, budget: 1 << 20)
    let trace = try LegTrace(source, band: 10...90, windows: windows, seconds: 130)
    #expect(trace.overview.high[2..<128].allSatisfy { abs($0 - 20) < 0.5 })
  }

  @Test(arguments: [1.0, 4, 9])
  func `the line of the offset is where the detector ended movements, also over a noisy rest`(
    _ level: Double
  ) throws {
    var state: UInt64 = 88_172_645_463_325_252
    let samples = (0..<200 * 120).map { _ -> Float in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float((Double(state >> 11) * 0x1p-53 - 0.5) * 4.2 * level)
    }
    var analyzer = LegAnalyzer()
    analyzer.traced = TimeRange(start: Instant(seconds: 50), duration: .seconds(10))
    let record = try analyzer.analyze(
      ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: 200)), leg: .left, channel: "EMG LAT"
    )
    var document = NightDocument()
    document.parameters.detection = OrderedMembers()
    var figures = LegFigures()
    (figures.lowHertz, figures.highHertz) = (record.band.lowerBound, record.band.upperBound)
    document.quality.left = figures
    #expect(!record.trace.points.isEmpty)
    for point in record.trace.points {
      let resting = Double(try #require(point.resting))
      let drawn = MovementViewer.offsetThreshold(resting: resting, leg: .left, document: document)
      #expect(abs(drawn - Double(try #require(point.offsetThreshold))) < 0.001)
      #expect(level < 2 || drawn > resting + 2.1, "the scatter is what decides here")
    }
  }

  @Test func `every word of the script is among the words of the page`() throws {
    let used = ViewerMarkup.script.matches(of: /words\.([a-z_]+)/).map { String($0.output.1) }
    #expect(used.count > 8)
    for word in used { #expect(ViewerWords.json[word] != nil, "\(word)") }
    for command in ViewerWords.commands {
      #expect(ViewerMarkup.script.contains("\(command.key): \"\(command.name)\""), "\(command.name)")
    }
  }
}
