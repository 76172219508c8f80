import SleepEvents

/// One channel of a recording: what the header says of it and where its samples are.
public struct EDFSignal: Sendable {
  /// Position among all channels, counted from 0, annotation channels included.
  public let index: Int
  /// Without surrounding blanks; may be empty, and need not be unique.
  public let label: String
  /// As the file gives it, such as `AgAgCl electrode`.
  public let transducer: String
  /// The filters that the file names, such as `HP:10Hz LP:100Hz`.
  public let prefilter: String
  /// `uV`, `mV`, `V` or `nV` whatever the spelling in the file, otherwise the text of the field.
  public let unit: String
  /// The field as written in the file.
  package let unitText: String
  /// Nil if the unit is not a voltage.
  public let microvoltsPerUnit: Double?
  /// In the unit of the channel; nil if unreadable.
  public let physicalMinimum: Double?
  /// In the unit of the channel; nil if unreadable.
  public let physicalMaximum: Double?
  /// Integers except in files that break the rule; nil if unreadable.
  public let digitalMinimum: Double?
  /// As for `digitalMinimum`.
  public let digitalMaximum: Double?
  /// Samples in each record, at least 0.
  public let samplesPerRecord: Int
  /// Samples a second, exact; nil if the record duration is 0 or the channel has no samples.
  public let samplingRate: ExactRational?
  /// True for a channel of annotations, which has no samples.
  public let isAnnotations: Bool
  /// Why the channel's values have no meaning, if so; the other channels are unaffected.
  package let problem: EDFChannelProblem?
  /// Byte offset of its samples within each record.
  package let recordOffset: Int

  /// For messages: `3 'Leg/L'`.
  package var displayName: String { "\(index) '\(label)'" }

  /// Physical units per digital step, with its sign; nil without calibration.
  package var gain: Double? {
    guard problem == nil, !isAnnotations, let physicalMinimum, let physicalMaximum, let digitalMinimum,
      let digitalMaximum
    else { return nil }
    return (physicalMaximum - physicalMinimum) / (digitalMaximum - digitalMinimum)
  }

  /// Microvolts per digital step; nil without calibration or voltage.
  package var resolutionMicrovolts: Double? {
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

  /// The channel with another unit, for `--assume-unit`. Only for a unit that is not recognized.
  ///
  /// - Returns: nil if `unit` is not a voltage such as `uV`.
  package func assuming(unit: String) -> EDFSignal? {
    guard let microvolts = VoltageUnit.microvolts(perUnit: unit) else { return nil }
    return EDFSignal(
      index: index, label: label, transducer: transducer, prefilter: prefilter, unit: unit,
      unitText: unitText,
      microvoltsPerUnit: microvolts, physicalMinimum: physicalMinimum, physicalMaximum: physicalMaximum,
      digitalMinimum: digitalMinimum, digitalMaximum: digitalMaximum, samplesPerRecord: samplesPerRecord,
      samplingRate: samplingRate, isAnnotations: isAnnotations, problem: problem, recordOffset: recordOffset)
  }
}

/// Why the values of a channel have no meaning.
package enum EDFChannelProblem: Hashable, Sendable {
  case equalPhysicalRange
  case unreadablePhysicalRange
  case equalDigitalRange
  case unreadableDigitalRange
  case noSamples
  case noSamplingRate

  /// A clause for messages.
  package var text: String {
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
