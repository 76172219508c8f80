/// For which screen a picture is drawn: a laptop's or a sheet of paper, or a phone's, on which it must not scroll.
enum PictureWidth {
  case wide
  case narrow

  /// The picture's width; letters of 11 are then read at the width of either screen.
  var points: Double { self == .wide ? 960 : 360 }
  /// Put after the name of a picture, whose identifiers must differ on a page that has both.
  var suffix: String { self == .wide ? "" : "-narrow" }
}

extension Drawing {
  /// Bars of one paint: as marks of their own where they are asked for, as one path on a phone, where they would only
  /// make the page larger.
  mutating func bars(
    _ bars: [(x: Double, y: Double, width: Double, height: Double)], for picture: PictureWidth
  ) {
    guard picture == .narrow else {
      for bar in bars {
        rectangle(x: bar.x, y: bar.y, width: bar.width, height: bar.height, .inherited)
      }
      return
    }
    path(
      bars.map { bar in
        let width = Drawing.number(max(0, bar.width))
        return
          "M\(Drawing.number(bar.x)) \(Drawing.number(bar.y))h\(width)v\(Drawing.number(bar.height))h-\(width)z"
      }.joined())
  }

  /// Upright lines of one paint, in the same way.
  mutating func uprights(_ lines: [(x: Double, from: Double, to: Double)], for picture: PictureWidth) {
    guard picture == .narrow else {
      for line in lines { self.line(line.x, line.from, line.x, line.to, .inherited) }
      return
    }
    path(
      lines.map { "M\(Drawing.number($0.x)) \(Drawing.number($0.from))V\(Drawing.number($0.to))" }.joined())
  }
}
