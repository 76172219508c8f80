import SleepEvents

/// The texts of the night's pictures.
extension ReportWords {
  static let arousals = "Arousals"
  static let breathing = "Breathing"
  static let lightsOff = "lights off"
  static let lightsOn = "lights on"
  static let noStages = "no sleep stages"
  static let clockTime = "clock time"
  static let sinceStart = "since the start of the recording"
  static let timelineTitle = "Sleep stages, arousals, breathing events and leg movements over the night"
  static let none = "none"
  static let notScored = "not scored"

  static func timelineDescription(
    left: Int, right: Int, periodic: [String], arousals: Int, breathing: Int
  ) -> String {
    "\(left) movements of the left leg, \(right) of the right. Periodic: \(periodic.joined(separator: ", ")). "
      + "\(arousals) arousals, \(breathing) breathing events."
  }

  static func series(_ number: Int, movements: Int) -> String { "Series \(number): \(movements) movements" }

  static let byHour = "By hour after sleep onset"
  static let byStage = "By sleep stage"
  static let perHourOfSleep = "PLM per hour of sleep"
  static let perHourOfStage = "PLM per hour of the stage"
  static let hourAxis = "hour after sleep onset (below: sleep in it)"
  static let hoursCaption =
    "Each bar is made up of the stages in which the movements lie: N1, N2 and N3 from pale to dark blue, REM hatched."
  static func hoursSlept(_ hours: Double) -> String { "\(number(hours, 2)) h" }
  static func hoursTitle(_ rules: String) -> String {
    "Periodic leg movements by hour and by sleep stage, \(ruleName(rules))"
  }
  static func hoursDescription(
    _ hours: [(sleep: Double, index: Double)], _ stages: [(name: String, rate: Double)]
  ) -> String {
    "Per hour of sleep, hour by hour: " + hours.map { number($0.index) }.joined(separator: ", ")
      + ". By stage: "
      + stages.map { "\($0.name) \(number($0.rate))" }.joined(separator: ", ") + "."
  }

  static let intervalsHeading = "Time between movements in sleep, onset to onset"
  static let intervalsCount = "movements"
  static let intervalsAxis = "seconds since the previous movement (logarithmic)"
  static func intervalsBeyond(_ count: Int) -> [String] {
    count > 0 ? ["\(count) outside 1–300 s not shown"] : []
  }
  static let intervalsCaption =
    "Blue: intervals that can belong to a series; the dashed lines are the rule set's bounds. Periodic movements "
    + "form a single peak between them."
  static func intervalsTitle(_ rules: String) -> String { "Intervals between movements, \(ruleName(rules))" }
  static func intervalsDescription(count: Int, inside: Int, low: Double, high: Double, median: Double?)
    -> String
  {
    "\(inside) of \(count) intervals lie between \(tickText(low)) and \(tickText(high)) s; median "
      + "\(number(median)) s."
  }
  static func bin(_ from: Double, _ to: Double, _ count: Int) -> String {
    "\(number(from))–\(number(to)) s: \(count)"
  }

  static let indexTitle = "PLMS index with the range of open choices"
  /// - Parameter detected: whether the movements were detected in the signal by thresholds, rather than
  ///   marked by a scorer.
  static func indexCaption(detected: Bool) -> String {
    "Dot: the index. Bar: how much it changes when "
      + (detected ? "onset is set at 6–10 µV, offset at 1–3 µV, and " : "")
      + "the rules' open questions are answered differently. It is not the spread from night to night, which is larger."
  }
  static func indexDescription(_ rules: String, _ index: Double, _ low: Double, _ high: Double) -> String {
    "\(ruleName(rules)): \(number(index)) per hour of sleep, \(number(low)) to \(number(high))."
  }
}
