import Foundation
import Synchronization
import Tibialis

/// A single signal handler for all commands: INT, TERM and HUP remove partly written files and exit with
/// status 75. A batch first finishes the nights in progress; a second signal does not wait for them.
enum Interruption {
  private static let isAsked = Atomic(false)
  private static let waits = Atomic(false)

  static var isRequested: Bool { isAsked.load(ordering: .relaxed) }

  /// Requests a stop before the next night instead of immediately.
  static func finishesNight() { waits.store(true, ordering: .relaxed) }

  /// Installs the handler, which calls only async-signal-safe functions.
  static func watch() {
    TemporaryFiles.prepare()
    // A parent may have passed on a mask that blocks them.
    var set = sigset_t()
    sigemptyset(&set)
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    for number in numbers {
      // Under nohup a hangup is to be ignored.
      let before = signal(number) { _ in Interruption.interrupt() }
      if number == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(SIGHUP, SIG_IGN)
      }
    }
  }

  private static func interrupt() {
    let isFirst = !isAsked.exchange(true, ordering: .relaxed)
    if isFirst, waits.load(ordering: .relaxed) { return }
    TemporaryFiles.removeAll()
    _exit(ExitStatus.interrupted.rawValue)
  }
}
