import CLaneFilter

/// Finds R waves in decimated ECG.
enum CardiacPeaks {
  /// Positions of the beats within `own`, interpolated by a parabola through the peak.
  ///
  /// - Parameters:
  ///   - values: in any unit, at `rate` per second.
  ///   - own: the values whose beats are wanted; the values around them provide context.
  static func find(in values: [Float], rate: Double, own: Range<Int>) -> [Double] {
    let reach = max(1, Int((0.1 * rate).rounded()))
    guard values.count > 4 * reach else { return [] }
    var fast = withoutSlowWaves(values, reach: reach)
    let (up, down) = usualPeaks(fast, every: max(2, Int(rate.rounded())))
    let peak = max(up, down)
    guard peak > 0 else { return [] }
    let found = fast.withUnsafeMutableBufferPointer { fast in
      if down > up { for index in fast.indices { fast[index] = -fast[index] } }
      return maxima(UnsafeBufferPointer(fast), above: 0.5 * peak, refractory: Int((0.3 * rate).rounded()))
    }
    return found.filter(own.contains).map { index in
      let (before, here, after) = (fast[index - 1], fast[index], fast[index + 1])
      let curvature = before - 2 * here + after
      let shift = curvature < 0 ? 0.5 * (before - after) / curvature : 0
      return Double(index) + Double(min(max(shift, -0.5), 0.5))
    }
  }

  /// Each value minus the mean over `reach` values on each side.
  ///
  /// The running sum is in Double; the difference of the entering and the leaving value is formed first, so
  /// that each step depends on only one addition.
  private static func withoutSlowWaves(_ values: [Float], reach: Int) -> [Float] {
    let count = values.count
    return [Float](unsafeUninitializedCapacity: count) { fast, initialized in
      values.withUnsafeBufferPointer { values in
        var sum = 0.0
        func mean(_ low: Int, _ high: Int) -> Float { Float(sum / Double(high - low)) }
        for index in 0..<reach { sum += Double(values[index]) }
        for index in 0...reach {
          sum += Double(values[index + reach])
          fast[index] = values[index] - mean(0, index + reach + 1)
        }
        let share = 1 / Double(2 * reach + 1)
        var index = reach + 1
        while index < count - reach {
          sum += Double(values[index + reach]) - Double(values[index - reach - 1])
          fast[index] = values[index] - Float(sum * share)
          index += 1
        }
        while index < count {
          sum -= Double(values[index - reach - 1])
          fast[index] = values[index] - mean(index - reach, count)
          index += 1
        }
      }
      initialized = count
    }
  }

  /// The median over pieces of `length` values of each piece's extreme value, upwards and downwards.
  private static func usualPeaks(_ values: [Float], every length: Int) -> (up: Float, down: Float) {
    var highest: [Float] = []
    var lowest: [Float] = []
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for start in stride(from: 0, to: values.count, by: length) {
        var (up, down) = (Float(0), Float(0))
        clane_extremes(base + start, min(length, values.count - start), &up, &down, LaneRegisters.best.form)
        highest.append(up)
        lowest.append(-down)
      }
    }
    return (Selection.median(&highest) ?? 0, Selection.median(&lowest) ?? 0)
  }

  /// Maxima above `threshold`; of any two closer than `refractory`, the higher one.
  private static func maxima(
    _ values: UnsafeBufferPointer<Float>, above threshold: Float, refractory: Int
  ) -> [Int] {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, values.count)) { candidates in
      guard let base = values.baseAddress, let positions = candidates.baseAddress else { return [] }
      let count = clane_maxima(base, values.count, threshold, positions, LaneRegisters.best.form)
      var found: [Int] = []
      for candidate in candidates[..<count] {
        let index = Int(candidate)
        if let last = found.last, index - last < refractory {
          if values[index] > values[last] { found[found.count - 1] = index }
        } else {
          found.append(index)
        }
      }
      return found
    }
  }
}
