import Foundation
import Synchronization
import Tibialis

/// On a terminal, a single line that is overwritten; in a log, a line every fifty nights and each failure
/// immediately.
final class BatchProgress: Sendable {
  private struct State {
    var done = 0
    var failed = 0
  }

  private let total: Int
  private let quiet: Bool
  private let onTerminal = isatty(STDERR_FILENO) == 1
  private let started = ContinuousClock.now
  private let state = Mutex(State())

  init(total: Int, quiet: Bool) {
    self.total = total
    self.quiet = quiet
  }

  func report(_ event: BatchRunner.Event) {
    let (line, failure) = state.withLock { state -> (String?, String?) in
      state.done += 1
      var failure: String?
      if case .failed(let error) = event.outcome {
        state.failed += 1
        failure = "failed: \(event.night.name): \(error.told)"
      }
      let due = onTerminal || state.done % 50 == 0
      return (due ? text(state) : nil, failure)
    }
    guard !quiet else { return }
    if let failure {
      if onTerminal { Output.progress("") }
      Output.talk(failure)
    }
    guard let line else { return }
    if onTerminal { Output.progress(line) } else { Output.talk(line) }
  }

  func finish() {
    if onTerminal, !quiet { Output.talk("") }
  }

  private func text(_ state: State) -> String {
    let elapsed = started.duration(to: .now)
    let seconds = max(
      1e-3, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    let rate = Double(state.done) / seconds
    let left = Double(total - state.done) / rate
    return "\(state.done) of \(total) nights, \(state.failed) failed, "
      + "\(Delimited.fixed(rate, 1) ?? "") nights/s, \(Delimited.fixed(left, 0) ?? "") s left"
  }
}
