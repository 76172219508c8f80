import ArgumentParser
import Tibialis

struct SlurmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm",
    abstract: "Print a Slurm array script for a night list, with a merge that waits for it.",
    discussion: """
      Example: tibialis slurm study/nights.tsv --out results --partition long > study.sh && bash study.sh

      By default a task has at least 50 nights. Arguments after `--` are passed to every `batch`.
      """)

  @Argument(
    help:
      "NIGHTS.tsv, or a folder, as for batch; a path that every node sees. - for a list on standard input, which the script then holds.",
    completion: .file())
  var nights: String

  @Option(
    name: [.long, .customShort("o")], help: "Folder for the results, on a file system that every node sees.",
    completion: .directory)
  var out: String

  @Option(help: "Tasks of the array. (default: one per 50 nights)")
  var shards: Int?

  @Option(help: "Partition to submit to.")
  var partition: String?

  @Option(help: "Time limit of a task.")
  var time = "04:00:00"

  @Option(help: "Memory of a task.")
  var memory = "2G"

  @Option(help: "Processors of a task.")
  var processors = 2

  @Option(help: "Path of the program on the nodes.", completion: .file())
  var program = "tibialis"

  @Argument(parsing: .postTerminator, help: "Options for batch.")
  var batchOptions: [String] = []

  func run() throws {
    try Streams.checkFolder(out)
    let list = try NightList(path: nights)
    // Tasks have no standard input, so the script brings the list along.
    let text =
      nights == StandardInput.name
      ? try TextFile.read(nights, limit: DelimitedTable.largestTableOfNights) : nil
    if let text, text.contains("\0") {
      throw UsageError("slurm: expected a list as text on standard input, found a workbook; name the file")
    }
    for error in list.leftOut { Output.talk("tibialis: \(error.told)") }
    let count = shards ?? SlurmScript.shards(forNights: list.jobs.count)
    guard (1...list.jobs.count).contains(count) else {
      throw UsageError("--shards: expected 1 to \(list.jobs.count), the number of nights, found \(count)")
    }
    Output.result(
      SlurmScript(
        nights: nights, list: text, output: out, shards: count, partition: partition, time: time,
        memory: memory,
        processors: processors, options: batchOptions, program: program
      ).text)
  }
}
