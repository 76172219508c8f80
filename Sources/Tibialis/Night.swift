import LegEMG
import NightAnalysis
import SleepEvents
import StudyReports

extension NightResult {
  /// Writes the files of the night, `result.json` last, as `tibialis analyze --out` does.
  ///
  /// - Parameter folder: made if need be; an earlier result in it is replaced.
  /// - Throws: what could not be written, in one sentence as its `description`; what stood there still stands.
  public func write(to folder: String) throws { try NightFiles.write(self, to: folder) }

  /// The page of a night that stands in a folder, as HTML.
  ///
  /// - Throws: what is wrong with the folder, in one sentence as its `description`.
  public static func page(folder: String) throws -> String {
    NightPage(try ReportedNight(folder: folder)).html
  }
}

extension NightAnalyzer {
  /// The movements of one leg whose samples are in memory, to be scored as `ScoringInput.movements`.
  ///
  /// - Parameters:
  ///   - microvolts: the leg's bipolar EMG, one sample after the other, without a gap.
  ///   - hertz: samples a second, from 100.
  /// - Returns: movements of at least 0.5 s from the first sample on, in order of onset.
  /// - Throws: why the samples cannot carry the thresholds, in one sentence as its `description`.
  public func movements(microvolts: [Float], hertz: Int, leg: Leg) throws -> [LegMovement] {
    let source = ArraySource(microvolts: microvolts, samplingRate: SamplingRate(hertz: hertz))
    return try LegAnalyzer(parameters: options.detection).analyze(source, leg: leg, channel: leg.name)
      .movements
  }
}
