import EDF

/// The chin EMG among the channels of a recording.
struct ChinChannel: Hashable {
  var signal: Int
  /// The electrode to subtract, where two were recorded against a common reference.
  var reference: Int?
  /// The label, or two labels joined by a minus sign.
  var name: String

  /// The chin channel of a recording; nil if there is none.
  ///
  /// - Parameter request: a label or `#INDEX` given by the user.
  /// - Throws: `ChannelError` if the user names a channel that does not exist.
  static func find(_ signals: [EDFSignal], request: String?, file: String) throws -> ChinChannel? {
    if let request {
      let signal = try ChannelLookup(signals: signals, file: file).signal(named: request, use: .chin)
      return ChinChannel(signal: signal.index, reference: nil, name: signal.label)
    }
    let chins = signals.filter(isChin)
    guard let first = chins.first else { return nil }
    // A label with a minus sign is already a derivation; of two plain labels the second is the reference.
    if let derived = chins.first(where: { isDerivation($0.label) }) {
      return ChinChannel(signal: derived.index, reference: nil, name: derived.label)
    }
    let partner = chins.dropFirst().first {
      $0.samplesPerRecord == first.samplesPerRecord
        && ($0.unitText == first.unitText || $0.microvoltsPerUnit != nil && first.microvoltsPerUnit != nil)
    }
    guard let partner else { return ChinChannel(signal: first.index, reference: nil, name: first.label) }
    return ChinChannel(
      signal: first.index, reference: partner.index, name: "\(first.label) - \(partner.label)")
  }

  /// Matches `Chin`, `EMG chin`, `Chin1-Chin2`, `EMG submental` and `Menton`, but not the chin's impedance.
  static func isChin(_ signal: EDFSignal) -> Bool {
    guard !signal.isAnnotations, signal.isVoltageOrUnknown, signal.problem == nil else { return false }
    let folded = LabelFolding.folded(signal.label)
    guard names.contains(where: folded.contains) else { return false }
    return !["imp", "rms", "env", "quality"].contains(where: folded.contains)
  }

  private static let names = [
    "submentalis", "submental", "mentalis", "menton", "mento", "chin", "kinn", "emgsm",
  ]

  /// Two chin electrodes in one label, such as `Chin1-Chin2` or `Chin L-R`; not an electrode against a mastoid or a common
  /// reference, as in `Chin1-Cz`, and not a name in two parts, as in `Chin-1` or `EMG-Chin`.
  private static func isDerivation(_ label: String) -> Bool {
    let parts = label.split(whereSeparator: { "-–:/".contains($0) }).map { LabelFolding.folded(String($0)) }
    guard parts.count == 2, !parts.contains(where: isReference) else { return false }
    return parts.allSatisfy { part in names.contains(where: part.contains) }
      || parts.allSatisfy(namesElectrode)
  }

  private static func isReference(_ part: String) -> Bool {
    [
      "a1", "a2", "m1", "m2", "a1a2", "m1m2", "avg", "gnd", "cz", "fz", "fpz", "pz", "oz", "com", "common",
      "0",
    ].contains(
      part) || part.hasPrefix("ref")
  }

  /// Whether a part of a label has a number or a side, and so is an electrode by itself.
  private static func namesElectrode(_ part: String) -> Bool {
    let core = (["emg"] + names).reduce(part) { $0.replacing($1, with: "") }
    return core.contains(where: \.isNumber)
      || ["l", "r", "left", "right", "li", "re", "links", "rechts"].contains(core)
  }
}
