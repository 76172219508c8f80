import NightAnalysis
import StudyBatch
import Synchronization

/// Many nights into one folder, as `tibialis batch` does them: what stands is kept, and one bad night stops no other.
public enum Batch {
  /// One night as it ended.
  public struct Night: Sendable {
    /// As in the night list.
    public let patientID: String
    /// As in the night list.
    public let nightID: String
    /// True if its result stood already.
    public let wasSkipped: Bool
    /// What was wrong with it, in one sentence; nil for a night that is done.
    public let failure: String?
  }

  /// What became of the nights.
  public struct Summary: Sendable {
    /// Nights that now have a result.
    public let done: Int
    /// Nights whose result stood already.
    public let skipped: Int
    /// The nights without a result. Each has an `error.json` in its folder and is tried again by the next run.
    public let failed: [Night]
    /// True if `isCancelled` said so; the same call goes on where this one stopped.
    public let wasInterrupted: Bool
  }

  /// Analyzes the nights of a list, and writes `nights.csv` and `clinician.csv` where the whole list was done.
  ///
  /// - Parameters:
  ///   - list: a night list, a folder of recordings or a BIDS dataset.
  ///   - folder: made if need be.
  ///   - shard: only every `count`-th night from the `index`-th, counted from 1; then `tibialis merge` makes the tables.
  ///   - jobs: nights at once.
  ///   - isCancelled: asked before each night; those in work are finished.
  ///   - progress: called for each night as it ends, one at a time, on any thread.
  /// - Throws: what is wrong with the list or the folder, in one sentence as its `description`.
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
