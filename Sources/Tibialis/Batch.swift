import NightAnalysis
import StudyBatch
import Synchronization

/// Analyzes many nights into one folder, as `tibialis batch` does: existing results are kept, and one failing
/// night does not stop the others.
public enum Batch {
  /// The outcome of one night.
  public struct Night: Sendable {
    /// The patient id in the night list.
    public let patientID: String
    /// The night id in the night list.
    public let nightID: String
    /// True if there was already a result.
    public let wasSkipped: Bool
    /// Why it failed, in one sentence; nil if it succeeded.
    public let failure: String?
  }

  /// The outcome of all nights.
  public struct Summary: Sendable {
    /// Nights that now have a result.
    public let done: Int
    /// Nights that already had a result.
    public let skipped: Int
    /// The nights without a result. Each has an `error.json` in its folder and is tried again in the next
    /// run.
    public let failed: [Night]
    /// True if `isCancelled` returned true; calling again continues from there.
    public let wasInterrupted: Bool
  }

  /// Analyzes the nights of a list, and writes `nights.csv` and `clinician.csv` once the whole list is done.
  ///
  /// - Parameters:
  ///   - list: a night list, a folder of recordings or a BIDS dataset.
  ///   - folder: created if necessary.
  ///   - shard: takes only every `count`-th night starting with the `index`-th, counted from 1; `tibialis
  ///     merge` then makes the tables.
  ///   - jobs: number of nights analyzed concurrently.
  ///   - isCancelled: queried before each night; nights in progress are finished.
  ///   - progress: called as each night ends, one call at a time, on any thread.
  /// - Throws: an error whose `description` says in one sentence what is wrong with the list or the folder.
  public static func run(
    _ list: String, into folder: String, options: AnalysisOptions = AnalysisOptions(),
    shard: (index: Int, count: Int)? = nil, jobs: Int = 2,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Night) -> Void
  ) throws -> Summary {
    let run = StudyRun(
      list: try NightList(path: list), runner: BatchRunner(options: options, output: folder, jobs: jobs),
      shard: shard)
    let failed = Mutex<[Night]>([])
    let summary = try run.run(isCancelled: isCancelled) { event in
      let night = Night(event)
      if night.failure != nil { failed.withLock { $0.append(night) } }
      progress(night)
    }.summary
    return Summary(
      done: summary.done, skipped: summary.skipped, failed: failed.withLock { $0 },
      wasInterrupted: summary.wasInterrupted)
  }
}

extension Batch.Night {
  init(_ event: BatchRunner.Event) {
    patientID = event.night.record.patientID
    nightID = event.night.record.nightID
    switch event.outcome {
    case .done: (wasSkipped, failure) = (false, nil)
    case .skipped: (wasSkipped, failure) = (true, nil)
    case .failed(let error): (wasSkipped, failure) = (false, error.sentence)
    }
  }
}
