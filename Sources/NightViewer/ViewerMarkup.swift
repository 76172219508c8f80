import StudyReports

/// The viewer's part of the page: a picture, the keys, and the table of movements that the script fills.
enum ViewerMarkup {
  static var script: String { String(decoding: PackageResources.viewer_js, as: UTF8.self) }

  static var markup: String {
    var text = "<section class=\"viewer\" id=\"viewer\" aria-label=\"\(HTML.text(ViewerWords.region))\">\n"
    // Inside, since paper has no viewer and must not have its heading.
    text += "<h2>\(HTML.text(ReportWords.viewerHeading))</h2>\n"
    text += "<p class=\"note\">\(HTML.text(ViewerWords.intro))</p>\n"
    text +=
      "<canvas id=\"trace\" tabindex=\"0\" role=\"img\" aria-label=\"\(HTML.text(ViewerWords.canvas))\"></canvas>\n"
    text += "<p class=\"fact\" id=\"fact\" role=\"status\" aria-live=\"polite\"></p>\n<div class=\"bar\">\n"
    for command in ViewerWords.commands {
      text +=
        "<button type=\"button\" data-command=\"\(command.name)\">\(HTML.text(command.label)) "
        + "<kbd>\(HTML.text(command.key))</kbd></button>\n"
    }
    text += "</div>\n<p class=\"note\">\(HTML.text(ViewerWords.help))</p>\n"
    text += "<div class=\"list\" id=\"list\" tabindex=\"0\"><table><thead><tr>"
    for column in ViewerWords.columns { text += "<th scope=\"col\">\(HTML.text(column))</th>" }
    return text + "</tr></thead><tbody id=\"rows\"></tbody></table></div>\n</section>"
  }
}
