/// One of the two legs.
public enum Leg: String, Sendable, CaseIterable, Comparable {
  case left = "L"
  case right = "R"

  /// Left before right.
  public static func < (a: Leg, b: Leg) -> Bool { a == .left && b == .right }

  /// `left` or `right`.
  public var name: String { self == .left ? "left" : "right" }
}

/// The leg or legs that a combined movement or an annotation belongs to.
public enum Side: String, Sendable, CaseIterable {
  case left = "L"
  case right = "R"
  case both = "B"

  /// The side of a leg alone.
  public init(_ leg: Leg) { self = leg == .left ? .left : .right }

  /// The legs it stands for.
  public var legs: [Leg] {
    switch self {
    case .left: [.left]
    case .right: [.right]
    case .both: [.left, .right]
    }
  }
}

/// How strong a detected movement was, all in microvolts of the rectified EMG.
public struct MovementAmplitude: Hashable, Sendable {
  /// Resting level around the movement (mean of |x|), microvolts.
  public var restingMicrovolts: Double
  /// Largest |x| inside the movement, microvolts.
  public var peakMicrovolts: Double
  /// Integral of the envelope above the resting level, microvolt seconds.
  public var areaMicrovoltSeconds: Double

  /// All values refer to the rectified EMG.
  public init(restingMicrovolts: Double, peakMicrovolts: Double, areaMicrovoltSeconds: Double) {
    self.restingMicrovolts = restingMicrovolts
    self.peakMicrovolts = peakMicrovolts
    self.areaMicrovoltSeconds = areaMicrovoltSeconds
  }
}

/// The spectrum of a detected movement: where in the band its power lies.
public struct MovementSpectrum: Hashable, Sendable {
  /// Share of the power within 2 Hz of its strongest line, 0-1. Muscle stays under about 0.4.
  public var lineShare: Double
  /// Mean frequency of the power, hertz.
  public var centreHertz: Double
  /// Standard deviation of the power about that frequency, hertz.
  public var widthHertz: Double

  /// Creates a spectrum from its three measures.
  public init(lineShare: Double, centreHertz: Double, widthHertz: Double) {
    self.lineShare = lineShare
    self.centreHertz = centreHertz
    self.widthHertz = widthHertz
  }
}

/// One movement of one leg.
public struct LegMovement: Hashable, Sendable {
  /// The leg that moved.
  public var leg: Leg
  /// From onset to offset.
  public var range: TimeRange
  /// Nil for a movement marked by a person or another program.
  public var amplitude: MovementAmplitude?
  /// Nil for a movement that was not detected in a signal.
  public var spectrum: MovementSpectrum?

  /// A movement of one leg; amplitude and spectrum where they were measured.
  public init(
    leg: Leg, range: TimeRange, amplitude: MovementAmplitude? = nil, spectrum: MovementSpectrum? = nil
  ) {
    self.leg = leg
    self.range = range
    self.amplitude = amplitude
    self.spectrum = spectrum
  }

  /// Start of the movement, since the start of the recording.
  public var onset: Instant { range.start }
  /// End of the movement, since the start of the recording.
  public var offset: Instant { range.end }
  /// From onset to offset.
  public var duration: TimeSpan { range.duration }
}
