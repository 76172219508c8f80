import SleepEvents

/// Why a leg cannot be scored, with the numbers.
package enum LegEMGError: ReportableError, Equatable {
  case rateTooLow(channel: String, hertz: Double, minimum: Double)
  case rateTooHigh(channel: String, hertz: Double, maximum: Double)
  case resolutionTooCoarse(channel: String, microvoltsPerCount: Double, limit: Double)
  case noSamples(channel: String)
  case noValidTime(channel: String, reason: String)

  package var code: String {
    switch self {
    case .rateTooLow: "rate_too_low"
    case .rateTooHigh: "rate_too_high"
    case .resolutionTooCoarse: "resolution_too_coarse"
    case .noSamples: "no_samples"
    case .noValidTime: "no_valid_time"
    }
  }

  package var exitStatus: ExitStatus { .unusableInput }
  package var file: String? { nil }

  package var location: String? {
    switch self {
    case .rateTooLow(let channel, _, _), .rateTooHigh(let channel, _, _),
      .resolutionTooCoarse(let channel, _, _), .noSamples(let channel),
      .noValidTime(let channel, _):
      "channel \(channel)"
    }
  }

  package var sentence: String {
    switch self {
    case .rateTooLow(let channel, let hertz, let minimum):
      "channel \(channel): expected at least \(plain(minimum)) samples a second for an 8 microvolt threshold "
        + "on the 10-100 Hz EMG, found \(plain(hertz)); record the legs at 200 Hz or more"
    case .rateTooHigh(let channel, let hertz, let maximum):
      "channel \(channel): expected at most \(plain(maximum)) samples a second, found \(plain(hertz)); is the record "
        + "duration in the header right?"
    case .resolutionTooCoarse(let channel, let step, let limit):
      "channel \(channel): expected at most \(plain(limit)) microvolts per count to carry the 8 and 2 microvolt "
        + "thresholds, found \(plain(step)) microvolts per count; record the legs in a smaller range"
    case .noSamples(let channel): "channel \(channel): expected samples, found none"
    case .noValidTime(let channel, let reason):
      "channel \(channel): no time could be scored (\(reason)); check the electrodes and the unit of the channel"
    }
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String((value * 1e6).rounded() / 1e6)
  }
}
