import ArgumentParser
import Foundation
import Tibialis

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Analyze many nights: a night list, a folder of recordings or a BIDS dataset.",
    discussion: """
      Example: tibialis batch study/nights.tsv --out results --jobs 2

      Nights whose result is up to date are skipped; failed ones are tried again. If interrupted, it exits with \
      status 75: run it again to continue. Not a medical device; for use with a physician.
      """)

  @Argument(
    help:
      "NIGHTS.tsv (also CSV), or a folder; - for a list on standard input, with paths from the current folder.",
    completion: .file())
  var nights: String

  @Option(name: [.long, .customShort("o")], help: "Folder for the results.", completion: .directory)
  var out: String

  @Option(help: "Nights to analyze at once. (default: one per core)")
  var jobs: Int?

  @Option(help: "I/N: only every N-th night from the I-th, and no nights.csv; then run merge.")
  var shard: String?

  @Flag(help: "Repeat nights that have a result, and overwrite files that this program did not write.")
  var force = false

  @Flag(help: "Report what would be done and what is missing, without doing anything.")
  var dryRun = false

  @Flag(help: "Also write a page to the folder of each night, and an index.html with links to them.")
  var report = false

  @Flag(help: "Also write the nights as a BIDS derivative to the folder bids in the results.")
  var bids = false

  @OptionGroup var verbose: VerboseOptions
  @OptionGroup var detection: DetectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var dates: DateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if report, shard != nil {
      throw ValidationError("--report: expected a whole batch; after the shards run 'tibialis report FOLDER'")
    }
    if bids, shard != nil {
      throw ValidationError(
        "--bids: expected a whole batch; after the shards run 'tibialis export FOLDER --to bids'")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs: expected a number from 1, found \(jobs)") }
  }

  func run() throws {
    try Streams.checkInputs([nights, detection.channels.channelMap, rules.reading.mapFile])
    try Streams.checkFolder(out)
    var options = AnalysisOptions()
    try detection.apply(to: &options)
    try rules.apply(to: &options)
    let shard = try Shard.parse(shard)
    let list = try NightList(path: nights, reading: TableReading(dateOrder: dates.dateOrder))
    for problem in list.tables.problems { common.say("warning: \(problem.error.told)") }
    for unread in list.tables.unreadColumns { common.say("warning: \(unread.sentence)") }
    for error in list.leftOut { Output.talk("tibialis: \(error.told)") }
    let runner = BatchRunner(
      options: options, output: out, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, force: force)
    let run = StudyRun(list: list, runner: runner, shard: shard)
    let work = run.nights
    for note in list.assumptions { common.say("note: \(note)") }
    if bids { try BIDSDerivative.check(list.jobs.map(\.record)) }
    if dryRun {
      try sayPlan(work)
      if !list.leftOut.isEmpty { throw ExitStatus.someNightsFailed }
      return
    }

    Interruption.finishesNight()
    let progress = BatchProgress(total: work.count, quiet: common.quiet)
    let (summary, outcome) = try run.run(isCancelled: { Interruption.isRequested }) { event in
      progress.report(event)
      if case .done(_, let document) = event.outcome {
        verbose.say(document, of: event.night.name, scorings: event.night.scorings)
      }
    }
    progress.finish()
    let pages = report && outcome != nil ? try Overview.write(in: out, force: force) : []
    if bids, let outcome { _ = try BIDSDerivative(outcome).write(to: out + "/bids") }
    try end(summary, outcome, total: work.count, pages: pages.count, leftOut: list.leftOut)
  }

  private func end(
    _ summary: BatchRunner.Summary, _ outcome: Merge.Outcome?, total: Int, pages: Int, leftOut: [TextError]
  ) throws {
    if common.json {
      Output.json([
        "done": .integer(summary.done), "skipped": .integer(summary.skipped),
        "failed": .array(
          summary.failed.map { ["night": .string($0.night), "reason": .string($0.error.told)] }),
        "done_with_warnings": .integer(summary.withWarnings),
        "warnings": .object(
          (outcome?.flags ?? []).map { .init($0.flag.rawValue, .integer($0.nights)) }),
        "interrupted": .bool(summary.wasInterrupted),
        "left_out": .array(leftOut.map { .string($0.sentence) }),
      ])
    } else {
      Output.line(
        "\(total) night\(total == 1 ? "" : "s"): \(summary.done) done (\(summary.withWarnings) with warnings), \(summary.skipped) stood already, "
          + "\(summary.failed.count) failed")
      for failure in summary.failed { Output.line("failed: \(failure.night): \(failure.error.told)") }
      if shard == nil, !summary.wasInterrupted {
        Output.line("written: \(out)/nights.csv, \(out)/clinician.csv, \(out)/datapackage.json")
        if bids { Output.line("written: \(out)/bids") }
        if pages > 0 {
          Output.line(
            "written: \(out)/\(Overview.indexName) and the pages of \(pages - 1) night\(pages == 2 ? "" : "s")"
          )
        }
      }
    }
    if let outcome { MergePrinting.say(outcome, common) }
    if summary.wasInterrupted {
      Output.talk("tibialis: interrupted; run the same command again to continue")
      throw ExitStatus.interrupted
    }
    if !summary.failed.isEmpty || !(outcome?.damaged.isEmpty ?? true) || !leftOut.isEmpty {
      throw ExitStatus.someNightsFailed
    }
  }

  private func sayPlan(_ work: [NightJob]) throws {
    var missing = 0
    var rows: [JSONValue] = []
    for job in work {
      let absent = ([job.recording].compactMap(\.self) + job.scorings).filter {
        !FileManager.default.fileExists(atPath: $0)
      }
      missing += absent.isEmpty ? 0 : 1
      if common.json {
        rows.append([
          "night": .string(job.name), "recording": JSONValue(job.recording),
          "scorings": .array(job.scorings.map(JSONValue.string)),
          "missing": .array(absent.map(JSONValue.string)),
        ])
      } else {
        Output.line(
          "\(job.name): \(job.recording ?? "no recording")"
            + (job.scorings.isEmpty ? "" : ", scored in " + job.scorings.joined(separator: ", "))
            + (absent.isEmpty ? "" : " - MISSING: " + absent.joined(separator: ", ")))
      }
    }
    if common.json {
      Output.json(.array(rows))
    } else {
      Output.line("\(work.count) nights, \(missing) with missing files; nothing was done")
    }
  }
}

/// Parses `I/N`.
enum Shard {
  static func parse(_ text: String?) throws -> (index: Int, count: Int)? {
    guard let text else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(index)
    else { throw BatchError.badShard(text) }
    return (index, count)
  }
}
