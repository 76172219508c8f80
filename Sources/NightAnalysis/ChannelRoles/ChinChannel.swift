import EDF

/// The chin's EMG among the channels of a recording.
struct ChinChannel: Hashable {
  var signal: Int
  /// The electrode to subtract, where two were recorded against a common reference.
  var reference: Int?
  /// The label, or two with a minus between.
  var name: String

  /// The chin of a recording; nil where there is none.
  ///
  /// - Parameter request: a label or `#INDEX` that the user names.
  /// - Throws: `ChannelError` where the user names a channel that is not there.
  static func find(_ signals: [EDFSignal], request: String?, file: String) throws -> ChinChannel? {
    if let request {
      let signal = try ChannelLookup(signals: signals, file: file).signal(named: request, use: .chin)
      return ChinChannel(signal: signal.index, reference: nil, name: signal.label)
    }
    let chins = signals.filter(isChin)
    guard let first = chins.first else { return nil }
    // A label with a minus is a derivation already; the second of two plain ones is its partner.
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

  /// `Chin`, `EMG chin`, `Chin1-Chin2`, `EMG submental`, `Menton`; not the chin's impedance.
  static func isChin(_ signal: EDFSignal) -> Bool {
    guard !signal.isAnnotations, signal.isVoltageOrUnknown, signal.problem == nil else { return false }
    let folded = LabelFolding.folded(signal.label)
    guard
      ["chin", "submental", "submentalis", "mentalis", "menton", "kinn", "mento", "emgsm"].contains(
        where: folded.contains)
    else { return false }
    return !["imp", "rms", "env", "quality"].contains(where: folded.contains)
  }

  /// Two electrodes in one label, such as `Chin1-Chin2`; not an electrode against a mastoid.
  private static func isDerivation(_ label: String) -> Bool {
    let parts = label.split(whereSeparator: { "-–:/".contains($0) })
    return parts.count == 2
      && parts.allSatisfy { part in
        let folded = LabelFolding.folded(String(part))
        return !["a1", "a2", "m1", "m2", "ref", "avg", "gnd"].contains(folded)
      }
  }
}
