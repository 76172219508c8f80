import Tibialis

/// The values of options, for completions.
enum Choices {
  static let ruleSets = RuleSet.published.map(\.name)
  static let scoringFormats = ScoringFormat.all.map(\.name)
  static let planDesigns = NightPlan.Design.allCases.map(\.rawValue)
  static let protocols = [RecordingProtocol.night, .sit].map(\.rawValue)
  static let toneExclusions = ToneExclusion.allCases.map(\.rawValue)
  static let backends = EDFBackend.allCases.map(\.rawValue)
  static let exports = ExportFormat.allCases.map(\.rawValue)
  static let presets = SimulationPreset.all.map(\.name) + ["all"]
  static let units = ["uV", "mV", "V", "nV"]
}
