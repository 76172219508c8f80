import Foundation

/// One second-order section with zeros at +1 and -1: `y = (x - x2) - a1 y1 - a2 y2`, without its gain.
package struct BandPassSection: Hashable, Sendable {
  package let a1: Double
  package let a2: Double

  /// Distance of the pole pair from the origin; below 1.
  package var poleRadius: Double { a2.squareRoot() }
}

/// A Butterworth band-pass of prototype order 4 (eight poles), by the bilinear transform with prewarped
/// edges: the same filter as `scipy.signal.butter(4, [low, high], "bandpass", output="sos")`.
package struct ButterworthBandPass: Hashable, Sendable {
  package let lowHertz: Double
  package let highHertz: Double
  package let rateHertz: Double
  /// Four sections, the sharpest first: in Float this order is three times more accurate.
  package let sections: [BandPassSection]
  /// Combined gain of the four sections.
  package let gain: Double

  /// - Precondition: `0 < low < high < rate / 2`.
  package init(lowHertz: Double, highHertz: Double, rateHertz: Double) {
    precondition(0 < lowHertz && lowHertz < highHertz && highHertz < rateHertz / 2)
    self.lowHertz = lowHertz
    self.highHertz = highHertz
    self.rateHertz = rateHertz
    let doubled = 2 * rateHertz
    let low = doubled * tan(.pi * lowHertz / rateHertz)
    let high = doubled * tan(.pi * highHertz / rateHertz)
    let width = high - low
    let center = Complex(low * high, 0)

    var sections: [BandPassSection] = []
    for index in 0..<4 {
      let angle = Double.pi * Double(2 * index + 5) / 8
      let scaled = Complex(cos(angle), sin(angle)) * Complex(width / 2, 0)
      let root = (scaled * scaled - center).squareRoot()
      for pole in [scaled + root, scaled - root] {
        let digital = (Complex(doubled, 0) + pole) / (Complex(doubled, 0) - pole)
        if digital.imaginary > 0 {
          sections.append(
            BandPassSection(
              a1: -2 * digital.real, a2: digital.real * digital.real + digital.imaginary * digital.imaginary))
        }
      }
    }
    self.sections = sections.sorted { $0.a2 > $1.a2 }
    // Unity gain at the geometric centre of the band.
    let centerAngle = 2 * atan((low * high).squareRoot() / doubled)
    gain = 1 / ButterworthBandPass.magnitude(of: self.sections, at: centerAngle)
  }

  /// Samples until the slowest transient falls below `tolerance` of its initial value.
  package func transientSamples(tolerance: Double) -> Int {
    let radius = sections.map(\.poleRadius).max() ?? 0
    return Int((Foundation.log(tolerance) / Foundation.log(radius)).rounded(.up))
  }

  /// Decay rate of the slowest transient, per second.
  package var decayPerSecond: Double {
    -Foundation.log(sections.map(\.poleRadius).max() ?? 0) * rateHertz
  }

  private static func magnitude(of sections: [BandPassSection], at angle: Double) -> Double {
    let delayed = Complex(cos(angle), -sin(angle))
    let twice = delayed * delayed
    return sections.reduce(1) { product, section in
      let numerator = Complex(1, 0) - twice
      let denominator = Complex(1, 0) + Complex(section.a1, 0) * delayed + Complex(section.a2, 0) * twice
      return product * (numerator / denominator).magnitude
    }
  }
}

/// Just enough complex arithmetic for filter design and mains lines.
struct Complex {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The unit vector at `angle`, radians.
  static func turn(_ angle: Double) -> Complex { Complex(cos(angle), sin(angle)) }

  var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }
  var conjugate: Complex { Complex(real, -imaginary) }

  func squareRoot() -> Complex {
    let angle = atan2(imaginary, real) / 2
    let length = magnitude.squareRoot()
    return Complex(length * cos(angle), length * sin(angle))
  }

  static func + (a: Complex, b: Complex) -> Complex { Complex(a.real + b.real, a.imaginary + b.imaginary) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(a.real - b.real, a.imaginary - b.imaginary) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func / (a: Complex, b: Complex) -> Complex {
    let scale = b.real * b.real + b.imaginary * b.imaginary
    let product = a * b.conjugate
    return Complex(product.real / scale, product.imaginary / scale)
  }
}
