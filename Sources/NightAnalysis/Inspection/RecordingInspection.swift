import EDF
import EDFSecondReader
import SleepEvents
import StructuredText

/// Everything that `inspect` reports about a recording.
package struct RecordingInspection: Sendable {
  package let file: EDFFile
  package let roles: [ChannelRole]
  package let annotations: EDFAnnotations
  /// Warnings of the file itself, and those that require looking at the samples or the roles.
  package let warnings: [Warning]
  /// Properties that are valid in the file but unsuitable for scoring: legs whose digital step is too coarse
  /// for an 8 microvolt threshold.
  package let notes: [Warning]
  package let libEDF: LibEDF.Verdict

  /// Opens and examines the recording at `path`. Reads the samples of channels whose stated digital range is
  /// narrower than their storage, to count those outside it.
  ///
  /// - Throws: `EDFError` if the file as a whole cannot be read.
  package init(path: String, map: ChannelMap? = nil) throws(EDFError) {
    let file = try EDFFile(path: path)
    self.file = file
    roles = ChannelRole.roles(of: file.signals, map: map)
    annotations = file.annotations()
    var warnings = file.warnings
    for signal in file.signals {
      let outside = try file.samplesOutsideDigitalRange(signal: signal.index)
      guard outside > 0 else { continue }
      warnings.append(
        Warning(
          code: "samples_outside_range",
          message: "channel '\(signal.label)': \(outside) samples lie outside the stated digital range; "
            + "they are kept unchanged", location: "signal \(signal.index)"))
    }
    for (signal, role) in zip(file.signals, roles)
    where (role.isLeg || role == .ecg) && signal.microvoltsPerUnit == nil && signal.problem == nil {
      let unit =
        signal.unitText.isEmpty ? "has no unit" : "has the unit '\(signal.unit)', which is not a voltage"
      warnings.append(
        Warning(
          code: "unknown_unit", message: "channel '\(signal.label)' \(unit)",
          location: "signal \(signal.index)"))
    }
    self.warnings = warnings
    notes = Self.notes(file.signals, roles)
    libEDF = LibEDF.verdict(of: file)
  }

  private static func notes(_ signals: [EDFSignal], _ roles: [ChannelRole]) -> [Warning] {
    zip(signals, roles).compactMap { signal, role in
      guard role.isLeg, let resolution = signal.resolutionMicrovolts, resolution > 2 else { return nil }
      return Warning(
        code: "coarse_resolution",
        message: "channel '\(signal.label)': one digital step is "
          + "\(Delimited.fixed(resolution, 2) ?? "") microvolts, too coarse to score with thresholds of 2 and 8",
        location: "signal \(signal.index)")
    }
  }

  /// True if there are warnings.
  package var hasWarnings: Bool { !warnings.isEmpty }
}

extension ChannelRole {
  /// True for a channel of one leg or of both.
  package var isLeg: Bool {
    switch self {
    case .leftLeg, .rightLeg, .legsCombined: true
    case .chin, .ecg, .annotations, .other: false
    }
  }
}
