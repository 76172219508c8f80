extension Drawing {
  /// The clock time below a picture, or the time since the start if no clock is known, with vertical grid lines.
  mutating func clockAxis(
    _ night: ReportedNight, _ time: LinearScale, in area: PlotArea, for picture: PictureWidth
  ) {
    let start = Double(night.clockStart ?? 0)
    let hour = 3600.0
    let length = night.extent.upperBound - night.extent.lowerBound
    let step =
      [1.0, 5, 10, 30, 60, 120, 360].map { $0 * 60 }.first { length / $0 <= (picture == .wide ? 14 : 6) }
      ?? 24 * hour
    group("axis") { drawing in
      drawing.line(area.left, area.bottom, area.right, area.bottom, .line(Palette.muted))
      var moment = ((start + night.extent.lowerBound) / step).rounded(.up) * step
      while moment <= start + night.extent.upperBound {
        let x = time.position(moment - start)
        drawing.line(x, area.top, x, area.bottom + 4, .line(Palette.grid, width: 0.6))
        let minutes = Int(moment / 60)
        let clock = "\(twoDigits(minutes / 60 % 24)):\(twoDigits(minutes % 60))"
        drawing.text(
          night.clockStart != nil ? clock : length > hour ? "\(tickText(moment / hour)) h" : "\(minutes) min",
          x: x, y: area.bottom + 17,
          anchor: .middle, size: 11, color: Palette.muted)
        moment += step
      }
      drawing.text(
        night.clockStart == nil ? ReportWords.sinceStart : ReportWords.clockTime, x: area.right,
        y: area.bottom + 33, anchor: .end, size: 11, color: Palette.muted)
    }
  }
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
