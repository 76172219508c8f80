import SleepEvents
import StructuredText

/// Why a night cannot be exported in a format.
package enum ExportError: ReportableError, Equatable {
  /// Clock times without a date repeat after a day.
  case clockWithoutDate(format: String, hours: Double)

  package var code: String { "format_cannot_hold" }
  package var exitStatus: ExitStatus { .unusableInput }
  package var file: String? { nil }
  package var location: String? { nil }

  package var sentence: String {
    switch self {
    case .clockWithoutDate(let format, let hours):
      "the night: expected less than 24 hours, since \(format) has clock times without a date, found "
        + "\(Delimited.fixed(hours, 2) ?? "more"); export it to edf, annot, nsrr or bids"
    }
  }
}
