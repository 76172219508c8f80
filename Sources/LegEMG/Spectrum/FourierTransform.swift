import Foundation

/// An in-place discrete Fourier transform of power-of-two length, for the few windows that need one.
struct FourierTransform {
  let count: Int
  /// The rotation factors of the step that combines halves of `half` values are at `half..<2 * half`.
  private let cosines: [Float]
  private let sines: [Float]
  /// Pairs of positions to be swapped.
  private let swaps: [(Int, Int)]

  /// - Precondition: `count` is a power of two, at least 2.
  init(count: Int) {
    precondition(count >= 2 && count & (count - 1) == 0)
    self.count = count
    let angles = (0..<count).map { place in
      let half = 1 << (Int.bitWidth - 1 - max(1, place).leadingZeroBitCount)
      return 2 * Double.pi * Double((place - half) * (count / (2 * half))) / Double(count)
    }
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(-sin($0)) }
    let bits = count.trailingZeroBitCount
    swaps = (0..<count).compactMap { index in
      let other = (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
      return other > index ? (index, other) : nil
    }
  }

  /// - Precondition: `count` values at each pointer.
  func transform(_ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
    for (index, other) in swaps {
      swap(&real[index], &real[other])
      swap(&imaginary[index], &imaginary[other])
    }
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else { return }
        var half = 1
        while half < count {
          var start = 0
          while start < count {
            FourierTransform.join(
              real + start, imaginary + start, half: half, cosines: cosines + half, sines: sines + half)
            start &+= 2 &* half
          }
          half &*= 2
        }
      }
    }
  }

  /// Combines two adjacent transforms of `half` values each into one.
  ///
  /// - Precondition: `2 * half` values at the first two pointers, `half` at the others.
  @inline(__always)
  private static func join(
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>, half: Int,
    cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>
  ) {
    let (realHigh, imaginaryHigh) = (real + half, imaginary + half)
    var offset = 0
    while offset &+ Lanes.count <= half {
      let (c, s) = (Lanes(cosines + offset), Lanes(sines + offset))
      let (a, b) = (Lanes(realHigh + offset), Lanes(imaginaryHigh + offset))
      let (p, q) = (Lanes(real + offset), Lanes(imaginary + offset))
      let r = a * c - b * s
      let i = a * s + b * c
      (p - r).store(to: realHigh + offset)
      (q - i).store(to: imaginaryHigh + offset)
      (p + r).store(to: real + offset)
      (q + i).store(to: imaginary + offset)
      offset &+= Lanes.count
    }
    while offset < half {
      let (c, s) = (cosines[offset], sines[offset])
      let r = realHigh[offset] * c - imaginaryHigh[offset] * s
      let i = realHigh[offset] * s + imaginaryHigh[offset] * c
      realHigh[offset] = real[offset] - r
      imaginaryHigh[offset] = imaginary[offset] - i
      real[offset] += r
      imaginary[offset] += i
      offset &+= 1
    }
  }
}

/// Power spectra of Hann windows of one length; two windows share one transform.
struct SpectrumWindow {
  let count: Int
  let binHertz: Double
  private let transform: FourierTransform
  private let hann: [Float]
  /// Autocorrelation of the window itself, 1 at lag 0.
  private(set) var fall: [Float] = []

  /// - Parameters:
  ///   - seconds: minimum length; the window is the next power of two of samples.
  init(seconds: Double, rateHertz: Double) {
    var count = 8
    while Double(count) < seconds * rateHertz * 0.999 { count *= 2 }
    self.count = count
    binHertz = rateHertz / Double(count)
    transform = FourierTransform(count: count)
    hann = (0..<count).map { Float(0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(count))) }
    var real = hann
    var imaginary = [Float](repeating: 0, count: count)
    run(&real, &imaginary)
    fall = autocorrelation((0..<count / 2).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] })
    let whole = fall[0]
    for lag in fall.indices { fall[lag] /= whole }
  }

  private func run(_ real: inout [Float], _ imaginary: inout [Float]) {
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let real = real.baseAddress, let imaginary = imaginary.baseAddress else { return }
        transform.transform(real, imaginary)
      }
    }
  }

  /// Circular autocorrelation of a signal with this power spectrum, in arbitrary units, from lag 0 to half
  /// the window.
  func autocorrelation(_ power: [Float]) -> [Float] {
    var real = [Float](repeating: 0, count: count)
    var imaginary = [Float](repeating: 0, count: count)
    for bin in power.indices {
      real[bin] = power[bin]
      if bin > 0 { real[count - bin] = power[bin] }
    }
    run(&real, &imaginary)
    return Array(real.prefix(count / 2))
  }

  var bins: Int { count / 2 }

  /// The power spectra of the windows starting at `starts`, in that order.
  ///
  /// - Parameter samples: the signal is 0 beyond their ends; a window may start before them.
  func powers(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [[Float]] {
    var result: [[Float]] = []
    var real = [Float](repeating: 0, count: count)
    var imaginary = [Float](repeating: 0, count: count)
    var index = 0
    while index < starts.count {
      let second = index + 1 < starts.count ? starts[index + 1] : nil
      fill(&real, samples, from: starts[index])
      if let second {
        fill(&imaginary, samples, from: second)
      } else {
        for k in 0..<count { imaginary[k] = 0 }
      }
      run(&real, &imaginary)
      var first = [Float](repeating: 0, count: bins)
      var other = [Float](repeating: 0, count: bins)
      for bin in 1..<bins {
        let mirror = count - bin
        let (a, b) = (real[bin] + real[mirror], imaginary[bin] - imaginary[mirror])
        let (c, d) = (real[bin] - real[mirror], imaginary[bin] + imaginary[mirror])
        first[bin] = (a * a + b * b) / 4
        other[bin] = (c * c + d * d) / 4
      }
      result.append(first)
      if second != nil { result.append(other) }
      index += 2
    }
    return result
  }

  private func fill(_ values: inout [Float], _ samples: UnsafeBufferPointer<Float>, from start: Int) {
    for index in 0..<count {
      let sample = start + index
      values[index] = sample >= 0 && sample < samples.count ? samples[sample] * hann[index] : 0
    }
  }
}
