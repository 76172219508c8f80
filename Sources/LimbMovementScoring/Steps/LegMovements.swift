import SleepEvents

/// A movement of one leg during scoring, with the input rows that it represents.
struct LegEvent {
  var leg: Leg
  var range: TimeRange
  /// Indices into `ScoringInput.movements`.
  var sources: [Int]
}

/// W-LM-6: events of one leg that overlap or lie less than `gap` apart become one.
///
/// - Returns: the events of both legs, disjoint within each leg, in order of onset, left first on a tie.
func joinSameLeg(_ movements: [LegMovement], gap: TimeSpan) -> [LegEvent] {
  var joined: [LegEvent] = []
  joined.reserveCapacity(movements.count)
  for leg in Leg.allCases {
    let ofLeg = movements.indices.filter { movements[$0].leg == leg }
      .sorted { (movements[$0].onset, movements[$0].offset) < (movements[$1].onset, movements[$1].offset) }
    // Extended in place: copying at each part would make one long event quadratic in its parts.
    let first = joined.count
    for index in ofLeg {
      let range = movements[index].range
      if let end = joined[first...].last?.range.end, range.start < end + gap || range.start <= end {
        joined[joined.count - 1].range.end = max(end, range.end)
        joined[joined.count - 1].sources.append(index)
      } else {
        joined.append(LegEvent(leg: leg, range: range, sources: [index]))
      }
    }
  }
  return joined.sorted { ($0.range.start, $0.leg) < ($1.range.start, $1.leg) }
}

/// The same-leg join applied to movements, for single-leg tables. Amplitudes are merged: the highest peak,
/// the sum of the areas, the resting level of the first part.
public func joinedMovements(_ movements: [LegMovement], gap: TimeSpan = TimeSpan(seconds: 0.5))
  -> [LegMovement]
{
  joinSameLeg(movements, gap: gap).map { event in
    let amplitudes = event.sources.compactMap { movements[$0].amplitude }
    let amplitude = amplitudes.first.map { first in
      MovementAmplitude(
        restingMicrovolts: first.restingMicrovolts,
        peakMicrovolts: amplitudes.reduce(0) { max($0, $1.peakMicrovolts) },
        areaMicrovoltSeconds: amplitudes.reduce(0) { $0 + $1.areaMicrovoltSeconds })
    }
    // The longest part is the most representative.
    let longest = event.sources.max { movements[$0].duration < movements[$1].duration }
    return LegMovement(
      leg: event.leg, range: event.range, amplitude: amplitude,
      spectrum: longest.flatMap { movements[$0].spectrum })
  }
}
