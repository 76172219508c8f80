import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// The page of one night: the answer first, then the pictures, the tables, and how it was made.
package struct NightPage {
  let night: ReportedNight
  /// The movement viewer, if requested.
  private let viewer: PageViewer?

  package init(_ night: ReportedNight, viewer: PageViewer? = nil) {
    self.night = night
    self.viewer = viewer
  }

  /// The whole page as HTML.
  package var html: String { html(paper: nil) }

  /// The page for printing on paper of the given size.
  package func html(paper: PaperSize?) -> String {
    let title = night.title ?? ReportWords.nightTitle
    var page = HTMLPage(title: title)
    page.paper = paper
    page.key = night.document.key
    let name = night.identity.map { ReportWords.identity($0.patient, $0.night) }
    let times = ReportWords.recorded(
      from: night.clockStart, seconds: night.document.recording.durationSeconds)
    page.running = RunningHeader(
      name: [title, name].compactMap(\.self).joined(separator: ", "), times: times)
    page.heading(title, level: 1)
    let whose = [name ?? "", times].filter { !$0.isEmpty }
    if !whose.isEmpty {
      page.add("<p class=\"identity\">\(HTML.foreign(whose.joined(separator: ", ")))</p>")
    }
    if let corrected = ReportWords.corrected(night.document.correction) {
      page.add("<p class=\"corrected\">\(HTML.text(corrected))</p>")
    }
    answer(&page)
    page.heading(ReportWords.timelineHeading)
    page.figure { NightTimeline(night, for: $0).drawing() }
    page.add(TimelineLegend(night).markup)
    page.signature()
    if let viewer {
      page.add(viewer.markup)
      page.script = (viewer.data, viewer.code)
    }
    if let first = night.rules.first, !hasNoMovement {
      let hours = HourChart(rules: first)
      if !hours.isEmpty {
        page.heading(ReportWords.hoursHeading)
        page.figure(caption: ReportWords.hoursCaption) { hours.drawing(for: $0) }
      }
      let intervals = IntervalChart(night: night, rules: first)
      if !intervals.isEmpty {
        page.heading(ReportWords.intervalsHeadingPage)
        page.figure(caption: ReportWords.intervalsCaption) { intervals.drawing(for: $0) }
      }
    }
    tone(&page)
    indices(&page)
    sleep(&page)
    quality(&page)
    warnings(&page)
    provenance(&page)
    return page.text
  }

  /// The pictures of the page, for writing as files.
  package var pictures: [Picture] {
    let first = hasNoMovement ? nil : night.rules.first
    return [
      NightTimeline(night).drawing(), first.flatMap { HourChart(rules: $0).drawing() },
      first.flatMap { IntervalChart(night: night, rules: $0).drawing() },
      ToneChart(night).drawing(), indexChart,
    ].compactMap(\.self).map(Picture.init)
  }

  private func indices(_ page: inout HTMLPage) {
    page.heading(ReportWords.tableHeading)
    let columns =
      [(ReportWords.indexColumn, false)] + night.rules.map { (ReportWords.ruleName($0.name), true) }
    let rows = ReportWords.indexRows.map { row in
      [HTML.text(row.name)]
        + night.rules.map { HTML.number(row.entry?.value($0.result.indices), row.decimals) }
    }
    page.table(columns, rows)
    page.paragraph(ReportWords.numbersNote, of: "note")
  }

  /// The chin, and other movements; nothing if neither was found.
  private func tone(_ page: inout HTMLPage) {
    let chart = ToneChart(night)
    if let tone = night.document.muscleTone, !chart.isEmpty {
      page.heading(ReportWords.toneHeading)
      page.figure(caption: ReportWords.toneCaption) { chart.drawing(for: $0) }
      for sentence in ReportWords.toneSentences(tone) { page.paragraph(sentence) }
    }
    if let legs = night.document.legTone {
      let sentences = ReportWords.legToneSentences(legs)
      if !sentences.isEmpty { page.heading(ReportWords.legToneHeading) }
      for sentence in sentences { page.paragraph(sentence) }
    }
    guard let other = night.document.otherMovements else { return }
    let sentences = ReportWords.otherMovements(
      other, periodic: night.rules.first?.result.indices.periodicInSleep)
    guard !sentences.isEmpty else { return }
    page.heading(ReportWords.otherHeading)
    for sentence in sentences { page.paragraph(sentence) }
  }

  private func sleep(_ page: inout HTMLPage) {
    let sleep = night.document.sleep
    guard sleep.totalSleepHours != nil else { return }
    page.heading(ReportWords.sleepHeading)
    page.table(
      [(ReportWords.measureColumn, false), (ReportWords.valueColumn, true), (ReportWords.unitColumn, false)],
      ReportWords.sleepRows.map { row in
        [HTML.text(row.name), HTML.number(row.value(sleep), row.decimals), HTML.text(row.unit)]
      })
  }

  private func quality(_ page: inout HTMLPage) {
    let quality = night.document.quality
    let legs = Leg.allCases.compactMap { leg in quality[leg].map { (leg, $0) } }
    guard !legs.isEmpty else { return }
    page.heading(ReportWords.qualityHeading)
    // One column per leg: rows would be wider than a phone.
    let channels = [HTML.text(ReportWords.channelColumn)] + legs.map { HTML.foreign($0.1.channel) }
    page.table(
      [(ReportWords.measureColumn, false)] + legs.map { (ReportWords.leg($0.0), true) },
      [channels]
        + ReportWords.qualityColumns.map { figure in
          [HTML.text(figure.name)] + legs.map { HTML.number(figure.value($0.1), figure.decimals) }
        })
  }

  private func warnings(_ page: inout HTMLPage) {
    page.heading(ReportWords.warningsHeading)
    let warnings = night.document.warnings
    guard !warnings.isEmpty else { return page.paragraph(ReportWords.noWarnings) }
    page.add("<ul class=\"warnings\">")
    for warning in warnings {
      let place = warning.location.map { " (\($0))" } ?? ""
      page.add("<li>\(HTML.foreign(warning.message + place))</li>")
    }
    page.add("</ul>")
  }

  private func provenance(_ page: inout HTMLPage) {
    let document = night.document
    let changed = document.parameters.changed
    let values: [String?] = [
      document.tool.name + " " + document.tool.version, document.tool.parameterHash, document.fingerprint,
      [
        document.recording.format,
        document.recording.durationSeconds.map { "\(ReportWords.number($0 / 3600, 2)) h" },
      ].compactMap(\.self).joined(separator: ", "), document.recording.start,
      ReportWords.source(document.sleep.source),
      changed.isEmpty
        ? ReportWords.nothingChanged : changed.map(ParameterWords.change).joined(separator: ", "),
      document.key,
    ]
    page.heading(ReportWords.provenanceHeading)
    page.table(
      [(ReportWords.measureColumn, false), (ReportWords.valueColumn, false)], breaksWords: true,
      zip(ReportWords.provenance, values).map { name, value in
        [HTML.text(name), HTML.foreign(value.flatMap { $0.isEmpty ? nil : $0 } ?? ReportWords.unknown)]
      })
  }
}

/// The part of a page drawn by a script: its markup, data and script.
package struct PageViewer: Sendable {
  var markup: String
  var data: JSONValue
  var code: String

  package init(markup: String, data: JSONValue, code: String) {
    self.markup = markup
    self.data = data
    self.code = code
  }
}

/// A picture of a page as a separate file.
package struct Picture: Sendable {
  /// Name without extension.
  package let name: String
  /// SVG, strict XML.
  package let svg: String

  init(_ drawing: Drawing) {
    name = drawing.name
    svg = drawing.document
  }
}
