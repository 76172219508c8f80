import EDF
import EDFSecondReader
import LegEMG
import SleepEvents

/// The signal of one leg: a channel, or the difference of two electrodes on the same leg.
package struct Derivation: SampleSource {
  package let samplingRate: SamplingRate
  package let segments: [SampleSegment]
  package let resolutionMicrovolts: Double
  package let rangeMicrovolts: ClosedRange<Float>
  /// The channel's label, followed by a minus sign and its reference if there is one.
  package let name: String

  /// The prefilter texts of its electrodes from the header.
  var prefilters: [String] { signals.map { file.signals[$0].prefilter } }

  private let file: EDFFile
  private let signal: Int
  private let reference: Int?
  /// Used instead of an unknown unit.
  private let assumedMicrovolts: Double?
  /// Used instead of our own reader if the user asked for libedf.
  private let reader: LibEDFReader?
  /// Supplies the samples it holds without reading the file.
  private var window: RecordWindow?
  /// Records what cannot be read; nil to fail instead.
  private var losses: UnreadableSamples?

  /// - Parameters:
  ///   - reference: index of the electrode to subtract.
  ///   - assumedMicrovoltsPerUnit: the user's scale for a channel without a known unit.
  /// - Throws: `NightError` if the channel is not calibrated or not a voltage, or the two electrodes have
  ///   different rates.
  package init(
    file: EDFFile, signal: Int, reference: Int? = nil, assumedMicrovoltsPerUnit: Double? = nil,
    reader: LibEDFReader? = nil
  ) throws(NightError) {
    self.reader = reader
    let channel = file.signals[signal]
    guard let rate = channel.samplingRate, let gain = channel.gain else {
      throw .unusableChannel(
        file: file.name, channel: channel.label,
        problem: channel.problem?.text ?? "the channel has no samples",
        advice: "choose another channel")
    }
    func scale(_ channel: EDFSignal) throws(NightError) -> Double {
      guard let scale = channel.microvoltsPerUnit ?? assumedMicrovoltsPerUnit else {
        throw .notAVoltage(file: file.name, channel: channel.label, unit: channel.unit)
      }
      return scale
    }
    let microvolts = try scale(channel)
    assumedMicrovolts = channel.microvoltsPerUnit == nil ? assumedMicrovoltsPerUnit : nil
    var resolution = abs(gain) * microvolts
    var limits = Derivation.limits(of: channel, scale: microvolts)
    if let reference {
      let other = file.signals[reference]
      guard other.samplesPerRecord == channel.samplesPerRecord, let otherGain = other.gain else {
        throw .unusableChannel(
          file: file.name, channel: other.label,
          problem: "expected the rate of '\(channel.label)' to subtract it, found another or no calibration",
          advice: "choose two electrodes of one leg that were recorded alike")
      }
      let otherScale = try scale(other)
      resolution = max(resolution, abs(otherGain) * otherScale)
      let otherLimits = Derivation.limits(of: other, scale: otherScale)
      limits =
        min(limits.lowerBound, -otherLimits.upperBound)...max(limits.upperBound, -otherLimits.lowerBound)
    }
    samplingRate = SamplingRate(
      samples: Int(rate.numerator), secondsNumerator: Int(rate.denominator), secondsDenominator: 1)
    segments = file.segments.map { segment in
      let samples = file.samples(of: segment, signal: signal)
      return SampleSegment(firstSample: samples.lowerBound, count: samples.count, onset: segment.onset)
    }
    resolutionMicrovolts = resolution
    rangeMicrovolts = limits
    name = reference.map { channel.label + "-" + file.signals[$0].label } ?? channel.label
    self.file = file
    self.signal = signal
    self.reference = reference
  }

  /// The same derivation, recording unreadable samples instead of failing.
  func noting(_ losses: UnreadableSamples) -> Derivation {
    var other = self
    other.losses = losses
    return other
  }

  package func readMicrovolts(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    do { try readAll(range, into: buffer) } catch let error as EDFError {
      guard losses != nil, error.isReadFailure else { throw error }
      try readRecords(range, into: buffer)
    }
  }

  /// Record by record: an unreadable record is noted and filled with the last sample before it.
  private func readRecords(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let perRecord = file.signals[signal].samplesPerRecord
    var sample = range.lowerBound
    while sample < range.upperBound {
      let next = min(range.upperBound, (sample / perRecord + 1) * perRecord)
      let part = UnsafeMutableBufferPointer(
        rebasing: buffer[sample - range.lowerBound..<next - range.lowerBound])
      do { try readAll(sample..<next, into: part) } catch let error as EDFError {
        guard error.isReadFailure else { throw error }
        losses?.add(sample / perRecord * perRecord..<(sample / perRecord + 1) * perRecord)
        let before = sample > range.lowerBound ? buffer[sample - range.lowerBound - 1] : 0
        for index in part.indices { part[index] = before }
      }
      sample = next
    }
  }

  private func readAll(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    try read(signal, range, into: buffer)
    guard let reference else { return }
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: buffer.count) { other in
      try read(reference, range, into: other)
      for index in buffer.indices { buffer[index] -= other[index] }
    }
  }

  private func read(
    _ signal: Int, _ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard let reader else {
      try file.readMicrovolts(
        signal: signal, samples: range, into: buffer, microvoltsPerUnit: assumedMicrovolts, window: window)
      return
    }
    let channel = file.signals[signal]
    let scale = channel.microvoltsPerUnit ?? assumedMicrovolts ?? 1
    let (gain, zero) = (
      Float((channel.gain ?? 1) * scale), Float((channel.physical(digital: 0) ?? 0) * scale)
    )
    try withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count) { digital in
      try reader.readDigital(signal: signal, samples: range, into: digital)
      for index in 0..<range.count { buffer[index] = Float(digital[index]) * gain + zero }
    }
  }

  /// The channels of the file that it is formed from; none if libedf reads them.
  var signals: [Int] { reader == nil ? [signal] + (reference.map { [$0] } ?? []) : [] }

  /// The records that hold samples of this derivation.
  func records(of samples: Range<Int>) -> Range<Int> {
    let perRecord = file.signals[signal].samplesPerRecord
    return samples.lowerBound / perRecord..<(samples.upperBound + perRecord - 1) / perRecord
  }

  /// The same derivation, taking samples from `window` where possible.
  func reading(through window: RecordWindow) -> Derivation {
    var other = self
    other.window = window
    return other
  }

  /// Warnings for channels with samples outside the digital range stated in the header, which are kept.
  static func rangeWarnings(_ file: EDFFile, _ signals: [Int]) throws -> [Warning] {
    try signals.compactMap { signal in
      let count: Int
      // Unreadable parts are reported where they are missed.
      do { count = try file.samplesOutsideDigitalRange(signal: signal) } catch let error as EDFError {
        guard error.isReadFailure else { throw error }
        count = 0
      }
      guard count > 0 else { return nil }
      return Warning(
        code: "outside_digital_range",
        message:
          "channel '\(file.signals[signal].label)': \(count) samples lie outside the digital range that the "
          + "header states; they were kept", quotesInput: false)
    }
  }

  /// The range of the converter, microvolts, narrowed by half a digital step on both sides: decoding rounds, and a
  /// sample at the limit must reach it.
  private static func limits(of channel: EDFSignal, scale: Double) -> ClosedRange<Float> {
    let a = (channel.physicalMinimum ?? -.infinity) * scale
    let b = (channel.physicalMaximum ?? .infinity) * scale
    let halfStep = abs(channel.gain ?? 0) * scale / 2
    let (low, high) = (Float(min(a, b) + halfStep).nextUp, Float(max(a, b) - halfStep).nextDown)
    return low <= high ? low...high : Float(min(a, b))...Float(max(a, b))
  }
}
