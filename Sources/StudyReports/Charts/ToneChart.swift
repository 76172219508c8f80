import NightResults
import SleepEvents
import StructuredText

/// The chin's level over the night, half minute by half minute, REM sleep apart from the rest.
struct ToneChart {
  private let night: ReportedNight
  private let area = PlotArea(left: 124, top: 16, right: 944, bottom: 96)
  /// Levels over this are drawn as this, microvolts.
  private static let highestMicrovolts = 10.0

  init(_ night: ReportedNight) { self.night = night }

  /// Nil without a chin.
  func drawing() -> Drawing? {
    guard let rows = night.stored.tables.tone, !rows.isEmpty, let tone = night.document.muscleTone else {
      return nil
    }
    let time = LinearScale(night.extent, from: area.left, to: area.right)
    let level = LinearScale(0...ToneChart.highestMicrovolts, from: area.bottom, to: area.top)
    var drawing = Drawing(
      name: "tone", width: 960, height: 140, title: ReportWords.toneHeading,
      description: ReportWords.toneDescription(tone))
    drawing.verticalAxis(level, in: area, title: "uV")
    for isREM in [false, true] {
      drawing.group(isREM ? "tone-rem" : "tone") { drawing in
        for row in rows where (row.stage == .rem) == isREM {
          guard let value = row.levelMicrovolts else { continue }
          let top = level.position(min(value, ToneChart.highestMicrovolts))
          let x = time.position(row.onset.seconds)
          drawing.rectangle(
            x: x, y: top, width: max(0.5, time.position((row.onset + row.duration).seconds) - x),
            height: max(0.5, area.bottom - top), .fill(isREM ? Palette.vermillion : Palette.grid))
        }
      }
    }
    drawing.clockAxis(night, time, in: area)
    return drawing
  }
}
