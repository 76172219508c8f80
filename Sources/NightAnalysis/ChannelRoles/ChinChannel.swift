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
      $0.samplesPerRecord == first.samplesPerRecord && $0.unitText == first.unitText
    }
    guard let partner else { return ChinChannel(signal: first.index, reference: nil, name: first.label) }
    return ChinChannel(
      signal: first.index, reference: partner.index, name: "\(first.label) - \(partner.label)")
  }

  /// Matches `Chin`, `EMG chin`, `Chin1-Chin2`, `EMG submental` and `Menton`, but not the chin's impedance.
  static func isChin(_ signal: EDFSignal) -> Bool {
    guard !signal.isAnnotations, signal.isVoltageOrUnknown, signal.problem == nil else { return false }
    let folded = LabelFolding.folded(signal.label)
    guard
      ["chin", "submental", "submentalis", "mentalis", "menton", "kinn", "mento", "emgsm"].contains(
        where: folded.contains)
    else { return false }
    return !["imp", "rms", "env", "quality"].contains(where: folded.contains)
  }

  /// Two chin electrodes in one label, such as `Chin1-Chin2`; not an electrode against a mastoid.
  private static func isDerivation(_ label: String) -> Bool {
    let parts = label.split(whereSeparator: { "-–:/".contains($0) })
    return parts.count == 2
      && parts.allSatisfy { part in
        let folded = LabelFolding.folded(String(part))
        return !["a1", "a2", "m1", "m2", "ref", "avg", "gnd"].contains(folded)
      }
  }
}
