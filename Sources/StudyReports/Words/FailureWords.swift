/// Sentences for why a night has no result: its folder stores a code, since messages can quote text that
/// names a patient.
package enum FailureWords {
  private static let sentences: [String: String] = [
    "missing_file": "A file of the night is not where the list says it is.",
    "is_folder": "The list names a folder where a file should be.",
    "not_a_regular_file": "The recording is a device or a pipe, not a file.",
    "cannot_open": "A file of the night cannot be opened: are its permissions right?",
    "empty_file": "A file of the night is empty.",
    "not_edf": "The recording is not an EDF or BDF file, or its beginning is damaged.",
    "bad_header_field": "The recording's header is damaged.",
    "over_limit": "The recording's header asks for more than a recording can have.",
    "truncated_header": "The recording ends within its header: perhaps only part of it was copied.",
    "no_data_records": "The recording has a header but no signal.",
    "damaged_archive": "The compressed recording is damaged.",
    "archive_too_large": "The compressed recording is too large when unpacked.",
    "no_such_signal": "A requested channel is not in the recording.",
    "unusable_channel": "A leg channel cannot be used: its unit or calibration is missing.",
    "read_failed": "The disk or network failed while a file was read: try again.",
    "file_shrank": "A file became shorter while it was being read: is it still being written?",
    "input_changed": "A file was changed while it was being read: try again.",
    "unreadable_leg": "None of a leg's signal could be read.",
    "libedf_refuses": "libedf refuses the recording.",
    "readers_disagree": "Two readers find different samples in the recording.",
    "no_leg_channel": "No channel of the recording is recognized as a leg: say which one it is.",
    "ambiguous_leg_channel": "More than one channel could be a leg: say which one it is.",
    "ambiguous_label": "Two channels have the requested label: name the channel by #INDEX.",
    "channel_used_twice": "One channel was named for two purposes.",
    "no_such_channel": "A requested channel is not in the recording.",
    "unknown_unit": "A leg channel does not give its unit: say what it is.",
    "leg_refused": "A leg channel is not an EMG that can be scored.",
    "both_legs_required": "One leg cannot be used, and both were required.",
    "no_overlap": "The scoring and the recording do not overlap in time.",
    "nothing_scored": "The scoring has nothing that can be scored.",
    "span_too_long": "The events are further apart than a night can last.",
    "unknown_scoring_format": "The scoring's format is unknown.",
    "broken_scoring": "The scoring is damaged.",
    "no_such_scorer": "The requested scorer is not in the scoring.",
    "unknown_stage_number": "The scoring has an unknown stage number.",
    "rate_too_low": "A leg was sampled too slowly to be scored.",
    "rate_too_high": "A leg's sampling rate is too high for an EMG.",
    "resolution_too_coarse": "One step of a leg's converter is too coarse for the 8 µV rule.",
    "no_samples": "A leg channel has no samples.",
    "no_valid_time": "No leg was usable at any time.",
    "no_recording": "The list names no recording for this night.",
    "cannot_create": "The result's folder cannot be written to.",
    "write_failed": "The result could not be written: is the disk full?",
  ]

  /// Why a row of nights.csv is left out, if its night failed; nil for any other reason.
  package static func exclusion(_ code: String) -> String? {
    guard code.hasPrefix("failed:") else { return nil }
    return sentence(String(code.dropFirst("failed:".count)), location: nil)
  }

  /// - Parameters:
  ///   - code: as stored in the failure's file.
  ///   - location: such as `byte 236`.
  static func sentence(_ code: String, location: String?) -> String {
    let place = location.map { " (\($0))" } ?? ""
    guard let known = sentences[code] else { return code.replacing("_", with: " ") + place }
    return known.dropLast() + place + "."
  }
}
