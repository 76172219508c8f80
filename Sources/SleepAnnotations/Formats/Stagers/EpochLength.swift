import SleepEvents
import StructuredText

/// The epoch length of a list. The list may not state it, but the length of the recording tells.
enum EpochLength {
  private static let usual = [1, 2, 3, 4, 5, 10, 15, 20, 30, 60]

  /// - count: number of epochs in the list.
  ///   - stated: the length stated by the list itself.
  ///   - stated: what the list itself says.
  /// - Returns: the length to use, and a warning `epoch_list_length` if it is not the expected one or the
  ///   list does not match the length of the recording.
  static func resolve(count: Int, stated: TimeSpan?, context: ReadingContext) -> (TimeSpan, [Warning]) {
    let expected = context.epochIsStated ? context.epoch : stated ?? context.epoch
    guard let recorded = context.recordingLength, count > 0,
      abs((times(expected, count) - recorded).ticks) > expected.ticks
    else { return (expected, []) }
    let listed =
      "\(count) epochs of \(text(expected)) s are \(text(times(expected, count))) s, the recording lasts "
      + "\(text(recorded)) s"
    let fitting = usual.map { TimeSpan.seconds($0) }.first {
      abs((times($0, count) - recorded).ticks) <= $0.ticks
    }
    guard !context.epochIsStated, let fitting else {
      return (expected, [warning(listed + (fitting.map { "; epochs of \(text($0)) s would fit" } ?? ""))])
    }
    return (
      fitting,
      [
        warning(
          listed + ": epochs of \(text(fitting)) s fit it and were used")
      ]
    )
  }

  private static func times(_ epoch: TimeSpan, _ count: Int) -> TimeSpan {
    TimeSpan(ticks: epoch.ticks * Int64(count))
  }

  private static func text(_ span: TimeSpan) -> String {
    span.ticks % ticksPerSecond == 0
      ? String(span.ticks / ticksPerSecond) : Delimited.fixed(span.seconds, 2) ?? ""
  }

  private static func warning(_ message: String) -> Warning {
    Warning(code: "epoch_list_length", message: message, quotesInput: false)
  }
}
