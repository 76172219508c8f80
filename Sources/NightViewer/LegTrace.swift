import Foundation
import LegEMG
import SleepEvents

/// The filtered signal of one leg, reduced to the minimum and maximum of short intervals.
struct LegTrace {
  /// Intervals for which the fine resolution is kept.
  struct Windows {
    /// Intervals per second.
    let rate: Int
    /// Ranges of interval indices, in time order, not overlapping.
    let ranges: [Range<Int>]

    /// - Parameters:
    ///   - moments: periods that the windows must include, seconds.
    ///   - reach: seconds kept on each side.
    ///   - budget: the most bytes for all channels together, at two bytes per interval and channel.
    ///   - channels: the number of legs and of channels next to them.
    init(moments: [ClosedRange<Double>], reach: Double, limit: Double, budget: Int, channels: Int = 2) {
      var joined: [ClosedRange<Double>] = []
      for moment in moments.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        let from = max(0, moment.lowerBound - reach)
        let to = max(from, min(limit, moment.upperBound + reach))
        if let last = joined.last, from <= last.upperBound {
          joined[joined.count - 1] = last.lowerBound...max(last.upperBound, to)
        } else {
          joined.append(from...to)
        }
      }
      let seconds = joined.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
      let rate =
        [100, 64, 50, 40, 32, 25, 20, 16].first {
          Double(2 * channels) * seconds * Double($0) <= Double(budget)
        } ?? 10
      self.rate = rate
      ranges = joined.map {
        Int($0.lowerBound * Double(rate))..<Int(($0.upperBound * Double(rate)).rounded(.up))
      }
    }

    var count: Int { ranges.reduce(0) { $0 + $1.count } }
  }

  /// Minimum and maximum of each second of the night; minimum above maximum where nothing was recorded.
  private(set) var overview: Extremes
  /// The same for each interval of the windows.
  private(set) var detail: Extremes

  struct Extremes {
    var low: [Float]
    var high: [Float]

    init(count: Int) {
      low = Array(repeating: .infinity, count: count)
      high = Array(repeating: -.infinity, count: count)
    }

    mutating func take(_ values: Slice<UnsafeBufferPointer<Float>>, at index: Int) {
      var (low, high) = (low[index], high[index])
      for value in values {
        low = value < low ? value : low
        high = value > high ? value : high
      }
      (self.low[index], self.high[index]) = (low, high)
    }

    /// Minimum and maximum of each interval as signed bytes, for the page; minimum above maximum means no
    /// signal.
    ///
    /// - Parameter level: maps a value to -127...127.
    func encoded(_ level: (Float) -> Float) -> String {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(2 * low.count)
      for (low, high) in zip(low, high) {
        if low > high {
          bytes += [1, 0]
        } else {
          for value in [low, high] { bytes.append(UInt8(bitPattern: Int8(level(value).rounded()))) }
        }
      }
      return Data(bytes).base64EncodedString()
    }

    /// Largest magnitude.
    var reach: Float {
      max(0, zip(low, high).reduce(0) { $1.0 <= $1.1 ? max($0, -$1.0, $1.1) : $0 })
    }
  }

  /// Reads and filters the whole leg, minute by minute.
  ///
  /// - Parameters:
  ///   - band: the band used in the analysis, hertz; nil for unfiltered samples.
  ///   - seconds: length of the overview.
  init(_ source: any SampleSource, band: ClosedRange<Double>?, windows: Windows, seconds: Int) throws {
    overview = Extremes(count: max(1, seconds))
    detail = Extremes(count: windows.count)
    let hertz = source.samplingRate.hertz
    let filter = band.map { band in
      ZeroPhaseBandPass(
        ButterworthBandPass(
          lowHertz: band.lowerBound, highHertz: min(band.upperBound, 0.45 * hertz), rateHertz: hertz))
    }
    let halo = filter == nil ? 0 : Int(2 * hertz)
    let step = max(1, Int(60 * hertz))
    for segment in source.segments {
      for start in stride(from: 0, to: segment.count, by: step) {
        let core = start..<min(start + step, segment.count)
        let read = max(0, core.lowerBound - halo)..<min(segment.count, core.upperBound + halo)
        var samples = [Float](repeating: 0, count: read.count)
        try samples.withUnsafeMutableBufferPointer { buffer in
          try source.readMicrovolts(
            segment.firstSample + read.lowerBound..<segment.firstSample + read.upperBound, into: buffer)
        }
        filter?.run(&samples)
        let inside = core.lowerBound - read.lowerBound..<core.upperBound - read.lowerBound
        let onset = segment.onset.seconds + Double(core.lowerBound) / hertz
        add(samples[inside], from: onset, hertz: hertz, windows: windows)
      }
    }
  }

  private mutating func add(_ samples: ArraySlice<Float>, from onset: Double, hertz: Double, windows: Windows)
  {
    let clock = Clock(onset: onset, hertz: hertz, count: samples.count)
    samples.withUnsafeBufferPointer { values in
      for second in clock.stretches(within: 0..<overview.low.count, rate: 1) {
        overview.take(values[clock.samples(of: second, rate: 1)], at: second)
      }
      let rate = Double(windows.rate)
      var first = 0
      for range in windows.ranges {
        for stretch in clock.stretches(within: range, rate: rate) {
          detail.take(values[clock.samples(of: stretch, rate: rate)], at: first + stretch - range.lowerBound)
        }
        first += range.count
      }
    }
  }

  /// Maps between the samples of a chunk and intervals of time.
  private struct Clock {
    let onset: Double
    let hertz: Double
    let count: Int

    /// The intervals in `range`, at `rate` per second, that the chunk overlaps.
    func stretches(within range: Range<Int>, rate: Double) -> Range<Int> {
      let first = Int((onset * rate).rounded(.down))
      let last = Int(((onset + Double(count) / hertz) * rate).rounded(.up))
      return (first..<max(first, last)).clamped(to: range)
    }

    /// From the first sample at or after the start of the interval to the last one before its end.
    func samples(of stretch: Int, rate: Double) -> Range<Int> {
      func sample(_ edge: Int) -> Int {
        min(count, max(0, Int(((Double(edge) / rate - onset) * hertz - 1e-6).rounded(.up))))
      }
      return sample(stretch)..<sample(stretch + 1)
    }
  }
}

/// The band-pass of the detection, forward and backward, for display: a plain implementation in Double.
struct ZeroPhaseBandPass {
  private let sections: [BandPassSection]
  private let gain: Double

  init(_ design: ButterworthBandPass) {
    sections = design.sections
    gain = design.gain
  }

  func run(_ samples: inout [Float]) {
    guard let first = samples.first else { return }
    // A band-pass removes constants, so subtracting the first value avoids a transient at the start.
    for index in samples.indices { samples[index] -= first }
    pass(&samples)
    samples.reverse()
    pass(&samples)
    samples.reverse()
  }

  /// All sections in one pass: each depends only on its own past, so that the processor works on several at a
  /// time.
  private func pass(_ samples: inout [Float]) {
    var states = sections.map { Biquad($0) }
    samples.withUnsafeMutableBufferPointer { values in
      states.withUnsafeMutableBufferPointer { states in
        // The four sections of the usual band stay in registers.
        if states.count == 4 {
          var (first, second, third, fourth) = (states[0], states[1], states[2], states[3])
          for index in values.indices {
            let value = second.next(first.next(Double(values[index]) * gain))
            values[index] = Float(fourth.next(third.next(value)))
          }
          return
        }
        for index in values.indices {
          var value = Double(values[index]) * gain
          for section in states.indices { value = states[section].next(value) }
          values[index] = Float(value)
        }
      }
    }
  }

  private struct Biquad {
    let a1: Double
    let a2: Double
    var x1 = 0.0
    var x2 = 0.0
    var y1 = 0.0
    var y2 = 0.0

    init(_ section: BandPassSection) {
      a1 = section.a1
      a2 = section.a2
    }

    @inline(__always) mutating func next(_ x: Double) -> Double {
      let y = x - x2 - a1 * y1 - a2 * y2
      (x2, x1) = (x1, x)
      (y2, y1) = (y1, y)
      return y
    }
  }
}
