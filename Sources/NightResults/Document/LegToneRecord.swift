import SleepEvents
import StructuredText

/// Muscle activity of the legs in REM, as stored in results.
package struct LegToneRecord: Hashable, Sendable {
  package var left: Figures?
  package var right: Figures?
  package var rules = MiniEpochRules()

  package init() {}

  package struct Figures: Hashable, Sendable {
    package var usableMinutesOfREM = 0.0
    package var tonicPercentOfREM: Double?
    package var phasicPercentOfREM: Double?
    package init() {}
  }

  package subscript(leg: Leg) -> Figures? {
    get { leg == .left ? left : right }
    set { if leg == .left { left = newValue } else { right = newValue } }
  }
}

/// When a mini-epoch of REM counts as active: printed with the shares, which are meaningless without it.
package struct MiniEpochRules: Hashable, Sendable {
  package var tonicMicrovolts = 0.0
  package var tonicFactor = 0.0
  package var tonicSeconds = 0
  package var phasicSeconds = 0
  /// The criterion for a phasic mini-epoch, in words.
  package var phasicBurst = ""

  package init() {}
}

extension LegToneRecord {
  /// One clause for each leg with enough REM, such as `left leg: tonic 0.0 %, phasic 12.3 %`.
  package var clauses: [String] {
    Leg.allCases.compactMap { leg in
      guard let figures = self[leg], let tonic = figures.tonicPercentOfREM,
        let phasic = figures.phasicPercentOfREM
      else { return nil }
      return "\(leg.name) leg: tonic \(Delimited.fixed(tonic, 1) ?? "-") %, phasic "
        + "\(Delimited.fixed(phasic, 1) ?? "-") %"
    }
  }
}

extension LegToneRecord: JSONRecord {
  package static let fields: [JSONField<LegToneRecord>] = [
    .value("left", \.left, "null where the leg was not recorded"),
    .value("right", \.right, "null where the leg was not recorded"),
    .value("mini_epochs", \.rules, "after the SINBAR group, as a description"),
  ]
}

extension LegToneRecord.Figures: JSONRecord {
  package static let fields: [JSONField<LegToneRecord.Figures>] = [
    .value(
      "usable_min_rem", \.usableMinutesOfREM, "minutes of REM in which the leg's electrode was attached"),
    .value("tonic_pct_rem", \.tonicPercentOfREM, "share of the 30-s mini-epochs of REM with tonic activity"),
    .value(
      "phasic_pct_rem", \.phasicPercentOfREM, "share of the 3-s mini-epochs of REM with phasic activity"),
  ]
}

extension MiniEpochRules: JSONRecord {
  package static let fields: [JSONField<MiniEpochRules>] = [
    .value("tonic_uv", \.tonicMicrovolts, "more than half of a tonic mini-epoch is over this, or over"),
    .value("tonic_factor", \.tonicFactor, "so many times the resting level where that is higher"),
    .value("tonic_s", \.tonicSeconds, ""), .value("phasic_s", \.phasicSeconds, ""),
    .value("phasic_burst", \.phasicBurst, "what a phasic mini-epoch contains"),
  ]
}
