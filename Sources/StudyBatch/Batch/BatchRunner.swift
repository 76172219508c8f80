import Dispatch
import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import Synchronization

/// Analyzes many nights independently: one failing night never stops the others, and finished nights are not
/// repeated.
package struct BatchRunner: Sendable {
  package var options: AnalysisOptions
  package var output: String
  /// Number of concurrent nights, one thread each, so that a cluster job with one core uses only one.
  package var jobs: Int
  /// Repeat nights that already have a result.
  package var force: Bool

  package init(options: AnalysisOptions, output: String, jobs: Int, force: Bool = false) {
    self.options = options
    self.output = output
    self.jobs = max(1, jobs)
    self.force = force
  }

  /// The outcome of one night.
  package struct Event: Sendable {
    package enum Outcome: Sendable {
      /// With the flags that readers of its index need to know.
      case done(flags: [NightFlag], document: NightDocument)
      /// It already has a result.
      case skipped
      case failed(any ReportableError)
    }
    package var night: NightJob
    package var outcome: Outcome
  }

  package struct Summary: Sendable {
    package var done = 0
    /// How many of those done have a flag.
    package var withWarnings = 0
    package var skipped = 0
    package var failed: [(night: String, error: any ReportableError)] = []
    package var wasInterrupted = false
  }

  /// Analyzes the nights.
  ///
  /// - Parameters:
  ///   - isCancelled: called before each night; nights in progress are finished.
  ///   - report: called as each night ends, one call at a time.
  package func run(
    _ nights: [NightJob], isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (Event) -> Void
  ) -> Summary {
    let state = Mutex((next: 0, summary: Summary()))
    let workers = min(jobs, max(1, nights.count))
    let work: @Sendable (Int) -> Void = { _ in
      while true {
        guard
          let night = state.withLock({ state -> NightJob? in
            guard state.next < nights.count else { return nil }
            if isCancelled() {
              state.summary.wasInterrupted = true
              return nil
            }
            state.next += 1
            return nights[state.next - 1]
          })
        else { return }
        let outcome = process(night)
        state.withLock { state in
          switch outcome {
          case .done(let flags, _):
            state.summary.done += 1
            if !flags.isEmpty { state.summary.withWarnings += 1 }
          case .skipped: state.summary.skipped += 1
          case .failed(let error): state.summary.failed.append((night.name, error))
          }
          report(Event(night: night, outcome: outcome))
        }
      }
    }
    if workers == 1 { work(0) } else { Workers.run(workers, work) }
    return state.withLock { $0.summary }
  }

  /// Analyzes one night unless it has a valid result.
  private func process(_ night: NightJob) -> Event.Outcome {
    let folder = output + "/" + night.folder
    var nightOptions = night.options(options)
    nightOptions.threads = 1
    let stamp = night.recording.flatMap { InputStamp(path: $0) }
    let mark = RecordingMark(folder: folder)
    do {
      // Another batch or shard may be working on the same night: wait for it, and then find its result.
      try TextFile.makeFolder(folder)
      let lock = try FolderLock(path: folder + "/.lock", mode: .exclusiveAndRemoved)
      defer { withExtendedLifetime(lock) {} }
      TemporaryFile.removeOrphans(in: folder)
      if !force,
        ResultState(folder: NightFolder(path: folder)).stands(
          for: night, options: nightOptions, recording: stamp)
      {
        NightFolder(path: folder).endWriting()
        if let stamp, !mark.isThere { mark.set(stamp) }
        return .skipped
      }
      try NightFolder(path: folder).plan(
        rules: nightOptions.rules.map(\.name), inputs: [night.recording].compactMap(\.self) + night.scorings,
        force: force)
      mark.remove()
      let analyzer = NightAnalyzer(options: nightOptions)
      let result: NightResult
      if let recording = night.recording {
        result = try analyzer.analyze(recording)
      } else {
        guard !night.scorings.isEmpty else { throw BatchError.noRecording }
        result = try analyzer.score(night.scorings)
      }
      let written = try NightFiles.write(result, to: folder, date: night.evening?.description)
      if let stamp { mark.set(stamp) }
      return .done(flags: result.qualityFlags, document: written.document)
    } catch let error as any ReportableError {
      return fail(error, folder: folder)
    } catch {
      return fail(UnexpectedFailure(text: "\(error)"), folder: folder)
    }
  }

  private func fail(_ error: any ReportableError, folder: String) -> Event.Outcome {
    do {
      try NightFiles.write(error, to: folder, rules: options.rules.map(\.name))
      return .failed(error)
    } catch let second as any ReportableError {
      return .failed(second)
    } catch { return .failed(error as? any ReportableError ?? UnexpectedFailure(text: "\(error)")) }
  }
}

/// An error that no module defines: a defect in Tibialis.
struct UnexpectedFailure: ReportableError {
  let text: String
  var code: String { "defect" }
  var exitStatus: ExitStatus { .internalDefect }
  var file: String? { nil }
  var location: String? { nil }
  var sentence: String { "internal error: \(text); please report it" }
}

/// Threads that all run the same loop; there may be more of them than cores.
enum Workers {
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        body(index)
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
  }
}
