import EDF
import SleepEvents
import StructuredText

extension RecordingInspection {
  /// The object that `inspect --json` prints.
  ///
  /// - Parameter includeIdentifiers: also include what the file says about the patient.
  package func json(includeIdentifiers: Bool = false) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("file", .string(file.name)),
      .init("status", .string(hasWarnings ? "warning" : "ok")),
      .init("format", .string(file.format.rawValue)),
      .init("start", JSONValue(file.start.iso8601)),
      .init("records", .integer(file.recordCount)),
      .init("record_duration_s", .number(file.recordDuration.doubleValue)),
      .init("segments", .array(file.segments.map(\.json))),
      .init("signals", .array(zip(file.signals, roles).map(signalJSON))),
      .init("annotations", .integer(annotations.all.count)),
      .init("warnings", .array(warnings.map(\.json))),
      .init("notes", .array(notes.map(\.json))),
      .init(
        "libedf",
        [
          "version": .string(libEDF.version), "verdict": .string(libEDF.outcome.rawValue),
          "reason": JSONValue(libEDF.reason),
        ]),
    ]
    if includeIdentifiers {
      members.append(
        .init(
          "identifiers",
          ["patient": .string(file.header.patient), "recording": .string(file.header.recording)]))
    }
    return .object(members)
  }

  private func signalJSON(_ signal: EDFSignal, _ role: ChannelRole) -> JSONValue {
    [
      "index": .integer(signal.index), "label": .string(signal.label), "role": .string(role.rawValue),
      "samples": .integer(file.sampleCount(signal: signal.index)),
      "sampling_rate_hz": JSONValue(signal.samplingRate?.doubleValue), "unit": .string(signal.unit),
      "microvolts_per_unit": JSONValue(signal.microvoltsPerUnit),
      "resolution_uv": JSONValue(signal.resolutionMicrovolts),
      "physical_min": JSONValue(signal.physicalMinimum), "physical_max": JSONValue(signal.physicalMaximum),
      "digital_min": JSONValue(signal.digitalMinimum), "digital_max": JSONValue(signal.digitalMaximum),
      "prefilter": .string(signal.prefilter), "transducer": .string(signal.transducer),
    ]
  }
}

extension EDFSegment {
  fileprivate var json: JSONValue {
    [
      "onset_s": .number(onset.seconds), "records": .integer(recordCount),
      "duration_s": .number(duration.seconds),
    ]
  }
}

extension Warning {
  /// `code`, `message` and `location`, as in every list of warnings.
  var json: JSONValue {
    ["code": .string(code), "message": .string(message), "location": JSONValue(location)]
  }
}
