import EDF
import Foundation
import SleepEvents

extension ScoringFormat {
  /// EDF+ or BDF+ annotations, with or without signals beside them.
  public static let edfPlus = ScoringFormat(
    name: "edf", summary: "EDF+ annotations",
    recognizes: { document in
      let start = document.data.prefix(8)
      return start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0xFF] + Array("BIOSEMI".utf8))
        || start.elementsEqual("0       ".utf8)
    },
    read: { document, context in
      try readAnnotations(of: EDFFile(path: document.path), context: context, shifting: true)
    })
}

/// The annotations of an open recording in the shared vocabulary.
///
/// - Parameter shifting: move the times by the difference between this file's start and that of
///   `context.recordingStart`, where both are known and less than a day apart.
public func readAnnotations(
  of file: EDFFile, context: ReadingContext, shifting: Bool
) throws -> NightAnnotations {
  var builder = AnnotationBuilder(context: context)
  let annotations = file.annotations()
  var shift = Span.zero
  if shifting, let theirs = context.recordingStart, let difference = file.start.seconds(after: theirs),
    difference != 0
  {
    if abs(difference) < 86_400 {
      shift = .seconds(difference)
      builder.warnings.append(
        Warning(
          code: "start_differs",
          message: "the scoring starts \(difference) s after the recording; its times were moved accordingly")
      )
    } else {
      builder.warnings.append(
        Warning(
          code: "start_differs",
          message: "the scoring's date differs from the recording's by more than a day; its times were kept"))
    }
  }
  for annotation in annotations.all {
    builder.add(
      label: annotation.text, onset: annotation.onset + shift, duration: annotation.duration,
      location: annotation.channel)
  }
  if let first = file.segments.first, let last = file.segments.last {
    builder.recorded = TimeRange(start: first.onset + shift, end: last.range.end + shift)
  }
  var result = builder.finish(format: "EDF+ annotations")
  result.events += file.gaps.map {
    ScoredEvent(kind: .recordingGap, range: TimeRange(start: $0.start + shift, end: $0.end + shift))
  }
  result.events.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  return result
}

extension RecordingStart {
  /// Whole seconds from `other` to this start; nil where a date or a time is not known.
  public func seconds(after other: RecordingStart) -> Int? {
    guard let day = date.map(dayNumber), let otherDay = other.date.map(dayNumber), let clock,
      let otherClock = other.clock
    else { return nil }
    return (day - otherDay) * 86_400 + clock.secondOfDay - otherClock.secondOfDay
  }
}

extension RecordingStart.ClockTime {
  public var secondOfDay: Int { hour * 3600 + minute * 60 + second }
}

/// Days since 0000-03-01 of the Gregorian calendar.
private func dayNumber(_ date: RecordingStart.CalendarDate) -> Int {
  let year = date.month > 2 ? date.year : date.year - 1
  let month = date.month > 2 ? date.month - 3 : date.month + 9
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1
}
