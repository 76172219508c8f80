import SleepEvents
import StructuredText

/// The page of one night: the answer first, then the pictures, the tables, and how it was made.
public struct NightPage {
  let night: StoredNight
  /// The movements on their traces, if asked for.
  private let viewer: JSONValue?

  public init(_ night: StoredNight, viewer: MovementViewer? = nil) {
    self.night = night
    self.viewer = viewer?.json
  }

  /// The whole page as HTML.
  public var html: String { html(paper: nil) }

  /// The page for a printer with paper of that size.
  public func html(paper: PaperSize?) -> String {
    var page = HTMLPage(title: ReportWords.nightTitle)
    page.paper = paper
    page.heading(ReportWords.nightTitle, level: 1)
    if let identity = night.identity {
      page.add(
        "<p class=\"identity\">\(HTML.text(ReportWords.identity(identity.patient, identity.night)))</p>")
    }
    answer(&page)
    page.heading(ReportWords.timelineHeading)
    page.figure(NightTimeline(night).drawing(), caption: ReportWords.timelineCaption)
    if let viewer {
      page.add(ViewerMarkup.markup)
      page.script = (viewer, ViewerMarkup.script)
    }
    if let first = night.rules.first {
      if let hours = HourChart(night: night, rules: first).drawing() {
        page.heading(ReportWords.hoursHeading)
        page.figure(hours, caption: ReportWords.hoursCaption)
      }
      if let intervals = IntervalChart(night: night, rules: first).drawing() {
        page.heading(ReportWords.intervalsHeadingPage)
        page.figure(intervals, caption: ReportWords.intervalsCaption)
      }
    }
    indices(&page)
    sleep(&page)
    quality(&page)
    warnings(&page)
    provenance(&page)
    return page.text
  }

  /// The pictures of the page, to be written as files.
  public var pictures: [Picture] {
    let first = night.rules.first
    return [
      NightTimeline(night).drawing(), first.flatMap { HourChart(night: night, rules: $0).drawing() },
      first.flatMap { IntervalChart(night: night, rules: $0).drawing() },
      IndexRangeChart(night: night).drawing(),
    ].compactMap(\.self).map(Picture.init)
  }

  private func answer(_ page: inout HTMLPage) {
    let rows = IndexRangeChart(night: night).rows
    page.add("<section aria-label=\"\(ReportWords.answerHeading)\">")
    if rows.isEmpty { page.paragraph(ReportWords.noIndex, of: "verdict unsure") }
    page.add("<div class=\"answers\">")
    for row in rows {
      let indices = night.indices(row.rules)
      page.add("<div class=\"answer\"><div class=\"big\">\(HTML.number(row.index, 1))</div>")
      page.paragraph(ReportWords.headlineUnit(row.rules))
      page.paragraph(
        ReportWords.countSentence(
          indices?["plms"]?.integerValue, hours: night.result["sleep"]?["tst_h"]?.doubleValue))
      if let other = indices?["plms_nr_index"]?.doubleValue, other != row.index {
        page.paragraph(ReportWords.withoutRespiratory(other))
      }
      if row.high > row.low {
        let choice = night.result["sensitivity"]?[row.rules]?["moved_most_by"]?["choice"]?.stringValue
        page.paragraph(ReportWords.rangeSentence(low: row.low, high: row.high, choice: choice))
      }
      if ReportWords.isAASM(row.rules) { page.paragraph(ReportWords.lineSentence(row.index)) }
      if let option = indices?["respiratory_option"]?.stringValue {
        page.paragraph(ReportWords.respiratory(option), of: "note")
      }
      page.add("</div>")
    }
    page.add("</div>")
    let flags = (night.result["quality"]?["flags"]?.arrayValue ?? []).compactMap(\.stringValue)
    if !flags.isEmpty {
      page.add("<div class=\"flags\">")
      for flag in flags { page.paragraph(ReportWords.flag(flag)) }
      page.add("</div>")
    }
    page.figure(IndexRangeChart(night: night).drawing(), caption: ReportWords.indexCaption)
    page.add("</section>")
  }

  private func indices(_ page: inout HTMLPage) {
    page.heading(ReportWords.tableHeading)
    let columns =
      [(ReportWords.indexColumn, false)] + night.rules.map { (ReportWords.ruleName($0.name), true) }
    let rows = ReportWords.indexRows.map { row in
      [HTML.text(row.name)]
        + night.rules.map { HTML.number(night.indices($0.name)?[row.key]?.doubleValue, row.decimals) }
    }
    page.table(columns, rows)
    page.paragraph(ReportWords.numbersNote, of: "note")
  }

  private func sleep(_ page: inout HTMLPage) {
    guard let sleep = night.result["sleep"], sleep["tst_h"]?.doubleValue != nil else { return }
    page.heading(ReportWords.sleepHeading)
    page.table(
      [(ReportWords.measureColumn, false), (ReportWords.valueColumn, true), (ReportWords.unitColumn, false)],
      ReportWords.sleepRows.map { row in
        [HTML.text(row.name), HTML.number(sleep[row.key]?.doubleValue, row.decimals), HTML.text(row.unit)]
      })
  }

  private func quality(_ page: inout HTMLPage) {
    guard let quality = night.result["quality"] else { return }
    let legs = [(Leg.left, quality["left"]), (.right, quality["right"])].filter { $0.1 != nil }
    guard !legs.isEmpty else { return }
    page.heading(ReportWords.qualityHeading)
    page.table(
      [(ReportWords.legColumn, false), (ReportWords.channelColumn, false)]
        + ReportWords.qualityColumns.map { ($0.name, true) },
      legs.map { leg, values in
        [
          HTML.text(ReportWords.leg(leg)),
          HTML.foreign(values?["channel"]?.stringValue ?? ReportWords.unknown),
        ] + ReportWords.qualityColumns.map { HTML.number(values?[$0.key]?.doubleValue, $0.decimals) }
      })
  }

  private func warnings(_ page: inout HTMLPage) {
    page.heading(ReportWords.warningsHeading)
    let warnings = night.result["warnings"]?.arrayValue ?? []
    guard !warnings.isEmpty else { return page.paragraph(ReportWords.noWarnings) }
    page.add("<ul class=\"warnings\">")
    for warning in warnings {
      let place = warning["location"]?.stringValue.map { " (\($0))" } ?? ""
      page.add("<li>\(HTML.foreign((warning["message"]?.stringValue ?? "") + place))</li>")
    }
    page.add("</ul>")
  }

  private func provenance(_ page: inout HTMLPage) {
    let result = night.result
    let tool = result["tool"]
    let changed = (result["parameters"]?["changed"]?.arrayValue ?? []).compactMap(\.stringValue)
    let values: [String?] = [
      [tool?["name"]?.stringValue, tool?["version"]?.stringValue].compactMap(\.self).joined(separator: " "),
      tool?["parameter_hash"]?.stringValue, result["fingerprint"]?.stringValue,
      [
        result["recording"]?["format"]?.stringValue,
        result["recording"]?["duration_s"]?.doubleValue.map { "\(ReportWords.number($0 / 3600, 2)) h" },
      ].compactMap(\.self).joined(separator: ", "), result["recording"]?["start"]?.stringValue,
      result["sleep"]?["source"]?.stringValue,
      changed.isEmpty ? ReportWords.nothingChanged : changed.joined(separator: ", "),
    ]
    page.heading(ReportWords.provenanceHeading)
    page.table(
      [(ReportWords.measureColumn, false), (ReportWords.valueColumn, false)],
      zip(ReportWords.provenance, values).map { name, value in
        [HTML.text(name), HTML.foreign(value.flatMap { $0.isEmpty ? nil : $0 } ?? ReportWords.unknown)]
      })
  }
}

/// A picture of a page as a file of its own.
public struct Picture: Sendable {
  /// Name without ending.
  public let name: String
  /// SVG, strict XML.
  public let svg: String

  init(_ drawing: Drawing) {
    name = drawing.name
    svg = drawing.document
  }
}
