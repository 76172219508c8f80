import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import EDF
@testable import EDFSecondReader

/// Other readers must read what we write. They come from PyPI; set TIBIALIS_TEST_PYTHON to an interpreter that
/// has them.
@Suite struct OtherReadersTests {
  private static let annotations: [EDFAnnotation] = (0..<400).map { index in
    let duration: Double? = index % 3 == 0 ? nil : 0.5 + Double(index % 4)
    let text = index == 200 ? String(repeating: "long text ", count: 40) : "Limb movement \(index) µ"
    return EDFAnnotation(
      onset: Instant(seconds: Double(index) * 1.25), duration: duration.map { TimeSpan(seconds: $0) },
      text: text,
      channel: "EMG LAT")
  }

  /// Prints `[[onset, duration or null, text], ...]`, or with signals `{"label": [first digital values]}`.
  private static let scripts = [
    "edfio": """
    import sys, json, edfio
    f = edfio.read_edf(sys.argv[1])
    print(json.dumps([[a.onset, a.duration, a.text] for a in f.annotations]))
    print(json.dumps({s.label: [int(x) for x in s.digital[:20]] for s in f.signals}))
    """,
    "mne": """
    import sys, json, mne, warnings
    warnings.simplefilter('ignore'); mne.set_log_level('ERROR')
    a = mne.read_annotations(sys.argv[1])
    print(json.dumps([[float(o), float(d) or None, str(t)] for o, d, t in zip(a.onset, a.duration, a.description)]))
    if len(sys.argv) > 2:
        raw = mne.io.read_raw_edf(sys.argv[1])
        print(json.dumps({n: [round(float(x) * 1e6 * 10) for x in raw[n][0][0][:20]] for n in raw.ch_names}))
    else: print('{}')
    """,
    "pyedflib": """
    import sys, json, pyedflib
    f = pyedflib.EdfReader(sys.argv[1], pyedflib.READ_ALL_ANNOTATIONS)
    o, d, t = f.readAnnotations()
    print(json.dumps([[float(x), float(y) if float(y) >= 0 else None, str(z)] for x, y, z in zip(o, d, t)]))
    print(json.dumps({f.getLabel(i): [int(x) for x in f.readSignal(i, digital=True)[:20]] for i in range(f.signals_in_file)}))
    """,
  ]

  private func read(_ path: String, with module: String, signals: Bool) throws -> (JSONValue, JSONValue) {
    let python = try #require(Python.interpreter(with: [module]))
    let script = try #require(Self.scripts[module])
    let lines = try Python.run(python, ["-c", script, path] + (signals ? ["signals"] : [])).split(
      separator: "\n")
    return (
      try JSONValue(parsing: Data(lines[0].utf8), file: module),
      try JSONValue(parsing: Data(lines[1].utf8), file: module)
    )
  }

  private func check(_ found: JSONValue, _ module: String) throws {
    let rows = try #require(found.arrayValue)
    #expect(rows.count == Self.annotations.count)
    for (row, wanted) in zip(rows, Self.annotations) {
      let cells = try #require(row.arrayValue)
      #expect(abs((cells[0].doubleValue ?? .nan) - wanted.onset.seconds) < 1e-6)
      #expect(cells[1].doubleValue == wanted.duration?.seconds)
      #expect(cells[2].stringValue == wanted.written)
    }
  }

  private func checkAnnotationFile(_ module: String) throws {
    try TemporaryFolder.use { folder in
      try EDFAnnotationWriter.write(Self.annotations, to: folder + "/movements.edf")
      try check(read(folder + "/movements.edf", with: module, signals: false).0, module)
    }
  }

  private func checkRecording(_ module: String) throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/night.edf"
      let channels = ["EMG LAT", "EMG RAT"].map {
        EDFChannelDescription(
          label: $0, transducer: "AgAgCl", unit: "uV", physicalMinimum: -3276.8, physicalMaximum: 3276.7,
          prefilter: "HP:10Hz LP:100Hz", samplesPerRecord: 256)
      }
      var writer = try EDFRecordingWriter(
        path: path, channels: channels, recordCount: 600, annotations: Self.annotations)
      for record in 0..<600 {
        try writer.write(record: [(0..<256).map { Int16($0 - record) }, (0..<256).map { Int16(-$0) }])
      }
      try writer.finish()
      let (annotations, signals) = try read(path, with: module, signals: true)
      try check(annotations, module)
      #expect(signals["EMG LAT"]?.arrayValue?.map(\.integerValue) == (0..<20).map { Int?($0) })
      #expect(signals["EMG RAT"]?.arrayValue?.map(\.integerValue) == (0..<20).map { Int?(-$0) })
      let file = try EDFFile(path: path)
      #expect(file.warnings.isEmpty)
      #expect(file.annotations().all == Self.annotations)
      #expect(LibEDF.verdict(of: file).outcome == .accepted)
      #expect(try LibEDFAnnotations.read(path).count == Self.annotations.count)
    }
  }

  @Test(.enabled(if: Python.interpreter(with: ["edfio"]) != nil, "needs edfio from PyPI"))
  func `edfio reads what we write`() throws {
    try checkAnnotationFile("edfio")
    try checkRecording("edfio")
  }

  @Test(.enabled(if: Python.interpreter(with: ["mne"]) != nil, "needs MNE from PyPI"))
  func `MNE reads what we write`() throws {
    try checkAnnotationFile("mne")
    try checkRecording("mne")
  }

  @Test(.enabled(if: Python.interpreter(with: ["pyedflib"]) != nil, "needs pyEDFlib from PyPI"))
  func `pyEDFlib reads what we write`() throws {
    try checkAnnotationFile("pyedflib")
    try checkRecording("pyedflib")
  }
}
