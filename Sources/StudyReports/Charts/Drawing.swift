import StructuredText

/// How a mark is painted. Presentation attributes only, so that a picture needs no style sheet.
struct Paint {
  var fill = "none"
  var stroke = "none"
  var width = 1.0
  var dash: String?
  var opacity = 1.0

  static func fill(_ color: String, opacity: Double = 1) -> Paint { Paint(fill: color, opacity: opacity) }
  static func line(_ color: String, width: Double = 1, dash: String? = nil) -> Paint {
    Paint(stroke: color, width: width, dash: dash)
  }

  /// Inherits the paint of the surrounding group.
  static let inherited = Paint(fill: "")

  fileprivate var attributes: String {
    if fill.isEmpty { return "" }
    var text = " fill=\"\(fill)\""
    if stroke != "none" {
      text += " stroke=\"\(stroke)\" stroke-width=\"\(Drawing.number(width))\""
      if let dash { text += " stroke-dasharray=\"\(dash)\"" }
    }
    if opacity < 1 { text += " opacity=\"\(Drawing.number(opacity))\"" }
    return text
  }
}

/// A picture in SVG 1.1: strict XML with a text alternative; the same marks always give the same bytes.
struct Drawing {
  enum Anchor: String { case start, middle, end }

  /// Short name of the picture: the prefix of its identifiers and its file name.
  let name: String
  let width: Double
  let height: Double
  private let title: String
  private let description: String
  private var body = ""

  /// - Parameters:
  ///   - title: what the picture is; read by screen readers.
  ///   - description: what it shows, in a sentence or two with the most important numbers.
  init(name: String, width: Double, height: Double, title: String, description: String) {
    self.name = name
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ paint: Paint, tip: String? = nil
  ) {
    element(
      "rect",
      "x=\"\(Drawing.number(x))\" y=\"\(Drawing.number(y))\" width=\"\(Drawing.number(max(0, width)))\" "
        + "height=\"\(Drawing.number(max(0, height)))\"", paint, tip)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ paint: Paint) {
    element(
      "line",
      "x1=\"\(Drawing.number(x1))\" y1=\"\(Drawing.number(y1))\" x2=\"\(Drawing.number(x2))\" "
        + "y2=\"\(Drawing.number(y2))\"", paint, nil)
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ paint: Paint, tip: String? = nil) {
    element(
      "circle",
      "cx=\"\(Drawing.number(x))\" cy=\"\(Drawing.number(y))\" r=\"\(Drawing.number(radius))\"", paint, tip)
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], _ paint: Paint) {
    guard points.count > 1 else { return }
    var path = ""
    for (index, point) in points.enumerated() {
      path += "\(index == 0 ? "M" : "L")\(Drawing.number(point.x)) \(Drawing.number(point.y))"
    }
    element("path", "d=\"\(path)\"", paint, nil)
  }

  mutating func polygon(_ points: [(x: Double, y: Double)], _ paint: Paint, tip: String? = nil) {
    let list = points.map { "\(Drawing.number($0.x)),\(Drawing.number($0.y))" }.joined(separator: " ")
    element("polygon", "points=\"\(list)\"", paint, tip)
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12,
    color: String = Palette.ink, isBold: Bool = false
  ) {
    let letter = size * (isBold ? Drawing.boldLetterWidth : Drawing.letterWidth)
    let x = inside(x, anchor, length: Double(min(text.count, 120)) * letter)
    body +=
      "<text x=\"\(Drawing.number(x))\" y=\"\(Drawing.number(y))\" text-anchor=\"\(anchor.rawValue)\" "
      + "font-size=\"\(Drawing.number(size))\" fill=\"\(color)\"\(isBold ? " font-weight=\"bold\"" : "")>"
      + MarkupText.escaped(MarkupText.shortened(text, to: 120)) + "</text>\n"
  }

  /// Average width of a letter divided by its height, over the fonts in which a page may be displayed.
  private static let letterWidth = 0.56
  private static let boldLetterWidth = 0.62

  /// Shifts a text of a given length so that it stays inside the picture.
  private func inside(_ x: Double, _ anchor: Anchor, length: Double) -> Double {
    guard length < width else { return x }
    let before =
      switch anchor {
      case .start: 0.0
      case .middle: length / 2
      case .end: length
      }
    return min(max(x, before), width - (length - before))
  }

  /// Marks of one kind, identified by their class; `paint` applies to marks with `.inherited`.
  mutating func group(_ name: String, _ paint: Paint = .inherited, _ draw: (inout Drawing) -> Void) {
    body += "<g class=\"\(name)\"\(paint.attributes)>\n"
    draw(&self)
    body += "</g>\n"
  }

  /// A rectangle hatched with oblique lines, for areas that must be distinguishable without colour. Drawn
  /// line by line, since not every printer supports patterns.
  mutating func hatched(
    x: Double, y: Double, width: Double, height: Double, _ paint: Paint, lines: Paint, tip: String? = nil
  ) {
    rectangle(x: x, y: y, width: width, height: height, paint, tip: tip)
    let step = 5.0
    var path = ""
    var shift = (-height / step).rounded(.up) * step
    while shift < width {
      let from = max(0, shift)
      let to = min(width, shift + height)
      if to > from {
        path +=
          "M\(Drawing.number(x + from)) \(Drawing.number(y + height - from + shift))"
          + "L\(Drawing.number(x + to)) \(Drawing.number(y + height - to + shift))"
      }
      shift += step
    }
    if !path.isEmpty { element("path", "d=\"\(path)\"", lines, nil) }
  }

  /// Marks painted as their group says, given as path data.
  mutating func path(_ data: String) {
    if !data.isEmpty { element("path", "d=\"\(data)\"", .inherited, nil) }
  }

  /// The `svg` element, for inclusion in a page.
  var element: String { element(of: nil) }

  /// - Parameter style: its class in the page's style sheet.
  func element(of style: String?) -> String {
    let size = "\(Drawing.number(width)) \(Drawing.number(height))"
    return
      "<svg\(style.map { " class=\"\($0)\"" } ?? "") xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" width=\"\(Drawing.number(width))\" "
      + "height=\"\(Drawing.number(height))\" role=\"img\" aria-labelledby=\"\(name)-title \(name)-desc\" "
      + "font-family=\"system-ui, 'DejaVu Sans', Arial, sans-serif\">\n"
      + "<title id=\"\(name)-title\">\(MarkupText.escaped(title))</title>\n"
      + "<desc id=\"\(name)-desc\">\(MarkupText.escaped(description))</desc>\n" + body + "</svg>\n"
  }

  /// A file of its own, on a white background.
  var document: String {
    let paper = "<rect width=\"100%\" height=\"100%\" fill=\"\(Palette.paper)\"/>\n"
    let text = element
    guard let end = text.range(of: "</desc>\n")?.upperBound else { return text }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text[..<end] + paper + text[end...]
  }

  /// At most two decimals, without trailing zeros.
  static func number(_ value: Double) -> String {
    var text = Delimited.fixed(value, 2) ?? "0"
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private mutating func element(_ tag: String, _ place: String, _ paint: Paint, _ tip: String?) {
    body += "<\(tag) \(place)\(paint.attributes)"
    if let tip {
      body += "><title>\(MarkupText.escaped(MarkupText.shortened(tip)))</title></\(tag)>\n"
    } else {
      body += "/>\n"
    }
  }
}
