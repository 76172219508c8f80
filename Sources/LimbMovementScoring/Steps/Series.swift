import SleepEvents

/// Intervals and series within a run of movements.
struct SeriesResult {
  /// Per movement, nil where not measured.
  var intervals: [TimeSpan?]
  var isShort: [Bool]
  /// Per movement, the number of its series from 1; nil if it is in none.
  var series: [Int?]
}

/// W-IMI-1..3, W-SER-1..4, A-SER-1, A-SER-2: measures intervals and finds series.
///
/// - Parameters:
///   - movements: in order of onset.
///   - gaps: time across which no interval is measured.
func findSeries(_ movements: [ScoredMovement], gaps: RangeIndex, rules: RuleSet) -> SeriesResult {
  var result = SeriesResult(
    intervals: Array(repeating: nil, count: movements.count),
    isShort: Array(repeating: false, count: movements.count),
    series: Array(repeating: nil, count: movements.count))
  var seriesCount = 0
  var run: [Int] = []
  /// The movement from which the next interval is measured.
  var previous: Int?

  func endRun() {
    if run.count >= rules.minimumSeriesLength {
      seriesCount += 1
      for index in run { result.series[index] = seriesCount }
    }
    run = []
  }

  for (index, movement) in movements.enumerated() {
    guard movement.isCandidate else {
      if rules.longMovement == .endsSeries {
        endRun()
        previous = index
      }
      continue
    }
    guard let before = previous, movements[before].isCandidate,
      !gaps.overlap(TimeRange(start: movements[before].range.start, end: movement.range.start))
    else {
      endRun()
      run = [index]
      previous = index
      continue
    }
    let interval = movement.range.start - movements[before].range.start
    if interval < rules.minimumInterval, rules.shortInterval == .skipped { continue }
    result.intervals[index] = interval
    if interval < rules.minimumInterval {
      result.isShort[index] = true
      endRun()
      if rules.shortIntervalMayStart { run = [index] }
    } else if interval > rules.maximumInterval {
      endRun()
      run = [index]
    } else {
      run.append(index)
    }
    previous = index
  }
  endRun()
  return result
}
