import EDF
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyReports

/// What EDFbrowser is to draw: each leg as analyzed, in the band of the analysis, with channels that help to
/// judge it.
///
/// The format is that of EDFbrowser 2.00 (its montage_file_format.txt): XML elements without attributes;
/// channels are given by labels of at most 16 printable ASCII characters or by number. EDFbrowser refuses the
/// whole montage if two subtracted signals differ in rate or resolution, or if a filter frequency reaches
/// half the rate.
package struct EDFBrowserMontage {
  /// A channel as EDFbrowser identifies it.
  struct Channel: Equatable {
    var label: String
    /// Its number in the recording; nil if only its label is known.
    var index: Int?
    /// 1 if the unit is unknown.
    var microvoltsPerUnit: Double
    var hertz: Double?
    var resolutionMicrovolts: Double?

    /// Whether a montage can refer to it.
    var isNameable: Bool {
      index != nil || ((1...16).contains(label.count) && label.utf8.allSatisfy { (32...126).contains($0) })
    }

    func canBeSubtracted(from other: Channel) -> Bool {
      hertz == other.hertz && resolutionMicrovolts == other.resolutionMicrovolts
        && microvoltsPerUnit == other.microvoltsPerUnit
    }
  }

  struct Trace: Equatable {
    enum Color: Int {
      case yellow = 12
      case cyan = 10
      case red = 7
      case green = 8
    }

    var channel: Channel
    var reference: Channel?
    var microvoltsPerCentimetre: Double
    var band: ClosedRange<Double>?
    var color: Color
  }

  private(set) var traces: [Trace] = []
  /// Labels that a montage cannot refer to; empty if the recording is available.
  package private(set) var leftOut: [String] = []
  private let pageSeconds: Double

  /// The montage of an analyzed night.
  ///
  /// - Parameter file: the recording, for channel numbers and an EEG in addition to the legs.
  package init(of document: NightDocument, recording file: EDFFile? = nil, pageSeconds: Double = 30) {
    self.pageSeconds = pageSeconds
    let known = EDFBrowserMontage.channels(of: document, file)
    var used: Set<String> = []
    for (leg, color) in [(Leg.left, Trace.Color.yellow), (.right, .cyan)] {
      guard let figures = document.quality[leg] else { continue }
      let (name, band) = (figures.channel, figures.band)
      // A leg's name is that of its channel, or `channel-reference`.
      if let whole = known.first(where: { $0.label == name }) {
        used.insert(whole.label)
        add(whole, band: band, color: color)
      } else {
        let pairs = known.flatMap { first in known.map { (first, $0) } }
        guard let (signal, reference) = pairs.first(where: { $0.0.label + "-" + $0.1.label == name }) else {
          leftOut.append(name)
          continue
        }
        used.formUnion([signal.label, reference.label])
        add(signal, minus: reference, band: band, color: color)
      }
    }
    // Apart from the legs, an analysis names only the ECG.
    for other in known where !used.contains(other.label) { addECG(other) }
    if let file { addEEG(of: file) }
  }

  /// The montage of a recording that has not been analyzed.
  package init(of file: EDFFile, legs: LegChannels, pageSeconds: Double = 30) {
    self.pageSeconds = pageSeconds
    for (leg, color) in [(legs.left, Trace.Color.yellow), (legs.right, .cyan)] {
      guard let leg else { continue }
      let signal = EDFBrowserMontage.channel(file.signals[leg.signal])
      add(
        signal, minus: leg.reference.map { EDFBrowserMontage.channel(file.signals[$0]) },
        band: signal.hertz.map { 10...max(11, min(100, 0.45 * $0)) }, color: color)
    }
    if let ecg = legs.ecg { addECG(EDFBrowserMontage.channel(file.signals[ecg])) }
    addEEG(of: file)
  }

  // MARK: Traces

  private mutating func add(
    _ channel: Channel, minus reference: Channel? = nil, band: ClosedRange<Double>?, color: Trace.Color
  ) {
    let nameable = [channel, reference].compactMap(\.self).filter(\.isNameable)
    leftOut += [channel, reference].compactMap(\.self).filter { !$0.isNameable }.map(\.label)
    func trace(_ channel: Channel, _ reference: Channel?) -> Trace {
      let limit = channel.hertz.map { 0.49 * $0 } ?? .infinity
      let isPossible = band.map { $0.upperBound <= limit } ?? false
      return Trace(
        channel: channel, reference: reference, microvoltsPerCentimetre: 50, band: isPossible ? band : nil,
        color: color)
    }
    if let reference, nameable.count == 2, reference.canBeSubtracted(from: channel) {
      traces.append(trace(channel, reference))
    } else {
      traces += nameable.map { trace($0, nil) }
    }
  }

  private mutating func addECG(_ channel: Channel) {
    guard channel.isNameable else { return leftOut.append(channel.label) }
    traces.append(Trace(channel: channel, microvoltsPerCentimetre: 500, color: .red))
  }

  /// The first EEG channel, by the EDF+ naming convention.
  private mutating func addEEG(of file: EDFFile) {
    let first = file.signals.first {
      $0.label.uppercased().hasPrefix("EEG") && $0.microvoltsPerUnit != nil && $0.problem == nil
        && ($0.samplingRate?.doubleValue ?? 0) >= 80
    }
    guard let first else { return }
    traces.append(
      Trace(
        channel: EDFBrowserMontage.channel(first), microvoltsPerCentimetre: 75, band: 0.3...35, color: .green)
    )
  }

  // MARK: Channels

  private static func channel(_ signal: EDFSignal) -> Channel {
    Channel(
      label: signal.label, index: signal.index, microvoltsPerUnit: signal.microvoltsPerUnit ?? 1,
      hertz: signal.samplingRate?.doubleValue, resolutionMicrovolts: signal.resolutionMicrovolts)
  }

  private static func channels(of document: NightDocument, _ file: EDFFile?) -> [Channel] {
    document.recording.signals.map { fact in
      if let signal = file?.signals.first(where: { $0.label == fact.label && !$0.isAnnotations }) {
        return channel(signal)
      }
      return Channel(
        label: fact.label, index: nil, microvoltsPerUnit: fact.microvoltsPerUnit ?? 1,
        hertz: fact.samplingRateHertz, resolutionMicrovolts: fact.resolutionMicrovolts)
    }
  }

  // MARK: XML

  /// The text of the montage file.
  package var text: String {
    var xml = XMLLines()
    xml.nest("EDFbrowser_montage") { xml in
      for trace in traces { trace.write(to: &xml) }
      // In units of 100 nanoseconds; at least one millisecond.
      xml.element("pagetime", String(Int64(max(0.001, min(pageSeconds, 1e6)) * 1e7)))
    }
    return "<?xml version=\"1.0\"?>\n" + xml.text
  }
}

extension EDFBrowserMontage.Trace {
  fileprivate func write(to xml: inout XMLLines) {
    xml.nest("signalcomposition") { xml in
      xml.element("num_of_signals", reference == nil ? "1" : "2")
      let scale = microvoltsPerCentimetre / channel.microvoltsPerUnit
      xml.element("voltpercm", Delimited.fixed(scale, 9) ?? "1")
      xml.element("screen_offset", "0.000000")
      xml.element("polarity", "1")
      xml.element("color", String(color.rawValue))
      xml.element("fidfilter_cnt", band == nil ? "0" : "2")
      xml.element("ravg_filter_cnt", "0")
      for (source, factor) in [(channel, "1.000000")] + (reference.map { [($0, "-1.000000")] } ?? []) {
        xml.nest("signal") { xml in
          if let index = source.index {
            xml.element("edfindex", String(index))
          } else {
            xml.element("label", source.label)
          }
          xml.element("factor", factor)
        }
      }
      if let band {
        filter(0, band.lowerBound, to: &xml)
        filter(1, band.upperBound, to: &xml)
      }
    }
  }

  /// A second-order Butterworth filter; `kind` 0 is a high-pass, 1 a low-pass.
  private func filter(_ kind: Int, _ hertz: Double, to xml: inout XMLLines) {
    xml.nest("fidfilter") { xml in
      xml.element("type", String(kind))
      xml.element("frequency", Delimited.fixed(hertz, 6) ?? "0")
      // These filters use neither, but both must be present; -1 is what EDFbrowser itself writes.
      xml.element("frequency2", Delimited.fixed(hertz * 1.12, 6) ?? "0")
      xml.element("ripple", "-1.000000")
      xml.element("order", "2")
      xml.element("model", "0")
    }
  }
}

/// Nested elements without attributes, indented by two blanks per level.
private struct XMLLines {
  private(set) var text = ""
  private var depth = 0

  mutating func element(_ name: String, _ content: String) {
    text += String(repeating: "  ", count: depth) + "<\(name)>\(MarkupText.escaped(content))</\(name)>\n"
  }

  mutating func nest(_ name: String, _ content: (inout XMLLines) -> Void) {
    text += String(repeating: "  ", count: depth) + "<\(name)>\n"
    depth += 1
    content(&self)
    depth -= 1
    text += String(repeating: "  ", count: depth) + "</\(name)>\n"
  }
}
