import EDF
import Foundation
import SleepEvents
import StructuredText

extension ScoringFormat {
  /// EDF+ or BDF+ annotations, with or without signals next to them.
  package static let edfPlus = ScoringFormat(
    name: "edf", summary: "EDF+ annotations", limit: .max,
    recognizes: { document in
      let start = document.data.prefix(8)
      return start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0xFF] + Array("BIOSEMI".utf8))
        || start.elementsEqual("0       ".utf8)
    },
    read: { document, context in
      try readAnnotations(of: EDFFile(path: document.path), context: context, shifting: true)
    })
}

/// The annotations of an open recording, translated to the shared vocabulary.
///
/// - Parameter shifting: whether to shift the times by the difference between this file's start and that of
///   `context.start`, if both dates are known and less than a day apart.
package func readAnnotations(
  of file: EDFFile, context: ReadingContext, shifting: Bool
) throws -> NightAnnotations {
  var builder = AnnotationBuilder(context: context)
  let annotations = file.annotations()
  var shift = TimeSpan.zero
  let own = ClockStart(file.start)
  if shifting, let theirs = context.start, let day = own?.day, let theirDay = theirs.day, let own {
    let difference = .seconds((day - theirDay) * 86_400) + (own.clock - theirs.clock)
    if abs(difference.ticks) < CalendarDay.length.ticks {
      shift = difference
      if difference != .zero { builder.warnings.append(.startDiffers(by: difference)) }
    } else {
      builder.warnings.append(
        Warning(
          code: "start_differs",
          message: "the scoring's date differs from the recording's by more than a day; its times were kept",
          quotesInput: false))
    }
  }
  for annotation in annotations.all {
    let marked = MarkedUpText(annotation.text)
    builder.add(
      label: marked?.label ?? annotation.text, onset: annotation.onset + shift, duration: annotation.duration,
      location: annotation.channel ?? marked?.channel)
  }
  if let first = file.segments.first, let last = file.segments.last {
    builder.recorded = TimeRange(start: first.onset + shift, end: last.range.end + shift)
  }
  var result = builder.finish(format: "EDF+ annotations")
  result.statedStart = context.start ?? own
  result.hasSignals = file.signals.contains { !$0.isAnnotations }
  result.events += file.gaps.map {
    ScoredEvent(kind: .recordingGap, range: TimeRange(start: $0.start + shift, end: $0.end + shift))
  }
  result.events.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  return result
}

/// An annotation of the MASS database, whose text is an XML element: `<Event channel="EMG Ant Tibial L"
/// groupName="PLMS" .../>`.
private struct MarkedUpText {
  let label: String
  let channel: String?

  init?(_ text: String) {
    guard text.hasPrefix("<Event") else { return nil }
    var scanner = XMLScanner(bytes: Array(text.utf8))
    guard let event = try? scanner.document(),
      let label = event[attribute: "groupName"] ?? event[attribute: "name"]
    else { return nil }
    self.label = label
    channel = event[attribute: "channel"]
  }
}
