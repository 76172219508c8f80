extension DetectionParameters {
  /// Standard deviation of the envelope of band-limited noise over its mean.
  ///
  /// |x| of Gaussian noise has a standard deviation of 0.756 of its mean; a mean over T seconds of a band of width B
  /// holds about 2BT independent values.
  ///
  /// - Parameters:
  ///   - bandwidth: hertz.
  ///   - seconds: length of the envelope's window.
  package static func relativeScatter(bandwidth: Double, seconds: Double) -> Double {
    0.756 / (2 * bandwidth * seconds).squareRoot()
  }
}
