extension DetectionParameters {
  /// Ratio of the standard deviation of the envelope of band-limited noise to its mean.
  ///
  /// The standard deviation of |x| for Gaussian noise is 0.756 of its mean; a mean over T seconds with
  /// bandwidth B averages about 2BT independent values.
  ///
  /// - Parameters:
  ///   - bandwidth: hertz.
  ///   - seconds: length of the envelope's window.
  package static func relativeScatter(bandwidth: Double, seconds: Double) -> Double {
    0.756 / (2 * bandwidth * seconds).squareRoot()
  }
}
