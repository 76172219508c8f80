import SleepEvents

/// Bursts of hum that the subtraction took away whole. Without it they would be movements, so they are listed as near
/// misses.
extension LevelTimeline {
  /// A line that comes and goes over a longer time is a step, half seconds: 15 s, the longest candidate movement (W-CLM-1).
  private static let longest = 30
  /// Amplitudes are those of half seconds, so that a movement of 0.5 s touches two.
  private static let shortest = 2

  /// Bursts of hum at least `onset` microvolts above the hum one second before them, in order.
  ///
  /// - Parameter leg: the leg that they are listed under.
  func humBursts(leg: Leg, onset: Float) -> [NearMiss] {
    let hum = artifacts[ArtifactMeasure.hum.index]
    guard hum.contains(where: { $0 >= onset }) else { return [] }
    var bursts: [NearMiss] = []
    for (position, segment) in segments.enumerated() {
      let end = position + 1 < segments.count ? segments[position + 1].firstEntry : entries.count
      var entry = segment.firstEntry + 2
      while entry < end {
        let before = hum[entry - 2]
        guard hum[entry] >= before + onset else {
          entry += 1
          continue
        }
        let last = hum[entry..<end].firstIndex { $0 < before + onset / 2 } ?? end
        if LevelTimeline.shortest...LevelTimeline.longest ~= last - entry, last < end {
          let start = time(of: entry, in: segment)
          bursts.append(
            burst(
              hum[entry..<last], before: before,
              in: TimeRange(start: start, end: time(of: last, in: segment)),
              leg: leg, onset: onset))
        }
        entry = max(last, entry + 1)
      }
    }
    return bursts
  }

  private func time(of entry: Int, in segment: (firstEntry: Int, range: TimeRange)) -> Instant {
    segment.range.start + TimeSpan(ticks: Int64(entry - segment.firstEntry) * step.ticks)
  }

  private func burst(
    _ hum: ArraySlice<Float>, before: Float, in range: TimeRange, leg: Leg, onset: Float
  ) -> NearMiss {
    let resting = Double(entries[hum.startIndex].resting ?? 0)
    let rise = Double((hum.max() ?? before) - before)
    // Mean of the absolute value of a sine.
    let area = hum.reduce(0) { $0 + Double($1 - before) } * 2 / Double.pi * step.seconds
    return NearMiss(
      movement: LegMovement(
        leg: leg, range: range,
        amplitude: MovementAmplitude(
          restingMicrovolts: resting, peakMicrovolts: resting + rise, areaMicrovoltSeconds: area)),
      criterion: .hum, required: Double(onset), found: rise)
  }
}

extension [NearMiss] {
  /// Those that overlap none of `others`; both are in order of time.
  func apart(from others: [TimeRange]) -> [NearMiss] {
    var next = others.startIndex
    return filter { miss in
      let range = miss.movement.range
      while next < others.endIndex, others[next].end <= range.start { next += 1 }
      return next == others.endIndex || !others[next].overlaps(range)
    }
  }
}
