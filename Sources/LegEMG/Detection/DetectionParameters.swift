/// Everything that decides what counts as a movement, with where each value comes from.
package struct DetectionParameters: Hashable, Sendable {
  /// Lower edge of the band, hertz. W-REC-5, A-REC-1; 20 is selectable.
  package var lowHertz = 10.0
  /// Upper edge of the band, hertz; never over 0.45 of the sampling rate.
  package var highHertz = 100.0
  /// W-LM-1: onset this far above the resting level, microvolts, on the rectified sample.
  package var onsetMicrovolts = 8.0
  /// W-LM-2: quiet is at most this far above the resting level, microvolts, on the mean of `envelopeSeconds`.
  package var offsetMicrovolts = 2.0
  /// W-LM-2: the end is the start of this much quiet, seconds.
  package var quietSeconds = 0.5
  /// W-LM-3: shortest movement, seconds.
  package var minimumSeconds = 0.5
  /// How far the edges of a faint burst can be off, seconds. A burst whose peak is less than two and a half
  /// times the onset threshold above rest must be longer than the minimum by this, or it is not shown to
  /// reach it; it is listed as a near miss. Seen on real REM twitches of 0.53 s and 16 microvolts, which
  /// scorers pass over.
  package var faintEdgeSeconds = 0.06
  /// W-LM-5: somewhere inside, this much has a median above the offset threshold, seconds.
  package var medianSeconds = 0.5
  /// Length of the mean of |x| that the end is measured on, seconds. Three cycles of a leg muscle's median
  /// frequency (35-65 Hz) and the tenth of a second that scorers resolve by eye on a 30 s page.
  package var envelopeSeconds = 0.1
  /// How far a quiet envelope may scatter above the resting level, in standard deviations of a mean over
  /// `envelopeSeconds` of band-limited noise. Takes over from `offsetMicrovolts` where the resting level is
  /// above about 3.4 microvolts: there 2 microvolts lie inside the resting trace that a scorer sees.
  package var scatterDeviations = 3.3
  /// The resting level is this quantile of half-second means of |x|: low enough that movements in up to three
  /// quarters of the window do not raise it.
  package var restingQuantile = 0.25
  /// Seconds before and after a moment over which the resting level is taken.
  package var restingWindowSeconds = 60.0
  /// Mean |x| over which a warning is given, microvolts (W-REC-6).
  package var restingWarningMicrovolts = 5.0
  /// Mean |x| over which time cannot be scored, microvolts.
  package var restingLimitMicrovolts = 15.0
  /// A resting level that rises by the onset threshold or more is a contraction for this long, seconds: a cramp of
  /// minutes is one long movement. What lasts longer is another level of the rest.
  package var longestContractionSeconds = 300.0
  /// A resting level under this is no leg's on skin, microvolts of mean |x|: an amplifier alone gives it.
  package static let quietLegMicrovolts = 0.2
  /// Whether narrow lines (mains and others) are taken out where the spectrum shows one.
  package var removesMains = true
  /// Whether R-locked activity is taken out where there is an ECG.
  package var removesCardiac = true

  package init() {}

  /// The upper edge at a sampling rate, hertz.
  package func upperEdge(rateHertz: Double) -> Double { min(highHertz, 0.45 * rateHertz) }
}
