import SleepEvents

/// When each record began: its own onset, extrapolated with the exact record duration.
///
/// Onsets that agree with the record duration need no storage; where they drift by more than a millisecond a
/// new anchor is set; where they jump, a new segment begins.
struct RecordTimeline: Sendable {
  struct Anchor: Sendable {
    let record: Int
    let ticks: Int64
  }

  let segments: [EDFSegment]
  /// In record order; the first belongs to record 0.
  let anchors: [Anchor]
  let recordDuration: ExactRational

  /// The tick nearest to the moment `numerator / denominator` of a record after the start of `record`.
  func ticks(record: Int, numerator: Int, denominator: Int) -> Int64 {
    let anchor = anchor(before: record)
    let parts = Int128(record - anchor.record) * Int128(denominator) + Int128(numerator)
    let ticks =
      dividedToNearest(
        parts * Int128(recordDuration.numerator) * Int128(ticksPerSecond),
        by: Int128(denominator) * Int128(recordDuration.denominator)) + Int128(anchor.ticks)
    return Int64(clamping: ticks)
  }

  private func anchor(before record: Int) -> Anchor {
    var low = 0
    var high = anchors.count
    while low < high {
      let middle = (low + high) / 2
      if anchors[middle].record <= record { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? anchors[low - 1] : Anchor(record: 0, ticks: 0)
  }
}
