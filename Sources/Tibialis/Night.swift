import LegEMG
import NightAnalysis
import SleepEvents
import StudyReports

extension NightResult {
  /// Writes the files of the night, `result.json` last, as `tibialis analyze --out` does.
  ///
  /// - Parameter folder: created if necessary; an earlier result in it is replaced.
  /// - Throws: an error whose `description` says in one sentence what could not be written; the previous
  ///   contents are then unchanged.
  public func write(to folder: String) throws { try NightFiles.write(self, to: folder) }

  /// The HTML page of a night stored in a folder.
  ///
  /// - Throws: an error whose `description` says in one sentence what is wrong with the folder.
  public static func page(folder: String) throws -> String {
    NightPage(try ReportedNight(folder: folder)).html
  }
}

extension NightAnalyzer {
  /// The movements of one leg whose samples are in memory, for use as `ScoringInput.movements`.
  ///
  /// - Parameters:
  ///   - microvolts: the leg's bipolar EMG as consecutive samples without a gap.
  ///   - hertz: sampling rate, at least 100.
  /// - Returns: movements of at least 0.5 s, timed from the first sample, in order of onset.
  /// - Throws: an error whose `description` says in one sentence why the samples cannot resolve the
  ///   thresholds.
  public func movements(microvolts: [Float], hertz: Int, leg: Leg) throws -> [LegMovement] {
    let source = ArraySource(microvolts: microvolts, samplingRate: SamplingRate(hertz: hertz))
    return try LegAnalyzer(parameters: options.detection).analyze(source, leg: leg, channel: leg.name)
      .movements
  }
}
