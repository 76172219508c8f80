/// All values that decide what counts as a movement, each with its source.
package struct DetectionParameters: Hashable, Sendable {
  /// Lower edge of the band, hertz. W-REC-5, A-REC-1; 20 is selectable.
  package var lowHertz = 10.0
  /// Upper edge of the band, hertz; never above 0.45 of the sampling rate.
  package var highHertz = 100.0
  /// W-LM-1: onset this far above the resting level, microvolts, on the rectified sample.
  package var onsetMicrovolts = 8.0
  /// W-LM-2: quiet is at most this far above the resting level, microvolts, for the mean over
  /// `envelopeSeconds`.
  package var offsetMicrovolts = 2.0
  /// W-LM-2: a movement ends at the start of this much quiet, seconds.
  package var quietSeconds = 0.5
  /// W-LM-3: shortest movement, seconds.
  package var minimumSeconds = 0.5
  /// Uncertainty of the edges of a faint burst, seconds. A burst whose peak above rest is less than two and a
  /// half times the onset threshold must exceed the minimum duration by this much to be a movement; otherwise
  /// it is listed as a near miss. Seen on real REM twitches of 0.53 s and 16 microvolts, which scorers pass
  /// over.
  package var faintEdgeSeconds = 0.06
  /// W-LM-5: the length of the part, anywhere inside, whose median must exceed the offset threshold, seconds.
  package var medianSeconds = 0.5
  /// Length of the window over which |x| is averaged to find the end, seconds. Three cycles of a leg muscle's
  /// median frequency (35-65 Hz), and the tenth of a second that scorers resolve by eye on a 30 s page.
  package var envelopeSeconds = 0.1
  /// How far a quiet envelope may scatter above the resting level, in standard deviations of a mean over
  /// `envelopeSeconds` of band-limited noise. Replaces `offsetMicrovolts` for resting levels above about 3.4
  /// microvolts, where 2 microvolts lie within the resting trace that a scorer sees.
  package var scatterDeviations = 3.3
  /// The resting level is this quantile of half-second means of |x|: low enough not to be raised by movements
  /// in up to three quarters of the window.
  package var restingQuantile = 0.25
  /// Seconds before and after each moment over which the resting level is taken.
  package var restingWindowSeconds = 60.0
  /// Mean |x| at rest above which a warning is given, microvolts (W-REC-6).
  package var restingWarningMicrovolts = 5.0
  /// Mean |x| at rest above which time cannot be scored, microvolts.
  package var restingLimitMicrovolts = 15.0
  /// A resting level that rises by the onset threshold or more counts as a contraction for up to this long,
  /// seconds: a cramp of minutes is one long movement. Anything longer is a new resting level.
  package var longestContractionSeconds = 300.0
  /// A lower resting level does not come from an electrode on skin, microvolts of mean |x|: an amplifier
  /// alone gives this.
  package static let quietLegMicrovolts = 0.2
  /// Whether narrow lines (mains and others) are subtracted where the spectrum shows one.
  package var removesMains = true
  /// Whether R-locked activity is subtracted where there is an ECG.
  package var removesCardiac = true

  package init() {}

  /// The upper edge at a sampling rate, hertz.
  package func upperEdge(rateHertz: Double) -> Double { min(highHertz, 0.45 * rateHertz) }
}
