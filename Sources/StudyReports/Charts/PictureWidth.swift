/// The screen for which a picture is drawn: a laptop or a sheet of paper, or a phone, on which it must not
/// need scrolling.
enum PictureWidth {
  case wide
  case narrow

  /// The picture's width, at which text of size 11 is readable on that screen.
  var points: Double { self == .wide ? 960 : 360 }
  /// Appended to the name of a picture, since identifiers must be unique on a page that has both versions.
  var suffix: String { self == .wide ? "" : "-narrow" }
}

extension Drawing {
  /// Bars in one paint: separate marks on the wide picture, a single path on a phone, where separate marks
  /// would only enlarge the page.
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

  /// Vertical lines in one paint, handled in the same way.
  mutating func uprights(_ lines: [(x: Double, from: Double, to: Double)], for picture: PictureWidth) {
    guard picture == .narrow else {
      for line in lines { self.line(line.x, line.from, line.x, line.to, .inherited) }
      return
    }
    path(
      lines.map { "M\(Drawing.number($0.x)) \(Drawing.number($0.from))V\(Drawing.number($0.to))" }.joined())
  }
}
