import EDF
import SleepEvents
import StructuredText

extension ScoringExport {
  /// EDF+ annotations, with each movement assigned to its leg's channel.
  var edfAnnotations: [EDFAnnotation] {
    items.map { item in
      let (text, channel) = edfText(item)
      return EDFAnnotation(
        onset: item.range.start, duration: item.hasDuration ? item.range.duration : nil, text: text,
        channel: channel)
    }
  }

  /// EDFbrowser's import table.
  var edfBrowserText: String {
    "Onset,Duration,Annotation\n"
      + items.map { item in
        let (text, channel) = edfText(item)
        let label = text + (channel.map { "@@" + $0 } ?? "")
        let duration = item.hasDuration ? seconds(item.range.duration.seconds) : ""
        return "\(seconds(item.range.start.seconds)),\(duration),\(label.filter { !$0.isNewline })\n"
      }.joined()
  }

  private func edfText(_ item: Item) -> (String, String?) {
    switch item.content {
    case .stage(let stage): (EDFPlusText.stage(stage), nil)
    case .movement(let leg): (EDFPlusText.event(.legMovement), channel(leg))
    case .periodic(let leg): (EDFPlusText.periodic, channel(leg))
    case .event(let kind): (EDFPlusText.event(kind), nil)
    }
  }

  /// Luna's `.annot` with six columns; names as written by Luna's own tools.
  var lunaText: String {
    "# LM:left | Leg movement\n# LM:right | Leg movement\n# PLM:left | Periodic leg movement\n"
      + "# PLM:right | Periodic leg movement\nclass\tinstance\tchannel\tstart\tstop\tmeta\n"
      + items.map { item in
        let (name, channel) = lunaName(item)
        return Delimited.tsvLine([
          name, ".", channel ?? ".", seconds(item.range.start.seconds), seconds(item.range.end.seconds), ".",
        ])
      }.joined()
  }

  private func lunaName(_ item: Item) -> (String, String?) {
    switch item.content {
    case .stage(let stage): return (stage.rawValue, nil)
    case .movement(let leg): return (leg == .left ? "LM:left" : "LM:right", channel(leg))
    case .periodic(let leg): return (leg == .left ? "PLM:left" : "PLM:right", channel(leg))
    case .event(let kind):
      switch kind {
      case .obstructiveApnea: return ("apnea:obstructive", nil)
      case .centralApnea: return ("apnea:central", nil)
      case .mixedApnea: return ("apnea:mixed", nil)
      case .legMovement, .apnea, .hypopnea, .rera, .arousal, .lightsOff, .lightsOn, .recordingGap:
        return (kind.rawValue, nil)
      }
    }
  }

  /// The CSV format of STAGES: clock times without a date.
  var stagesText: String {
    "Start Time,Duration (seconds),Event\n"
      + items.map { item in
        "\(clock(item.range.start)),\(seconds(item.range.duration.seconds)),\(stagesName(item))\n"
      }.joined()
  }

  private func clock(_ instant: Instant) -> String {
    let day = CalendarDay.length.ticks
    let ticks = ((startClock.ticks + instant.ticks) % day + day) % day
    let whole = Int(ticks / ticksPerSecond)
    let fraction = Delimited.fixed(Double(ticks % ticksPerSecond) / Double(ticksPerSecond), 9) ?? "0.0"
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(two(whole / 3600)):\(two(whole / 60 % 60)):\(two(whole % 60))\(fraction.drop { $0 != "." })"
  }

  private func stagesName(_ item: Item) -> String {
    switch item.content {
    case .movement(let leg): return leg == .left ? "Left Leg" : "Right Leg"
    case .periodic: return "PLM"
    case .stage(let stage):
      switch stage {
      case .wake: return "Wake"
      case .n1: return "Stage1"
      case .n2: return "Stage2"
      case .n3: return "Stage3"
      case .rem: return "REM"
      case .unscored: return "UnknownStage"
      }
    case .event(let kind):
      switch kind {
      case .obstructiveApnea: return "OBS Apnea"
      case .arousal: return "Arousal"
      case .lightsOff: return "LightsOff"
      case .lightsOn: return "LightsOn"
      default: return EDFPlusText.event(kind)
      }
    }
  }
}
