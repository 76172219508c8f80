import ArgumentParser
import Tibialis

/// Says on standard error what was taken for what.
struct VerboseOptions: ParsableArguments {
  @Flag(help: "Say which channels, which scoring and which options were taken.")
  var verbose = false

  /// - Parameters:
  ///   - document: of the night that is done.
  ///   - night: its name, where there are several.
  func say(_ document: NightDocument, of night: String? = nil) {
    guard verbose else { return }
    if let night { Output.talk("taken for \(night):") }
    for leg in Leg.allCases {
      guard let figures = document.quality[leg] else {
        Output.talk("\(leg.name) leg: none")
        continue
      }
      let band = figures.band.map { ", \(plain($0.lowerBound)) to \(plain($0.upperBound)) Hz" } ?? ""
      Output.talk(
        "\(leg.name) leg: '\(figures.channel)'"
          + (figures.samplingRateHertz.map { ", \(plain($0)) samples a second" } ?? "") + band)
    }
    if let tone = document.muscleTone { Output.talk("chin: '\(tone.channel)'") }
    Output.talk("sleep stages from: \(document.sleep.source.rawValue)")
    for category in ScoredCategory.allCases {
      let state = document.scored[category]
      Output.talk(
        "\(category.rawValue.replacing("_", with: " ")): \(state.state.rawValue)"
          + (state.basis.map { " (\($0.rawValue))" } ?? ""))
    }
    Output.talk("rule sets: \(document.ruleSets.keys.joined(separator: ", "))")
    let changed = document.parameters.changed
    Output.talk(
      "changed from the standard: " + (changed.isEmpty ? "nothing" : changed.joined(separator: ", ")))
    for (key, value) in document.parameters.detection?.entries.map({ ($0.key, $0.value) }) ?? [] {
      Output.talk("detection, \(key.replacing("_", with: " ")): \(value.json.text(pretty: false))")
    }
  }

  private func plain(_ value: Double) -> String { JSONValue.numberText(value) }
}
