import EDF
import SleepEvents
import StructuredText

/// A half-open period, unbounded where the user sets no limit.
package struct TimeWindow: Sendable {
  package let from: Instant?
  package let to: Instant?

  /// - Parameters: limits in seconds since the start of the recording.
  package init(from: Double? = nil, to: Double? = nil) {
    self.from = from.map(Instant.init(seconds:))
    self.to = to.map(Instant.init(seconds:))
  }

  package func contains(_ instant: Instant) -> Bool {
    (from.map { $0 <= instant } ?? true) && (to.map { instant < $0 } ?? true)
  }
}

/// The samples of one channel as the table printed by `extract`: time, digital, physical and microvolt value.
package struct SampleTable: Sendable {
  package static let columns = ["onset_s", "digital", "physical", "microvolts"]
  private static let block = 16 << 10

  private let file: EDFFile
  private let signal: EDFSignal
  private let window: TimeWindow

  /// - Throws: `EDFError.unusableChannel` for a channel without calibration, samples or time.
  package init(_ file: EDFFile, signal: EDFSignal, window: TimeWindow = TimeWindow()) throws(EDFError) {
    if signal.isAnnotations {
      throw .unusableChannel(
        file: file.name, channel: signal.displayName, byte: nil, problem: "the channel contains annotations",
        advice: "ask for its annotations instead")
    }
    if let problem = signal.problem {
      throw .unusableChannel(
        file: file.name, channel: signal.displayName, byte: nil, problem: problem.text,
        advice: "choose another channel")
    }
    self.file = file
    self.signal = signal
    self.window = window
  }

  /// Writes the header and the rows in chunks of bounded size.
  package func write(to output: (String) -> Void) throws(EDFError) {
    output(Delimited.tsvLine(Self.columns))
    var text = ""
    try forEachSample { time, digital in
      text += Delimited.seconds(time.seconds) ?? ""
      text += "\t\(digital)\t"
      let physical = signal.physical(digital: digital)
      text += physical.map(JSONValue.numberText) ?? "n/a"
      text += "\t"
      text += microvolts(physical).map(JSONValue.numberText) ?? "n/a"
      text += "\n"
      if text.utf8.count > 64 << 10 {
        output(text)
        text = ""
      }
    }
    output(text)
  }

  /// Writes the same as one JSON array of objects, also in chunks, since a night has millions of samples.
  package func writeJSON(to output: (String) -> Void) throws(EDFError) {
    var text = "["
    var separator = "\n"
    try forEachSample { time, digital in
      let physical = signal.physical(digital: digital)
      let row: JSONValue = [
        "onset_s": .number(time.seconds), "digital": .integer(Int(digital)), "physical": JSONValue(physical),
        "microvolts": JSONValue(microvolts(physical)),
      ]
      text += separator + row.text(pretty: false)
      separator = ",\n"
      if text.utf8.count > 64 << 10 {
        output(text)
        text = ""
      }
    }
    output(text + "\n]\n")
  }

  private func microvolts(_ physical: Double?) -> Double? {
    guard let physical, let scale = signal.microvoltsPerUnit else { return nil }
    return physical * scale
  }

  private func forEachSample(_ body: (Instant, Int32) -> Void) throws(EDFError) {
    for segment in file.segments {
      let all = file.samples(of: segment, signal: signal.index)
      var start = firstSample(in: all)
      while start < all.upperBound {
        let samples = start..<min(start + Self.block, all.upperBound)
        let values = try file.digitalSamples(signal: signal.index, samples: samples)
        for (offset, value) in values.enumerated() {
          let time = file.time(ofSample: start + offset, signal: signal.index)
          if let end = window.to, time >= end { break }
          if window.contains(time) { body(time, value) }
        }
        start = samples.upperBound
        if let end = window.to, file.time(ofSample: start - 1, signal: signal.index) >= end { break }
      }
    }
  }

  /// The first sample at or after the start of the window.
  private func firstSample(in samples: Range<Int>) -> Int {
    guard let from = window.from else { return samples.lowerBound }
    var (low, high) = (samples.lowerBound, samples.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if file.time(ofSample: middle, signal: signal.index) < from { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
