import NightResults
import SleepEvents

/// The legend of the night's picture, with a swatch for each kind of mark that occurs in it.
struct TimelineLegend {
  private let night: ReportedNight

  init(_ night: ReportedNight) { self.night = night }

  var markup: String {
    let items = entries.filter(\.isThere).map { entry in
      "<li><span class=\"swatch \(entry.swatch)\"></span>\(HTML.text(entry.words))</li>"
    }
    return "<ul class=\"legend\">" + items.joined() + "</ul>"
  }

  private var entries: [(swatch: String, words: String, isThere: Bool)] {
    let kinds = Set(night.events.map(\.kind))
    let first = night.rules.first.map { ReportWords.ruleName($0.name) } ?? ""
    let isPeriodic = night.rules.contains { $0.rows.contains(where: \.isPeriodic) }
    let apneas = kinds.contains { $0.isRespiratory && $0 != .hypopnea && $0 != .rera }
    let hasLevel = night.minutes.contains { $0.restingMicrovolts != nil }
    return [
      ("rem", "REM sleep", night.hypnogram.spans.contains { $0.stage == .rem }),
      ("arousal", "arousal", kinds.contains(.arousal)),
      ("apnea", "apnea", apneas),
      ("hypopnea", "hypopnea, RERA", kinds.contains(.hypopnea) || kinds.contains(.rera)),
      ("periodic", "periodic movement (\(first))", isPeriodic),
      ("other", "any other movement", !night.movements.isEmpty),
      ("series", "a series, its movements above", isPeriodic),
      ("resting", "EMG: resting level", hasLevel),
      (
        "envelope", "EMG: mean and highest half second",
        night.minutes.contains { $0.envelopeMeanMicrovolts != nil }
      ),
      ("peak", "up to the peak of each movement", hasLevel && !night.movements.isEmpty),
      ("unusable", "leg cannot be used", night.minutes.contains { !$0.isValid }),
      ("usable", "leg usable", night.minutes.contains(where: \.isValid)),
    ]
  }
}
