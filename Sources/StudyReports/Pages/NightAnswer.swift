import NightResults

/// The first screen: the strip of numbers, the index and its line, and what must be known with them.
extension NightPage {
  func answer(_ page: inout HTMLPage) {
    let rows = IndexRangeChart(night: night).rows
    page.add("<section aria-label=\"\(ReportWords.answerHeading)\">")
    page.add(NightStrip(night: night).markup)
    if rows.isEmpty {
      page.paragraph(ReportWords.noIndex(night.rules.first?.result.indexReason), of: "verdict unsure")
    }
    if hasNoMovement { page.paragraph(ReportWords.noMovements, of: "verdict unsure") }
    page.figure(
      indexChart, caption: ReportWords.indexCaption(detected: night.document.parameters.detection != nil))
    let sentences = ReportWords.notLookedAt(night.document) + flagSentences
    if !sentences.isEmpty {
      page.add("<div class=\"flags\">")
      for sentence in sentences { page.paragraph(sentence) }
      page.add("</div>")
    }
    page.add("<ul class=\"meaning\">")
    for row in rows {
      page.add("<li><strong>\(HTML.text(ReportWords.ruleName(row.rules)))</strong>: ")
      page.add(meaning(of: row).map(HTML.text).joined(separator: " ") + "</li>")
    }
    page.add("</ul></section>")
  }

  /// True if legs were scored but had no movements.
  var hasNoMovement: Bool { night.document.scored.knowsMovements && night.movements.isEmpty }

  /// Nil if all values would be 0.
  var indexChart: Drawing? { hasNoMovement ? nil : IndexRangeChart(night: night).drawing() }

  private func meaning(of row: IndexRangeChart.Row) -> [String] {
    let table = night.rules.first { $0.name == row.rules }
    let result = table?.result
    var sentences = [
      ReportWords.countSentence(
        result?.indices.periodicInSleep, hours: night.document.sleep.totalSleepHours)
    ]
    if ReportWords.hasLine(row.rules) { sentences.append(ReportWords.lineSentence(row.index)) }
    if !row.isBelievable {
      sentences.append(ReportWords.noRange)
    } else if row.high > row.low {
      let choice = night.document.sensitivity.value(for: row.rules)?.movesMost?.name
      sentences.append(ReportWords.rangeSentence(low: row.low, high: row.high, choice: choice))
    }
    if night.document.scored[.respiratory].isKnown, let rules = table?.ruleSet {
      sentences.append(ParameterWords.breathing(rules))
    }
    if let other = result?.indices.periodicWithoutRespiratoryPerHour, other != row.index {
      sentences.append(ReportWords.withoutRespiratory(other))
    }
    return sentences
  }

  /// What readers of the index need to know beyond the categories that were not scored.
  private var flagSentences: [String] { night.document.quality.flags.compactMap { ReportWords.flag($0) } }
}
