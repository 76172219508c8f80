import ArgumentParser
import Tibialis

/// Reports on standard error which inputs were used.
struct VerboseOptions: ParsableArguments {
  @Flag(help: "Report which channels, scoring and options were used.")
  var verbose = false

  /// - Parameters:
  ///   - document: that of the finished night.
  ///   - night: its name, if there are several.
  ///   - scorings: the files used for it.
  func say(_ document: NightDocument, of night: String? = nil, scorings: [String]) {
    guard verbose else { return }
    // In one piece, since two nights may finish at the same time.
    Output.talk(
      ((night.map { ["taken for \($0):"] } ?? []) + channels(document) + scoring(document, scorings)
        + choices(document)).joined(separator: "\n"))
  }

  private func channels(_ document: NightDocument) -> [String] {
    var lines = Leg.allCases.map { leg in
      guard let figures = document.quality[leg] else { return "\(leg.name) leg: none" }
      let band = figures.band.map { ", \(plain($0.lowerBound)) to \(plain($0.upperBound)) Hz" } ?? ""
      return "\(leg.name) leg: '\(figures.channel)'"
        + (figures.samplingRateHertz.map { ", \(plain($0)) samples per second" } ?? "") + band
    }
    if let tone = document.muscleTone { lines.append("chin: '\(tone.channel)'") }
    return lines
  }

  private func scoring(_ document: NightDocument, _ files: [String]) -> [String] {
    ["scoring: " + (files.isEmpty ? "the recording's own" : files.joined(separator: ", "))]
      + ["sleep stages from: \(document.sleep.source.rawValue)"]
      + ScoredCategory.allCases.map { category in
        let state = document.scored[category]
        return "\(category.rawValue.replacing("_", with: " ")): \(state.state.rawValue)"
          + (state.basis.map { " (\($0.rawValue))" } ?? "")
      }
  }

  private func choices(_ document: NightDocument) -> [String] {
    let changed = document.parameters.changed
    return [
      "rule sets: \(document.ruleSets.keys.joined(separator: ", "))",
      "changed from the standard: " + (changed.isEmpty ? "nothing" : changed.joined(separator: ", ")),
    ]
      + (document.parameters.detection?.entries ?? []).map { entry in
        let value = entry.value.json
        let words = value == .null ? "none" : value.stringValue ?? value.text(pretty: false)
        return "detection, \(entry.key.replacing("_", with: " ")): \(words)"
      }
  }

  private func plain(_ value: Double) -> String { JSONValue.numberText(value) }
}
