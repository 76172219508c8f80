/// The area of a picture between its axes, in which marks are drawn.
struct PlotArea {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
}

extension Drawing {
  /// A value axis on the left, with horizontal grid lines.
  mutating func verticalAxis(_ scale: some ChartScale, in area: PlotArea, title: String? = nil) {
    group("axis") { drawing in
      for tick in scale.ticks {
        let y = scale.position(tick)
        drawing.line(area.left, y, area.right, y, .line(Palette.grid, width: 0.7))
        drawing.text(
          tickText(tick), x: area.left - 6, y: y + 4, anchor: .end, size: 11, color: Palette.muted)
      }
      if let title {
        drawing.text(title, x: area.left - 34, y: area.top - 8, size: 11, color: Palette.muted)
      }
    }
  }

  /// A value axis below the area.
  mutating func horizontalAxis(
    _ scale: some ChartScale, in area: PlotArea, title: String? = nil, lines: Bool = false,
    label: (Double) -> String = tickText
  ) {
    group("axis") { drawing in
      drawing.line(area.left, area.bottom, area.right, area.bottom, .line(Palette.muted))
      for tick in scale.ticks {
        let x = scale.position(tick)
        if lines { drawing.line(x, area.top, x, area.bottom, .line(Palette.grid, width: 0.7)) }
        drawing.line(x, area.bottom, x, area.bottom + 4, .line(Palette.muted))
        drawing.text(
          label(tick), x: x, y: area.bottom + 16, anchor: .middle, size: 11, color: Palette.muted)
      }
      if let title {
        drawing.text(
          title, x: (area.left + area.right) / 2, y: area.bottom + 33, anchor: .middle, size: 11,
          color: Palette.muted)
      }
    }
  }

  /// The name of a row, to its left.
  mutating func rowLabel(_ text: String, x: Double, y: Double) {
    self.text(text, x: x, y: y, anchor: .end, size: 11, color: Palette.ink)
  }
}
