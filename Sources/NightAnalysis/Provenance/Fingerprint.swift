import EDF
import Foundation
import LegEMG
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// The program's version as stored in results; the one place where it is set.
package enum ToolVersion {
  package static let name = "tibialis"
  package static let version = "0.2.0"
}

/// Identifies the inputs of a result: equal fingerprints mean equal bytes.
package enum Fingerprint {
  /// The fingerprint of a night.
  ///
  /// - Parameters:
  ///   - recording: nil if only scorings are scored.
  ///   - key: identifies a recording that is not a file.
  /// - Returns: nil if an input cannot be read.
  package static func of(recording: String?, key: String? = nil, options: AnalysisOptions) -> String? {
    var hash = SHA256()
    hash.add(ToolVersion.version + "\n")
    if let key { hash.add("memory \(key)\n") }
    do {
      if let recording { hash.add(try FileDigest.sampled(path: recording) + "\n") }
      for file in options.scorings.flatMap(ResultFolder.filesRead) {
        hash.add(try FileDigest.whole(path: file) + "\n")
      }
    } catch { return nil }
    hash.add(options.canonicalText)
    return String(hash.hexadecimal.prefix(32))
  }

  /// The fingerprint of a night, identified by the recording's file or, in memory, by the night's key.
  static func required(
    _ file: EDFFile, key: String, options: AnalysisOptions
  ) throws(NightError) -> String {
    file.isOnDisk
      ? try required(recording: file.name, options: options)
      : try required(recording: nil, key: key, options: options)
  }

  /// The fingerprint of a night whose inputs have just been read.
  ///
  /// - Throws: `NightError.inputChanged` if one of them can no longer be read.
  static func required(
    recording: String?, key: String? = nil, options: AnalysisOptions
  ) throws(NightError) -> String {
    if let fingerprint = of(recording: recording, key: key, options: options) { return fingerprint }
    let inputs = [recording].compactMap(\.self) + options.scorings.flatMap(ResultFolder.filesRead)
    let gone = inputs.first { InputStamp(path: $0) == nil }
    throw .inputChanged(
      file: gone ?? inputs.first ?? "", how: gone == nil ? "became unreadable" : "was removed")
  }
}

extension AnalysisOptions {
  /// A short hash of detection and rules: equal for all nights of a study that were scored in the same way.
  package var parameterHash: String {
    var hash = SHA256()
    hash.add(DetectionParameter.text(detection))
    for set in rules.sorted(by: { $0.name < $1.name }) {
      hash.add("\n" + RuleParameter.all.map { "\($0.key)=\($0.text(set))" }.joined(separator: " "))
    }
    return String(hash.hexadecimal.prefix(8))
  }

  /// All options that can affect a result, as text.
  var canonicalText: String {
    var lines: [String] = []
    lines.append(DetectionParameter.text(detection))
    lines.append(
      [tableStart?.dayNumber, tableStart?.secondOfDay].map { $0.map(String.init) ?? "-" }.joined(
        separator: "|"))
    lines.append(stated.text)
    lines.append("\(epochSeconds.map { String($0) } ?? "-") \(scorer.map(String.init) ?? "-")")
    lines.append("\(measuresTone) \(chin ?? "-") " + toneWithout.map(\.rawValue).joined(separator: ","))
    lines.append([patientID, nightID, title].map { $0 ?? "-" }.joined(separator: "|"))
    for set in rules.sorted(by: { $0.name < $1.name }) {
      lines.append(
        set.name + " " + RuleParameter.all.map { "\($0.key)=\($0.text(set))" }.joined(separator: " "))
    }
    let names = [
      channels.left, channels.leftReference, channels.right, channels.rightReference, channels.ecg,
      assumedUnit,
      scoringFormat?.name,
    ]
    lines.append(names.map { $0 ?? "-" }.joined(separator: "|"))
    lines.append(
      (channels.map?.entries ?? []).map { "\($0.label)=\($0.role.rawValue)" }.joined(separator: "|"))
    lines.append(labels.entries.map { "\($0.label)=\($0.type)" }.sorted().joined(separator: "|"))
    lines.append(
      "\(backend) \(recordingProtocol.rawValue) \(computesSensitivity) \(requiresBothLegs) \(includesIdentifiers)"
    )
    // Only if requested, so that results without it remain valid.
    if hashesRecording { lines.append("sha256") }
    return lines.joined(separator: "\n")
  }
}
