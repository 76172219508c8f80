import SleepEvents
import StructuredText

/// Why a night cannot go out in a format.
public enum ExportError: ReportableError, Equatable {
  /// Clock times without a date come again after a day.
  case clockWithoutDate(format: String, hours: Double)

  public var code: String { "format_cannot_hold" }
  public var exitStatus: ExitStatus { .unusableInput }
  public var file: String? { nil }
  public var location: String? { nil }

  public var sentence: String {
    switch self {
    case .clockWithoutDate(let format, let hours):
      "the night: expected less than 24 hours, since \(format) has clock times without a date, found "
        + "\(Delimited.fixed(hours, 2) ?? "more"); export it to edf, annot, nsrr or bids"
    }
  }
}
