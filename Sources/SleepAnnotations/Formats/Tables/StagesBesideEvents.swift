import SleepEvents

/// What a stage column says beside a column of events: in a row without an event it is the state. In a row
/// with one it is only the stage in which the event falls, unless the rows are epochs, or state changes.
struct StagesBesideEvents {
  private var starts: Set<Int64> = []
  private var ends: Set<Int64> = []
  private var usualLength: TimeSpan?
  /// Rows that can only be states.
  private var sure = 0
  private var hasLengths = false
  private var areEpochs = false

  private struct Place {
    var start: Int64
    var length: TimeSpan?
    var end: Int64? { length.map { start + $0.ticks } }
  }

  /// For a table with only one kind of label column.
  init() {}

  /// - Parameter rows: all rows of the table, which are read once.
  init(_ rows: EventRows, _ look: (String) -> SeenLabels.Seen) throws {
    var places: [Place] = []
    var lengths: [TimeSpan: Int] = [:]
    while try rows.next() {
      let labels = try rows.labels(look)
      guard let onset = try rows.onset(), labels.state != nil else { continue }
      if labels.event?.isState ?? true { sure += 1 }
      let place = Place(start: StagesBesideEvents.ticks(onset), length: try rows.length(from: onset))
      if let length = place.length, length > .zero { lengths[length, default: 0] += 1 }
      if places.count < EventsTableReader.mostStates { places.append(place) }
    }
    hasLengths = !lengths.isEmpty
    if !hasLengths {
      let steps = zip(places, places.dropFirst()).map { TimeSpan(ticks: $1.start - $0.start) }
      for step in steps where step > .zero { lengths[step, default: 0] += 1 }
    }
    usualLength = lengths.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    for index in places.indices {
      if !hasLengths { places[index].length = usualLength }
      starts.insert(StagesBesideEvents.onCircle(places[index].start))
      if let end = places[index].end { ends.insert(StagesBesideEvents.onCircle(end)) }
    }
    areEpochs = places.count { isInRow($0) } * 2 >= places.count
  }

  /// Whether a row that names an event also states the stage of its own time.
  func isState(at onset: StatedTime, length: TimeSpan?) -> Bool {
    guard sure > 0 || areEpochs else { return false }
    // Without lengths each row tells what the stage is from there on.
    if !hasLengths, sure > 0 { return true }
    return isInRow(Place(start: StagesBesideEvents.ticks(onset), length: hasLengths ? length : usualLength))
  }

  /// Whether the row lies end to end with others, as epochs do and events do not.
  private func isInRow(_ place: Place) -> Bool {
    guard let length = place.length, length > .zero, let end = place.end else { return false }
    let follows = ends.contains(StagesBesideEvents.onCircle(place.start))
    let precedes = starts.contains(StagesBesideEvents.onCircle(end))
    return follows && precedes || (length == usualLength && (follows || precedes))
  }

  private static func ticks(_ time: StatedTime) -> Int64 {
    switch time {
    case .elapsed(let instant): instant.ticks
    case .clock(let clock), .dated(_, let clock): clock.ticks
    }
  }

  /// Epochs go on across midnight; a day later no night has rows.
  private static func onCircle(_ ticks: Int64) -> Int64 {
    let day = CalendarDay.length.ticks
    return (ticks % day + day) % day
  }
}
