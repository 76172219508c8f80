import SleepEvents

/// Parses numbers and times in XML scorings, with errors that name the place.
struct XMLCells {
  let file: String

  func seconds(_ text: String?, _ place: String) throws(AnnotationError) -> Double {
    guard let text, let value = Double(text.replacing(",", with: ".")), value.isFinite, abs(value) < 1e8
    else {
      throw .broken(
        file: file, location: place, expected: "seconds", found: text.map { "'\($0)'" } ?? "nothing")
    }
    return value
  }

  /// A duration; nil if the cell is empty.
  func duration(_ text: String?, _ place: String) throws(AnnotationError) -> TimeSpan? {
    guard let text else { return nil }
    let value = try seconds(text, place)
    guard value >= 0 else {
      throw .broken(file: file, location: place, expected: "seconds, not negative", found: "'\(text)'")
    }
    return TimeSpan(seconds: value)
  }

  /// An epoch length; nil if the cell is empty.
  func epochLength(_ text: String?) throws(AnnotationError) -> TimeSpan? {
    guard let length = try duration(text, "EpochLength") else { return nil }
    guard length > .zero, length <= .seconds(300) else {
      throw .broken(
        file: file, location: "EpochLength", expected: "up to 300 seconds", found: "\(length.seconds)")
    }
    return length
  }

  func instant(_ text: String?, _ place: String) throws(AnnotationError) -> Instant {
    Instant(seconds: try seconds(text, place))
  }

  func time(_ text: String?, _ place: String) throws(AnnotationError) -> StatedTime {
    guard let text, let time = StatedTime(text) else {
      throw .broken(
        file: file, location: place, expected: "a date and time such as 2018-07-25T23:45:40",
        found: text.map { "'\($0)'" } ?? "nothing")
    }
    return time
  }
}
