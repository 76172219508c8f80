import SleepEvents

extension ClockStart {
  /// The start to which several files of one night refer, whatever their order: that of a recording among
  /// them, otherwise the earliest dated one, otherwise inferred from the clock times.
  ///
  /// - Returns: nil if none of them states a clock time.
  package static func common(to files: [NightAnnotations]) -> ClockStart? {
    let stated = files.compactMap { file in
      file.statedStart.flatMap { $0.isPlaceholder ? nil : ($0, file) }
    }
    if let recording = stated.first(where: { $0.1.hasSignals }) { return recording.0 }
    let dated = stated.compactMap { start, _ in
      start.withoutPlaceholder.withoutCountedDay.day.map { (day: $0, clock: start.clock) }
    }
    if let first = dated.min(by: { ($0.day, $0.clock) < ($1.day, $1.clock) }) {
      return ClockStart(day: first.day, clock: first.clock)
    }
    let arcs = stated.map { start, file in
      ClockCircle.Arc(start: start.clock, length: file.extent.map { max($0.end - .zero, .zero) } ?? .zero)
    }
    return ClockCircle.beginning(of: arcs).map { ClockStart(day: nil, clock: $0) }
  }

  /// True for the placeholder date and time of a header that states neither.
  private var isPlaceholder: Bool { day == ClockStart.placeholderDay && clock == .zero }
}
