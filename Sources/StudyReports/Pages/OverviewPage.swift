import Foundation
import LimbMovementScoring
import NightResults
import StructuredText

/// The page of a study without a drug: the indices, the quality of each night, what failed and why, and links
/// to the pages of the nights.
package struct OverviewPage {
  /// One night of the folder.
  package struct Night {
    /// Name of the night.
    package var name: String
    /// Its folder, relative to that of the page.
    package var place: String
    /// The state of its folder.
    package var standing: NightFolder.Standing
    /// Whether its folder contains its page.
    package var hasPage: Bool

    package init(name: String, place: String, standing: NightFolder.Standing, hasPage: Bool) {
      self.name = name
      self.place = place
      self.standing = standing
      self.hasPage = hasPage
    }
  }

  private let nights: [Night]
  private let title: String

  package init(_ nights: [Night], title: String? = nil) {
    self.nights = nights
    self.title = title ?? OverviewWords.title
  }

  /// The whole page as HTML.
  package var html: String { html(paper: nil) }

  /// The page for printing on paper of the given size.
  package func html(paper: PaperSize?) -> String {
    var page = HTMLPage(title: title)
    page.paper = paper
    page.running = RunningHeader(name: title)
    page.heading(title, level: 1)
    page.paragraph(
      OverviewWords.counts(
        all: nights.count, done: documents.count, failed: failures.count,
        missing: nights.count - documents.count - failures.count))
    let drawings = histograms
    if !drawings.isEmpty {
      page.heading(OverviewWords.histogramsHeading)
      page.add("<div class=\"pair\">")
      for drawing in drawings { page.figure(drawing) }
      page.add("</div>")
    }
    if !failures.isEmpty {
      page.heading(OverviewWords.failedHeading)
      page.add("<ul class=\"warnings\">")
      for (night, reason) in failures {
        page.add("<li><strong>\(HTML.foreign(night.name))</strong>: \(HTML.foreign(reason))</li>")
      }
      page.add("</ul>")
    }
    page.heading(OverviewWords.nightsHeading)
    page.table(OverviewWords.columns, nights.map(cells))
    return page.text
  }

  /// The pictures of the page, for writing as files.
  package var pictures: [Picture] { histograms.map(Picture.init) }

  private var documents: [NightDocument] {
    nights.compactMap { if case .done(let document) = $0.standing { document } else { nil } }
  }

  private var failures: [(night: Night, reason: String)] {
    nights.compactMap { night in
      switch night.standing {
      case .failed(let failure):
        (night, FailureWords.sentence(failure.error.code, location: failure.error.location))
      // The path in a damaged file's sentence belongs to the user and is replaced.
      case .damaged(let error): (night, error.sentence.replacing(error.file ?? "", with: night.place))
      case .absent, .done: nil
      }
    }
  }

  private var histograms: [Drawing] {
    let names = documents.flatMap(\.ruleSets.keys)
    let standard = [RuleSet.wasm2016.name, RuleSet.aasm3.name]
    let ordered = standard.filter(names.contains) + Set(names).subtracting(standard).sorted()
    return ordered.compactMap { rules in
      IndexHistogram(
        rules: rules,
        indices: documents.compactMap { $0.ruleSets.value(for: rules)?.indices.periodicInSleepPerHour }
      ).drawing()
    }
  }

  private func cells(_ night: Night) -> [String] {
    let link = night.place.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
    let name =
      night.hasPage
      ? link.map { "<a href=\"\(HTML.text($0))/report.html\">\(HTML.foreign(night.name))</a>" } : nil
    let shown = name ?? HTML.foreign(night.name)
    guard case .done(let document) = night.standing else {
      let isAbsent = if case .absent = night.standing { true } else { false }
      let words = isAbsent ? OverviewWords.notTried : OverviewWords.failed
      return [shown] + Array(repeating: "–", count: OverviewWords.columns.count - 2) + [HTML.text(words)]
    }
    let main = document.ruleSets.value(for: RuleSet.wasm2016.name)
    let range = document.sensitivity.value(for: RuleSet.wasm2016.name)?.believed
    let flags = document.quality.flags.map(StudyWords.flag)
    return [
      shown, HTML.number(main?.indices.periodicInSleepPerHour, 1),
      range.map { "\(ReportWords.number($0.lowerBound)) to \(ReportWords.number($0.upperBound))" } ?? "–",
      HTML.number(document.ruleSets.value(for: RuleSet.aasm3.name)?.indices.periodicInSleepPerHour, 1),
      HTML.number(document.sleep.totalSleepHours, 2), HTML.text(StripWords.legs(document.scored.legs)),
      HTML.number(document.quality.scoredPercent, 0),
      flags.isEmpty ? "–" : HTML.foreign(flags.joined(separator: "; ")),
    ]
  }
}
