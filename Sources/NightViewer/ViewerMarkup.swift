import StudyReports

/// The viewer's section of the page: a picture, the keys, and the table of movements that the script fills.
enum ViewerMarkup {
  /// Model, picture and user actions, in a single scope.
  static var script: String {
    let parts = [
      PackageResources.viewer_model_js, PackageResources.viewer_picture_js,
      PackageResources.viewer_actions_js,
    ]
    return "\"use strict\";\n(() => {\n" + parts.map { String(decoding: $0, as: UTF8.self) }.joined()
      + "})();\n"
  }

  static var markup: String {
    var text = "<section class=\"viewer\" id=\"viewer\" aria-label=\"\(HTML.text(ViewerWords.region))\">\n"
    // Inside the section, since a printed page omits both the viewer and its heading.
    text += "<h2>\(HTML.text(ReportWords.viewerHeading))</h2>\n<div class=\"desk\">\n<div class=\"trace\">\n"
    text +=
      "<canvas id=\"trace\" tabindex=\"0\" role=\"img\" aria-label=\"\(HTML.text(ViewerWords.canvas))\"></canvas>\n"
    text += "<p class=\"fact\" id=\"fact\" role=\"status\" aria-live=\"polite\"></p>\n<div class=\"bar\">\n"
    for command in ViewerWords.commands {
      text +=
        "<button type=\"button\" data-command=\"\(command.name)\">\(HTML.text(command.label)) "
        + "<kbd>\(HTML.text(command.key))</kbd></button>\n"
    }
    text +=
      "<label>\(HTML.text(ViewerWords.time)) <input id=\"time\" size=\"8\" placeholder=\"03:15\" autocomplete=\"off\"></label>\n"
      + "<input id=\"corrections\" type=\"file\" accept=\".tsv,text/*\" hidden>\n</div>\n</div>\n"
      + "<div class=\"side\"><p class=\"seen\" id=\"seen\"></p>\n"
      + "<div class=\"list\" id=\"list\" tabindex=\"0\"><table><thead><tr>"
    for column in ViewerWords.columns { text += "<th scope=\"col\">\(HTML.text(column))</th>" }
    return text + "</tr></thead><tbody id=\"rows\"></tbody></table></div></div>\n</div>\n"
      + "<details><summary>\(HTML.text(ViewerWords.helpHeading))</summary><p class=\"note\">\(HTML.text(ViewerWords.intro))</p>"
      + "<p class=\"note\">\(HTML.text(ViewerWords.help))</p></details>\n</section>"
  }
}
