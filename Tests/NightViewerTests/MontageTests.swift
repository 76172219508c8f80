import Foundation
import NightResults
import SleepEvents
import Testing

@testable import NightViewer

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct MontageTests {
  private func montage(
    label: String = "EMG LAT", channel: String? = nil, signals: [RecordingFacts.Signal]? = nil
  ) -> EDFBrowserMontage {
    var document = NightDocument()
    document.recording.signals = signals ?? [MontageTests.signal(label), MontageTests.signal("EMG RAT")]
    for (leg, name) in [(Leg.left, channel ?? label), (.right, "EMG RAT")] {
      var figures = LegFigures()
      figures.channel = name
      (figures.lowHertz, figures.highHertz) = (10, 90)
      document.quality[leg] = figures
    }
    return EDFBrowserMontage(of: document)
  }

  private static func signal(
    _ label: String, microvoltsPerUnit: Double = 1, hertz: Double = 200, resolution: Double = 0.1
  ) -> RecordingFacts.Signal {
    RecordingFacts.Signal(
      label: label, microvoltsPerUnit: microvoltsPerUnit, samplingRateHertz: hertz,
      resolutionMicrovolts: resolution)
  }

  static let hostile = [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "' & <b>]]>", "\u{202E}txt.exe\u{2066}",
    "\u{0}\u{1}\u{FFFE}", "👩‍⚕️ левая нога רגל", String(repeating: "x", count: 10_000),
  ]

  @Test func `both legs are drawn in the band of the analysis, thirty seconds a page`() throws {
    let made = try #require(MontageReading.read(montage().text))
    #expect(!made.hasAttributes)
    #expect(made.values("label") == ["EMG LAT", "EMG RAT"])
    #expect(made.values("num_of_signals") == ["1", "1"])
    #expect(made.values("voltpercm") == ["50.000000000", "50.000000000"])
    #expect(made.values("type") == ["0", "1", "0", "1"])
    #expect(made.values("frequency") == ["10.000000", "90.000000", "10.000000", "90.000000"])
    #expect(made.values("pagetime") == ["300000000"])
    #expect(Set(made.values("color")).count == 2)
  }

  @Test func `a derived leg is the difference of its electrodes`() throws {
    let signals = [
      MontageTests.signal("Leg/L1"), MontageTests.signal("Leg/L2"), MontageTests.signal("EMG RAT"),
      MontageTests.signal("ECG", microvoltsPerUnit: 1000),
    ]
    let made = try #require(
      MontageReading.read(montage(channel: "Leg/L1-Leg/L2", signals: signals).text))
    #expect(made.values("num_of_signals") == ["2", "1", "1"])
    #expect(made.values("label") == ["Leg/L1", "Leg/L2", "EMG RAT", "ECG"])
    #expect(made.values("factor") == ["1.000000", "-1.000000", "1.000000", "1.000000"])
    #expect(made.values("voltpercm").last == "0.500000000", "500 microvolts in a channel of millivolts")
  }

  @Test func `electrodes that EDFbrowser would not subtract are two traces`() throws {
    let signals = [
      MontageTests.signal("L1"), MontageTests.signal("L2", resolution: 0.2), MontageTests.signal("EMG RAT"),
    ]
    let made = try #require(MontageReading.read(montage(channel: "L1-L2", signals: signals).text))
    #expect(made.values("num_of_signals") == ["1", "1", "1"])
    #expect(made.values("label") == ["L1", "L2", "EMG RAT"])
  }

  @Test func `a filter that reaches half the rate is left out, since EDFbrowser refuses the whole file`()
    throws
  {
    let signals = [MontageTests.signal("EMG LAT", hertz: 180), MontageTests.signal("EMG RAT")]
    let made = try #require(MontageReading.read(montage(signals: signals).text))
    #expect(made.values("fidfilter_cnt") == ["0", "2"])
  }

  @Test(arguments: MontageTests.hostile.indices)
  func `a label that no montage can hold is left out and told of`(_ index: Int) throws {
    let label = MontageTests.hostile[index]
    let montage = montage(label: label)
    let made = try #require(MontageReading.read(montage.text))
    let isPlain = label.count <= 16 && label.utf8.allSatisfy { (32...126).contains($0) }
    #expect(made.values("label") == (isPlain ? [label, "EMG RAT"] : ["EMG RAT"]))
    #expect(montage.leftOut.isEmpty == isPlain)
    #expect(montage.text.utf8.count < 5000)
  }

  @Test func `markup in a label stays text, and the same night gives the same bytes`() throws {
    let text = montage(label: "<L> & \"x\" 'y'").text
    #expect(MontageReading.read(text)?.values("label").first == "<L> & \"x\" 'y'")
    #expect(!text.contains("<L>"))
    #expect(montage(label: "<L> & \"x\" 'y'").text == text)
  }
}

/// The elements of a montage in document order.
private final class MontageReading: NSObject, XMLParserDelegate {
  private(set) var hasAttributes = false
  private var elements: [(name: String, text: String)] = []

  /// Nil if the text is not well-formed XML.
  static func read(_ text: String) -> MontageReading? {
    let reading = MontageReading()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reading
    return parser.parse() ? reading : nil
  }

  func values(_ name: String) -> [String] { elements.filter { $0.name == name }.map(\.text) }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append((name, ""))
    hasAttributes = hasAttributes || !attributes.isEmpty
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    // Whitespace between elements is not part of their text.
    if !string.contains(where: \.isNewline) { elements[elements.count - 1].text += string }
  }
}
