import SleepEvents

/// One channel of a recording: what the header says of it, and where its samples are.
public struct EDFSignal: Sendable {
  /// Its place among the channels, from 0, annotation channels counted.
  public let index: Int
  /// Without surrounding blanks; may be empty, and need not be unique.
  public let label: String
  public let transducer: String
  public let prefilter: String
  /// `uV`, `mV`, `V`, `nV` whatever the spelling in the file, else the text of the field.
  public let unit: String
  /// The field as the file has it.
  public let unitText: String
  /// Nil if the unit is not a voltage.
  public let microvoltsPerUnit: Double?
  /// In the unit of the channel; nil if unreadable.
  public let physicalMinimum: Double?
  public let physicalMaximum: Double?
  /// Whole numbers but for files that break the rule; nil if unreadable.
  public let digitalMinimum: Double?
  public let digitalMaximum: Double?
  public let samplesPerRecord: Int
  /// Samples a second, exact; nil if the record duration is 0 or the channel has no samples.
  public let samplingRate: ExactRational?
  public let isAnnotations: Bool
  /// Why its numbers mean nothing, if so; the other channels are not harmed.
  public let problem: EDFChannelProblem?
  /// Where its samples begin in each record, bytes.
  public let recordOffset: Int

  /// For messages: `3 'Leg/L'`.
  public var displayName: String { "\(index) '\(label)'" }

  /// Physical units per digital step, with its sign; nil without calibration.
  public var gain: Double? {
    guard problem == nil, !isAnnotations, let physicalMinimum, let physicalMaximum, let digitalMinimum,
      let digitalMaximum
    else { return nil }
    return (physicalMaximum - physicalMinimum) / (digitalMaximum - digitalMinimum)
  }

  /// Microvolts of one digital step; nil without calibration or voltage.
  public var resolutionMicrovolts: Double? {
    guard let gain, let microvoltsPerUnit else { return nil }
    return abs(gain) * microvoltsPerUnit
  }

  /// The value in the channel's unit: `pmin + (pmax - pmin) * (D - dmin) / (dmax - dmin)`; nil without
  /// calibration.
  public func physical(digital: Int32) -> Double? {
    guard problem == nil, let physicalMinimum, let physicalMaximum, let digitalMinimum, let digitalMaximum
    else { return nil }
    return physicalMinimum + (physicalMaximum - physicalMinimum) * (Double(digital) - digitalMinimum)
      / (digitalMaximum - digitalMinimum)
  }

  /// The channel as if its unit were another, for `--assume-unit`. Only for a unit that is not known.
  ///
  /// - Returns: nil if `unit` is not a voltage such as `uV`.
  public func assuming(unit: String) -> EDFSignal? {
    guard let microvolts = VoltageUnit.microvolts(perUnit: unit) else { return nil }
    return EDFSignal(
      index: index, label: label, transducer: transducer, prefilter: prefilter, unit: unit,
      unitText: unitText,
      microvoltsPerUnit: microvolts, physicalMinimum: physicalMinimum, physicalMaximum: physicalMaximum,
      digitalMinimum: digitalMinimum, digitalMaximum: digitalMaximum, samplesPerRecord: samplesPerRecord,
      samplingRate: samplingRate, isAnnotations: isAnnotations, problem: problem, recordOffset: recordOffset)
  }
}

/// Why the numbers of a channel mean nothing.
public enum EDFChannelProblem: Hashable, Sendable {
  case equalPhysicalRange
  case unreadablePhysicalRange
  case equalDigitalRange
  case unreadableDigitalRange
  case noSamples
  case noSamplingRate

  /// A clause for messages.
  public var text: String {
    switch self {
    case .equalPhysicalRange: "physical minimum and maximum are equal, so the channel is not calibrated"
    case .unreadablePhysicalRange:
      "physical minimum or maximum is not a number, so the channel is not calibrated"
    case .equalDigitalRange: "digital minimum and maximum are equal, so the channel is not calibrated"
    case .unreadableDigitalRange:
      "digital minimum or maximum is not a number, so the channel is not calibrated"
    case .noSamples: "the channel has no samples"
    case .noSamplingRate: "the record duration is 0, so the channel has no sampling rate"
    }
  }
}
