/// A batch from its list to its tables: the whole list, or one shard of it.
package struct StudyRun: Sendable {
  package var list: NightList
  package var runner: BatchRunner
  /// From 1; a shard leaves the tables to `merge`, for others may still be at work. Nil for the whole list.
  package var shard: (index: Int, count: Int)?

  package init(list: NightList, runner: BatchRunner, shard: (index: Int, count: Int)? = nil) {
    self.list = list
    self.runner = runner
    self.shard = shard
  }

  package var nights: [NightJob] { list.shard(shard?.index ?? 1, of: shard?.count ?? 1) }

  /// Does the nights, then writes the tables of a whole list.
  ///
  /// - Returns: what became of the nights, and of the tables; no tables after an interruption or of a shard.
  /// - Throws: what keeps the folder from being written; a bad night is in the summary.
  package func run(
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (BatchRunner.Event) -> Void
  ) throws -> (summary: BatchRunner.Summary, tables: Merge.Outcome?) {
    let folder = StudyFolder(path: runner.output)
    // The list and the tables are written by one at a time, the nights by all together.
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
