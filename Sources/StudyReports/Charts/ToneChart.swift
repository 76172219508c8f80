import NightResults
import SleepEvents
import StructuredText

/// The level of the chin over the night by half minutes, with REM sleep set off from the rest.
struct ToneChart {
  private let night: ReportedNight
  /// Higher levels are drawn as this, microvolts.
  private static let highestMicrovolts = 10.0

  init(_ night: ReportedNight) { self.night = night }

  /// True if the night has no chin channel.
  var isEmpty: Bool { (night.stored.tables.tone ?? []).isEmpty || night.document.muscleTone == nil }

  /// Nil without a chin channel.
  func drawing(for picture: PictureWidth = .wide) -> Drawing? {
    guard let rows = night.stored.tables.tone, !rows.isEmpty, let tone = night.document.muscleTone else {
      return nil
    }
    let area = PlotArea(
      left: picture == .wide ? 124 : 40, top: 16, right: picture.points - (picture == .wide ? 16 : 6),
      bottom: 96)
    let time = LinearScale(night.extent, from: area.left, to: area.right)
    let level = LinearScale(0...ToneChart.highestMicrovolts, from: area.bottom, to: area.top)
    var drawing = Drawing(
      name: "tone" + picture.suffix, width: picture.points, height: 140, title: ReportWords.toneHeading,
      description: ReportWords.toneDescription(tone))
    drawing.verticalAxis(level, in: area, title: "uV")
    for isREM in [false, true] {
      let bars: [(Double, Double, Double, Double)] = rows.compactMap { row in
        guard (row.stage == .rem) == isREM, let value = row.levelMicrovolts else { return nil }
        let top = level.position(min(value, ToneChart.highestMicrovolts))
        let x = time.position(row.onset.seconds)
        return (
          x, top, max(0.5, time.position((row.onset + row.duration).seconds) - x), max(0.5, area.bottom - top)
        )
      }
      drawing.group(isREM ? "tone-rem" : "tone", .fill(isREM ? Palette.vermillion : Palette.grid)) {
        $0.bars(bars, for: picture)
      }
    }
    drawing.clockAxis(night, time, in: area, for: picture)
    return drawing
  }
}
