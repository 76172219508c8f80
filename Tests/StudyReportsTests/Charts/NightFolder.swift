import Foundation
import StructuredText

@testable import StudyReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A small night on disk: ten movements, of which six are periodic, two near misses, and stages.
struct NightFolder {
  static let hostile = [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "' & <b>]]>", "\u{202E}txt.exe\u{2066}",
    "\u{0}\u{1}\u{FFFE}", "👩‍⚕️ левая нога רגל", String(repeating: "x", count: 10_000),
  ]

  let path: String
  private let channel: String?
  private let signals: JSONValue?

  /// - Parameters:
  ///   - label: stands wherever a text of the recording reaches a page.
  ///   - channel: the left leg's, where it is not simply the label.
  ///   - signals: of the recording, where they are not simply the two legs'.
  init(
    label: String = "EMG LAT", flag: String = "one_leg", channel: String? = nil, signals: JSONValue? = nil
  ) throws {
    self.channel = channel
    self.signals = signals
    path = FileManager.default.temporaryDirectory.path + "/night-\(UUID().uuidString)"
    try TextFile.makeFolder(path)
    try write(result(label, flag).text(), "result.json")
    var legs = "leg\tonset_s\tduration_s\tresting_uv\tpeak_uv\tarea_uvs\tstage\twasm2016\taasm3\n"
    var combined =
      "number\tonset_s\tduration_s\tside\tmembers\tstage\tcandidate\timi_s\tshort_interval\tperiodic\tseries\t"
      + "respiratory\tarousal\tperiodic_nr\tseries_nr\treason\n"
    for number in 1...10 {
      let onset = 1800 + 30 * number
      let isPeriodic = number <= 6
      let leg = number % 2 == 0 ? "R" : "L"
      legs += "\(leg)\t\(onset).000000000\t1.500000000\t1.200\t80.000\t20.000\tN2\t\(number)\twake\n"
      combined +=
        "\(number)\t\(onset).000000000\t1.500000000\t\(leg)\t1\tN2\ttrue\t\(number == 1 ? "n/a" : "30")\tfalse\t"
        + "\(isPeriodic)\t\(isPeriodic ? "1" : "n/a")\tfalse\tfalse\t\(isPeriodic)\tn/a\t"
        + "\(isPeriodic ? "periodic" : "not_in_series")\n"
    }
    try write(legs, "leg_movements.tsv")
    try write(combined, "movements_wasm2016.tsv")
    try write(combined.split(separator: "\n")[0] + "\n", "movements_aasm3.tsv")
    try write(
      "leg\tonset_s\tduration_s\tresting_uv\tpeak_uv\tarea_uvs\tstage\twasm2016\taasm3\tcriterion\trequired\tfound\n"
        + "L\t2500\t0.4\t1.2\t20\t2\tN2\ttoo_short\ttoo_short\ttoo_short\t0.5\t0.4\n"
        + "R\t2600\t0.6\t1.2\t9\t2\tN2\tn/a\tn/a\tmedian\t0.5\t0.44\n", "near_misses.tsv")
    try write(
      "onset\tduration\ttrial_type\tleg\n0\t600\tsleep_stage_W\tn/a\n600\t2400\tsleep_stage_N2\tn/a\n"
        + "3000\t600\tsleep_stage_R\tn/a\n900\t3\tarousal\tn/a\n950\t15\thypopnea\tn/a\n980\t15\tobstructive_apnea\tn/a\n",
      "events.tsv")
    var quality = "leg\tonset_s\tduration_s\tvalid\tresting_uv\tenvelope_mean_uv\tenvelope_peak_uv\n"
    for leg in ["L", "R"] {
      for minute in 0..<60 {
        quality += "\(leg)\t\(minute * 60)\t60\t\(minute != 30)\t1.\(minute % 10)\t2.5\t40\n"
      }
    }
    try write(quality, "quality.tsv")
  }

  static func signal(
    _ label: String, microvoltsPerUnit: Double = 1, hertz: Double = 200, resolution: Double = 0.1
  ) -> JSONValue {
    [
      "label": .string(label), "microvolts_per_unit": .number(microvoltsPerUnit),
      "sampling_rate_hz": .number(hertz), "resolution_uv": .number(resolution),
    ]
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, _ name: String) throws {
    try TextFile.writeAtomically(text, to: path + "/" + name)
  }

  private func result(_ label: String, _ flag: String) -> JSONValue {
    let indices: JSONValue = [
      "plms": 6, "plms_index": 7.2, "respiratory_option": .string(label),
      "by_hour": [["start_s": 600, "sleep_h": 0.8333, "plms": 6, "plms_index": 7.2]],
      "by_stage": [
        "N2": ["hours": 0.6667, "plm": 6, "plm_index": 9], "R": ["hours": 0.1667, "plm": 0, "plm_index": 0],
      ],
      "intervals": ["median_s": 30],
    ]
    return [
      "schema": "tibialis-night/1", "tool": ["name": "tibialis", "version": "0.1.0", "parameter_hash": "00"],
      "recording": [
        "format": "EDF+C", "start": "22:50:00", "duration_s": 3600,
        "signals": signals ?? [NightFolder.signal(label), NightFolder.signal("EMG RAT")],
      ],
      "parameters": [
        "changed": [.string(label)],
        "rule_sets": [
          "wasm2016": ["minimum_interval": "10", "maximum_interval": "90"],
          "aasm3": ["minimum_interval": "5", "maximum_interval": "90"],
        ],
      ],
      "sleep": ["tst_h": 0.8333, "source": .string(label)],
      "quality": [
        "left": ["channel": .string(channel ?? label), "band_hz": [10, 90]],
        "right": ["channel": "EMG RAT", "band_hz": [10, 90]], "flags": [.string(flag)],
      ],
      "rule_sets": ["wasm2016": indices, "aasm3": indices],
      "sensitivity": [
        "wasm2016": ["low": 6, "high": 8, "moved_most_by": ["choice": .string(label)]],
        "aasm3": ["low": 7, "high": 16],
      ],
      "warnings": [["code": "x", "message": .string(label), "location": .string(label)]],
      "fingerprint": .string(label),
    ]
  }
}

/// How a picture reads as XML: whether it is well formed, and how many elements of each name lie in each class.
final class PictureReading: NSObject, XMLParserDelegate {
  private(set) var marks: [String: Int] = [:]
  private(set) var texts: [String] = []
  private var classes: [String] = []
  private var names: [String] = []

  /// Nil where the text is no well-formed XML.
  static func read(_ svg: String) -> PictureReading? {
    let reading = PictureReading()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reading
    return parser.parse() ? reading : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    for group in Set(classes) where !group.isEmpty { marks["\(group) \(name)", default: 0] += 1 }
    classes.append(attributes["class"] ?? "")
    names.append(name)
    if name == "text" { texts.append("") }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if names.last == "text" { texts[texts.count - 1] += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    classes.removeLast()
    names.removeLast()
  }
}
