import EDF
import LegEMG
import NightAnalysis
import StructuredText
import StudyReports

/// A channel other than the legs, such as EEG, chin or airflow: as recorded, unfiltered, and on its own scale.
struct CompanionTrace {
  /// More rows would leave no room for the legs.
  static let most = 4

  let name: String
  /// As given in the file; a channel that is not a voltage keeps its own unit.
  let unit: String
  let trace: LegTrace
  /// The value at the middle of the row, and the distance from it to the row's edge, in the channel's unit.
  let centre: Float
  let reach: Float

  /// The sources of the requested channels.
  ///
  /// - Throws: `ReportError.noSuchChannel` for a label that the recording does not have or that has no
  ///   samples.
  static func sources(
    _ labels: [String], of file: EDFFile
  ) throws -> [(name: String, unit: String, source: Derivation)] {
    try labels.map { label in
      guard let signals = Derivation.signals(named: label, of: file), let first = signals.first else {
        throw ReportError.noSuchChannel(
          file: file.name, asked: label,
          known: file.signals.filter { !$0.isAnnotations }.map(\.label))
      }
      let unit = file.signals[first].unit
      // Airflow is not in microvolts: its values are drawn as they are.
      let isVoltage = file.signals[first].microvoltsPerUnit != nil
      let source = try Derivation(
        file: file, signal: first, reference: signals.count > 1 ? signals[1] : nil,
        assumedMicrovoltsPerUnit: isVoltage ? nil : 1)
      return (label, isVoltage ? "µV" : unit, source)
    }
  }

  init(name: String, unit: String, trace: LegTrace) {
    self.name = name
    self.unit = unit
    self.trace = trace
    let known = zip(trace.overview.low, trace.overview.high).filter { $0 <= $1 }
    let middles = known.map { ($0 + $1) / 2 }.sorted()
    let centre = middles.isEmpty ? 0 : middles[middles.count / 2]
    // Without this, the loudest seconds of a night (a cough, a touched lead) would flatten everything else.
    let sizes = known.map { max($1 - centre, centre - $0) }.sorted()
    self.centre = centre
    reach = max(sizes.isEmpty ? 1 : sizes[min(sizes.count - 1, sizes.count * 95 / 100)] * 1.2, 1e-6)
  }

  /// For the page's script: minimum and maximum of each interval in 127ths of `reach` around `centre`.
  var json: JSONValue {
    [
      "name": .string(MarkupText.shortened(name, to: 24)), "unit": .string(MarkupText.shortened(unit, to: 8)),
      "reach": .number(Double(reach)),
      "overview": .string(encoded(trace.overview)), "detail": .string(encoded(trace.detail)),
    ]
  }

  private func encoded(_ extremes: LegTrace.Extremes) -> String {
    extremes.encoded { 127 * max(-1, min(1, ($0 - centre) / reach)) }
  }
}
