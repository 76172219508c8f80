import Foundation
import Synchronization
import Tibialis

/// One handler of signals for every command: INT, TERM and HUP remove what is half-written and end with status 75. A batch
/// finishes the nights in work first; a second signal does not wait for them.
enum Interruption {
  private static let isAsked = Atomic(false)
  private static let waits = Atomic(false)

  static var isRequested: Bool { isAsked.load(ordering: .relaxed) }

  /// Asks for a stop at the next night instead of at once.
  static func finishesNight() { waits.store(true, ordering: .relaxed) }

  /// Sets the handler. Everything that it calls may be called from a handler.
  static func watch() {
    TemporaryFiles.prepare()
    // A parent may have handed down a mask that holds them back.
    var set = sigset_t()
    sigemptyset(&set)
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    for number in numbers {
      // nohup has said that a hangup is to be ignored.
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
