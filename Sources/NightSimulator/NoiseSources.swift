import Foundation

/// Band-limited noise with RMS 1: white noise through two high-pass and two low-pass sections.
struct BandNoise {
  private var sections: [Biquad]
  private var random: SimulatorRandom
  private let scale: Double

  init(low: Double, high: Double, rate: Double, seed: UInt64) {
    // The two Butterworth pairs of a fourth-order edge.
    let qualities = [0.541_196_1, 1.306_562_97]
    sections =
      qualities.map { Biquad(highPass: low, quality: $0, rate: rate) }
      + (high < 0.49 * rate ? qualities.map { Biquad(lowPass: high, quality: $0, rate: rate) } : [])
    random = SimulatorRandom(seed: seed)
    // The power of the response to white noise is the energy of the impulse response.
    var copy = sections
    var energy = 0.0
    for index in 0..<Int(2 * rate) {
      var value = index == 0 ? 1.0 : 0
      for section in copy.indices { value = copy[section].next(value) }
      energy += value * value
    }
    scale = stable(1 / energy.squareRoot())
    for _ in 0..<Int(rate) { _ = next() }
  }

  @inline(__always) mutating func next() -> Double {
    var value = random.quickNormal()
    for index in sections.indices { value = sections[index].next(value) }
    return value * scale
  }
}

/// A second-order section (transposed direct form II).
struct Biquad {
  private let b0, b1, b2, a1, a2: Double
  private var s1 = 0.0
  private var s2 = 0.0

  init(highPass hertz: Double, quality: Double, rate: Double) {
    let (cosine, alpha) = Biquad.terms(hertz, quality, rate)
    let a0 = 1 + alpha
    b0 = (1 + cosine) / 2 / a0
    b1 = -(1 + cosine) / a0
    b2 = b0
    a1 = -2 * cosine / a0
    a2 = (1 - alpha) / a0
  }

  init(lowPass hertz: Double, quality: Double, rate: Double) {
    let (cosine, alpha) = Biquad.terms(hertz, quality, rate)
    let a0 = 1 + alpha
    b0 = (1 - cosine) / 2 / a0
    b1 = (1 - cosine) / a0
    b2 = b0
    a1 = -2 * cosine / a0
    a2 = (1 - alpha) / a0
  }

  private static func terms(_ hertz: Double, _ quality: Double, _ rate: Double) -> (Double, Double) {
    let angle = 2 * Double.pi * hertz / rate
    return (stable(cos(angle)), stable(sin(angle)) / (2 * quality))
  }

  @inline(__always) mutating func next(_ x: Double) -> Double {
    let y = b0 * x + s1
    s1 = b1 * x - a1 * y + s2
    s2 = b2 * x - a2 * y
    return y
  }
}

/// A sine by turning a vector: additions and multiplications only, so the same everywhere.
struct Rotation {
  private var real: Double
  private var imaginary: Double
  private let stepReal: Double
  private let stepImaginary: Double
  private var count = 0

  /// - Parameter turn: phase at the first sample, in turns.
  init(hertz: Double, rate: Double, turn: Double) {
    let angle = 2 * Double.pi * (turn - turn.rounded(.down))
    real = stable(cos(angle))
    imaginary = stable(sin(angle))
    stepReal = stable(cos(2 * .pi * hertz / rate))
    stepImaginary = stable(sin(2 * .pi * hertz / rate))
  }

  @inline(__always) mutating func sine() -> Double {
    let value = imaginary
    (real, imaginary) = (
      real * stepReal - imaginary * stepImaginary, real * stepImaginary + imaginary * stepReal
    )
    count += 1
    if count & 1023 == 0 {
      let length = (real * real + imaginary * imaginary).squareRoot()
      real /= length
      imaginary /= length
    }
    return value
  }
}

/// Heart beats with respiratory and slow variability, and the QRS that they leave in a channel.
struct SimulatedHeart {
  /// Seconds.
  let beats: [Double]

  init(seconds: Int, seed: UInt64) {
    var random = SimulatorRandom(seed: seed, stream: 21)
    var beats: [Double] = []
    var time = 0.5
    while time < Double(seconds) - 1 {
      beats.append(time)
      time += 60 / (62 + 6 * stable(sin(2 * .pi * time / 250)) + random.normal(0, 1.5))
    }
    self.beats = beats
  }

  /// A Ricker wave of 10 ms around each beat.
  static func wave(rate: Int) -> (reach: Int, values: [Double]) {
    let reach = max(1, Int(0.06 * Double(rate)))
    return (
      reach,
      (-reach...reach).map { offset in
        let time = Double(offset) / Double(rate) / 0.010
        return (1 - time * time) * stable(exp(-time * time / 2))
      }
    )
  }
}
