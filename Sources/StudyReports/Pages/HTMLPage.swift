import Foundation
import NightResults
import StructuredText

/// A self-contained page: a style sheet and possibly a script, both allowed by their hash in a content
/// security policy that forbids everything else. It makes no network requests.
struct HTMLPage {
  var title: String
  var body = ""
  /// Key of the night shown; identifies the result it belongs to.
  var key: String?
  /// Data for the script, and the script.
  var script: (data: JSONValue, code: String)?
  /// The paper size; nil leaves it to the printer.
  var paper: PaperSize?
  /// Header and page numbers on every printed page.
  var running: RunningHeader?

  mutating func add(_ markup: String) { body += markup + "\n" }

  mutating func heading(_ text: String, level: Int = 2) { add("<h\(level)>\(HTML.text(text))</h\(level)>") }

  mutating func paragraph(_ text: String, of name: String? = nil) {
    add("<p\(name.map { " class=\"\($0)\"" } ?? "")>\(HTML.text(text))</p>")
  }

  /// A picture that is readable at every width.
  mutating func figure(_ drawing: Drawing?, caption: String? = nil) {
    guard let drawing else { return }
    add("<figure class=\"chart fits\">\(drawing.element)\(figureCaption(caption))</figure>")
  }

  private func figureCaption(_ words: String?) -> String {
    words.map { "<figcaption>\(HTML.text($0))</figcaption>" } ?? ""
  }

  /// A picture drawn twice, for laptop and paper and for a phone; the style sheet shows one of them.
  mutating func figure(caption: String? = nil, _ drawing: (PictureWidth) -> Drawing?) {
    guard let wide = drawing(.wide) else { return }
    add(
      "<figure class=\"chart\">\(wide.element(of: "wide"))"
        + (drawing(.narrow)?.element(of: "narrow") ?? "")
        + figureCaption(caption) + "</figure>")
  }

  /// - Parameters:
  ///   - columns: the name, and whether the column is numeric.
  ///   - breaksWords: whether long words, such as checksums, may be broken.
  ///   - rows: cells as markup.
  mutating func table(
    _ columns: [(name: String, isNumber: Bool)], breaksWords: Bool = false, _ rows: [[String]]
  ) {
    var text = "<div class=\"scroll\(breaksWords ? " long" : "")\"><table><thead><tr>"
    for column in columns {
      text += "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>\(HTML.text(column.name))</th>"
    }
    text += "</tr></thead><tbody>\n"
    for row in rows {
      text += "<tr>"
      for (index, cell) in row.enumerated() {
        if index == 0 {
          text += "<th scope=\"row\">\(cell)</th>"
        } else {
          text += "<td\(columns[index].isNumber ? " class=\"number\"" : "")>\(cell)</td>"
        }
      }
      text += "</tr>\n"
    }
    add(text + "</tbody></table></div>")
  }

  /// Space for the physician's interpretation and signature, on paper only.
  mutating func signature() {
    add("<section class=\"sign\" aria-hidden=\"true\"><h2>\(HTML.text(ReportWords.interpretation))</h2>")
    add("<div class=\"field\"></div><p class=\"line\">\(HTML.text(ReportWords.signature))</p></section>")
  }

  var text: String {
    var style = String(decoding: PackageResources.page_css, as: UTF8.self)
    if let running { style += running.style }
    if let paper { style += "@page { size: \(paper.rawValue); }\n" }
    var policy =
      "default-src 'none'; style-src 'sha256-\(SHA256.base64(style))'; base-uri 'none'; form-action 'none'"
    var tail = ""
    if let script {
      policy += "; script-src 'sha256-\(SHA256.base64(script.code))'"
      // An element of type application/json is data: it is never executed, whatever it contains.
      let data = script.data.text(pretty: false).replacing("<", with: "\\u003c")
      tail =
        "<script type=\"application/json\" id=\"night-data\">\(data)</script>\n<script>\(script.code)</script>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(ReportWords.language)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      \(OwnFile.pageMark)\(key.map { " night \($0)" } ?? "")">
      <meta name="referrer" content="no-referrer">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.text(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      \(body)</main>
      <footer><p>\(HTML.text(ReportWords.notADevice))</p></footer>
      \(tail)</body>
      </html>

      """
  }
}

/// A paper size, by its name in CSS.
package enum PaperSize: String, Sendable, CaseIterable {
  case a4 = "A4"
  case letter
}

/// Fragments of markup.
package enum HTML {
  /// Escaped, shortened, and prevented from changing the direction of surrounding text.
  package static func text(_ text: String) -> String {
    MarkupText.escaped(MarkupText.shortened(text, to: 2000))
  }

  /// Text from a file.
  package static func foreign(_ text: String) -> String {
    "<bdi>\(MarkupText.escaped(MarkupText.shortened(text)))</bdi>"
  }

  /// A rounded number that also carries the unrounded value.
  package static func number(_ value: Double?, _ decimals: Int) -> String {
    guard let value, let shown = Delimited.fixed(value, decimals) else { return "–" }
    return "<data value=\"\(JSONValue.numberText(value))\">\(shown)</data>"
  }
}
