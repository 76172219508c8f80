import NightResults
import SleepEvents

/// A sentence for each flag of a night.
extension ReportWords {
  /// Nil for a flag that another sentence of the page covers.
  static func flag(_ flag: NightFlag) -> String? {
    switch flag {
    case .shortNight: "Less than two hours of sleep: the index of a short night means little."
    case .noHypnogram: "No sleep stages: no index per hour of sleep."
    case .oneLeg: "Part of the night has only one usable leg: the index may be too low."
    case .highNoise: "The resting level of a leg is over 5 µV: electrodes or cable."
    case .unitAssumed: "The unit of a channel was assumed."
    case .countFromIndex: "The count was computed from an index."
    case .mixedVersions: "Results of different versions are in one table."
    case .respiratoryNotScored, .arousalsNotScored, .legsNotScored, .legLost: nil
    case .overlappingStages: "The scoring has two stages at once in places."
    case .severalScorers: "The scoring has several scorers; one of them was used."
    case .clockGoesBack: "The scoring's clock goes back, as on the night when the clocks change."
    case .coarseClock: "The scoring's times are too coarse to place every epoch."
    case .epochListLength: "The list of stages does not have the length of the recording."
    case .stageCodeAssumed: "The stages are bare numbers; which stage each stands for was assumed."
    case .unknownStages: "Some stage labels are unknown; those epochs are unscored."
    case .unknownLabels: "The scoring has unknown labels."
    case .truncatedRecording: "The recording was cut off: the end of the night is missing."
    case .duplicateRecording: "The same recording is in this study twice."
    case .tooLittleScoredTime: "Too little of the night could be scored for an index."
    case .implausibleLeg(let cause): implausible(cause)
    case .fadingLeg(let leg):
      "The signal of the \(leg.name) leg falls by half over the night: perhaps its electrode is drying out."
    case .recordingGap: "Part of the night could not be read or was not recorded."
    case .ecgUnreadable: "The ECG could not be read and was not used."
    case .firstEdition:
      "Made by the first edition of this program, which counted unscored events as 0; analyze the night again."
    case .other(let code): "Marked as \u{201C}\(code.replacing("_", with: " "))\u{201D}."
    }
  }

  private static func implausible(_ cause: Implausibility) -> String {
    switch cause {
    case .quiet: "A leg is quieter than muscle at rest: is the electrode on, and the unit right?"
    case .hum: "Mains hum drowns a leg."
    case .saturated: "A leg is at the converter's limit for part of the night."
    case .same: "Left and right are the same signal."
    case .unequal: "The two legs differ more than threefold in level."
    case .narrow: "A leg lacks the upper part of the EMG band: it was filtered before it was recorded."
    case .slow: "A leg was recorded at under 200 samples a second."
    case .notEMG: "More than a tenth of the bursts are not muscle activity."
    case .open: "A leg has continuous broadband noise: its electrode may be off."
    case .index: "Over 150 movements an hour: look at the trace."
    }
  }
}
