import EDF
import LimbMovementScoring
import SleepAnnotations
import SleepEvents

/// Compares the start of a night in a study's table with the recording's header.
enum StartCheck {
  static func warnings(of start: RecordingStart, table: TableStart?) -> [Warning] {
    guard let table else { return [] }
    var warnings: [Warning] = []
    if let day = table.dayNumber, let evening = start.eveningDayNumber, day != evening {
      warnings.append(
        Warning(
          code: "date_differs",
          message: "the study's table has another date than the recording's header; the table's is used",
          quotesInput: false))
    }
    if let second = table.secondOfDay, let clock = start.clock {
      let difference = abs(second - clock.secondOfDay)
      // Lights off may come hours after the start of the recording, but not before it.
      if min(difference, 86_400 - difference) > 6 * 3600 {
        warnings.append(
          Warning(
            code: "time_differs",
            message:
              "the study's table has a start time far from the recording's header; the table's is used",
            quotesInput: false))
      }
    }
    return warnings
  }
}

extension RecordingStart {
  /// Days since 1970-01-01 of the evening to which the night belongs: before noon that is the previous day.
  package var eveningDayNumber: Int? {
    guard let day = date?.dayNumber else { return nil }
    return day - ((clock?.hour ?? 23) < 12 ? 1 : 0)
  }
}

extension NightAnalyzer {
  /// The evening of a recording by its header, as days since 1970-01-01; nil if the file cannot be read or
  /// gives no date.
  package static func eveningDayNumber(ofRecording path: String) -> Int? {
    do { return try EDFFile(path: path).start.eveningDayNumber } catch { return nil }
  }
}
