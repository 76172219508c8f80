/// Runs a batch from its list to its tables, for the whole list or one shard of it.
package struct StudyRun: Sendable {
  package var list: NightList
  package var runner: BatchRunner
  /// From 1; a shard leaves the tables to `merge`, since others may still be running. Nil for the whole list.
  package var shard: (index: Int, count: Int)?

  package init(list: NightList, runner: BatchRunner, shard: (index: Int, count: Int)? = nil) {
    self.list = list
    self.runner = runner
    self.shard = shard
  }

  package var nights: [NightJob] { list.shard(shard?.index ?? 1, of: shard?.count ?? 1) }

  /// Analyzes the nights, then writes the tables if the list is complete.
  ///
  /// - Returns: the outcome of the nights, and of the tables; no tables after an interruption or for a shard.
  /// - Throws: an error that prevents writing to the folder; failing nights are in the summary.
  package func run(
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (BatchRunner.Event) -> Void
  ) throws -> (summary: BatchRunner.Summary, tables: Merge.Outcome?) {
    let folder = StudyFolder(path: runner.output)
    // The list and the tables are written by one process at a time, the nights by all of them.
    do {
      let lock = try folder.lock(.exclusive)
      try folder.prepare(list, force: runner.force)
      withExtendedLifetime(lock) {}
    }
    let lock = try folder.lock(.shared)
    let summary = runner.run(nights, isCancelled: isCancelled, report: report)
    lock.release()
    guard shard == nil, !summary.wasInterrupted else { return (summary, nil) }
    return (summary, try Merge(folder: folder, allowsMixed: false).write())
  }
}
