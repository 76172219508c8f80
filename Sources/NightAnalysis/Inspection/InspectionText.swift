import EDF
import SleepEvents
import StructuredText

extension RecordingInspection {
  /// The terminal output: facts first, then channels, then irregularities.
  ///
  /// - Parameter includeIdentifiers: also include what the file says about the patient.
  package func text(includeIdentifiers: Bool = false) -> String {
    var lines = [file.name]
    func fact(_ name: String, _ value: String) { lines.append("  " + name.padded(to: 12) + value) }
    fact("format", formatText)
    if includeIdentifiers {
      fact("patient", file.header.patient)
      fact("recording", file.header.recording)
    }
    fact("start", startText)
    fact(
      "records",
      "\(file.recordCount) of \(Self.number(file.recordDuration.doubleValue)) s, "
        + "\(file.header.recordBytes) bytes each")
    fact("recorded", Self.clock(file.recordedDuration))
    fact("annotations", "\(annotations.all.count)")
    fact(
      "libedf",
      "\(libEDF.version): \(libEDF.outcome.rawValue.replacing("_", with: " "))"
        + (libEDF.reason.map { ", \($0)" } ?? ""))
    if file.segments.count > 1 { lines += segmentLines }
    lines += ["", "channels"] + channelLines
    lines += ["", warnings.isEmpty ? "no warnings" : "warnings"] + warnings.map(Self.line)
    if !notes.isEmpty { lines += ["", "notes"] + notes.map(Self.line) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var formatText: String {
    let reserved = file.header.reserved
    let note = reserved.isEmpty || reserved == file.format.rawValue ? "" : " ('\(reserved)')"
    return file.format.rawValue + note + (file.isCompressed ? ", compressed with gzip" : "")
  }

  private var startText: String {
    file.start.iso8601 ?? file.start.clockText.map { "\($0), date not known" }
      ?? file.start.isoDate.map { "\($0), time not known" } ?? "not known"
  }

  private var segmentLines: [String] {
    let shown = file.segments.prefix(20).map { segment in
      "  from \(Self.number(segment.onset.seconds)) s for \(Self.number(segment.duration.seconds)) s "
        + "(\(segment.recordCount) records)"
    }
    let rest = file.segments.count - shown.count
    return ["", "segments"] + shown + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  private var channelLines: [String] {
    let header = ["#", "label", "role", "rate Hz", "unit", "step uV", "filter"]
    let rows = zip(file.signals, roles).map { signal, role in
      [
        "\(signal.index)", signal.label, role.rawValue.replacing("_", with: " "),
        signal.samplingRate.map { Self.number($0.doubleValue) } ?? "-",
        signal.unit.isEmpty ? "-" : signal.unit,
        signal.resolutionMicrovolts.map(Self.short) ?? "-", signal.problem?.text ?? signal.prefilter,
      ]
    }
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in cell.padded(to: width) }
      return String(("  " + cells.joined(separator: "  ")).trimmedEnd)
    }
  }

  private static func line(_ warning: Warning) -> String {
    "  " + (warning.location.map { "\($0): " } ?? "") + warning.message + " [\(warning.code)]"
  }

  private static func number(_ value: Double) -> String { JSONValue.numberText(value) }

  /// Enough digits for an overview.
  private static func short(_ value: Double) -> String {
    let decimals = value >= 100 ? 1 : value >= 1 ? 3 : value >= 0.01 ? 5 : 8
    return Delimited.fixed(value, decimals) ?? "-"
  }

  private static func clock(_ span: TimeSpan) -> String {
    let seconds = Int(span.seconds)
    return "\(seconds / 3600) h \(seconds / 60 % 60) min \(seconds % 60) s"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
  fileprivate var trimmedEnd: Substring { self[...].trimmingSuffix(while: { $0 == " " }) }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, predicate(last) { rest.removeLast() }
    return rest
  }
}
