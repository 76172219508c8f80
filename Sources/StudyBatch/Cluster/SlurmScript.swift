/// A Slurm job array over slices of a night list, followed by a merge that waits for it.
///
/// Each task is one shard of `batch`: stable, without shared writes, and safe to requeue after the loss of a
/// node. A task that exits with status 2 has done its work; the merge reports which nights failed.
package struct SlurmScript: Sendable {
  package var nights: String
  /// The list itself, for a list that came from standard input: the script then holds it. Nil for a file.
  package var list: String?
  package var output: String
  package var shards: Int
  package var partition: String?
  /// Such as `02:00:00`.
  package var time: String
  /// Such as `4G`.
  package var memory: String
  package var processors: Int
  /// Further options for `batch`, as on its command line.
  package var options: [String]
  /// Path of the program, visible to every node.
  package var program: String

  /// Minimum number of nights per task: starting a task takes Slurm longer than analyzing a night.
  package static let fewestNights = 50

  package init(
    nights: String, list: String? = nil, output: String, shards: Int, partition: String? = nil,
    time: String = "04:00:00",
    memory: String = "2G", processors: Int = 2, options: [String] = [], program: String = "tibialis"
  ) {
    self.nights = nights
    self.list = list
    self.output = output
    self.shards = shards
    self.partition = partition
    self.time = time
    self.memory = memory
    self.processors = processors
    self.options = options
    self.program = program
  }

  /// Default number of shards for a list of `count` nights.
  package static func shards(forNights count: Int) -> Int { max(1, count / fewestNights) }

  /// The script: when run by `bash` it submits itself as the array and then the merge; when started by Slurm
  /// it runs a shard.
  package var text: String {
    let batch = ([program, "batch", nights, "--out", output, "--jobs", "\(processors)"] + options)
      .map(SlurmScript.quoted).joined(separator: " ")
    let merge = [program, "merge", output].map(SlurmScript.quoted).joined(separator: " ")
    // Beside the results and not among them: a log names the files that failed.
    let logs = String(output.reversed().drop { $0 == "/" }.reversed()) + "-logs"
    let place = partition.map { " --partition=\(SlurmScript.quoted($0))" } ?? ""
    return """
      #!/bin/bash
      # Analyzes a night list in \(shards) tasks and merges the results. Submit it with: bash THIS_FILE
      # A requeued task continues where it stopped: nights whose result is up to date are skipped.
      set -u

      if [ -z "${SLURM_ARRAY_TASK_ID:-}" ] && [ "${1:-}" != merge ]; then
        mkdir -p \(SlurmScript.quoted(output)) \(SlurmScript.quoted(logs)) || exit 73
        array=$(sbatch --parsable --job-name=tibialis --array=1-\(shards)\(place) \\
          --cpus-per-task=\(processors) --mem=\(SlurmScript.quoted(memory)) --time=\(SlurmScript.quoted(time)) --requeue --open-mode=append \\
          --output=\(SlurmScript.quoted(logs + "/%a.log")) "$0") || exit 74
        merge=$(sbatch --parsable --job-name=tibialis-merge --dependency=afterany:"${array%%;*}"\(place) \\
          --cpus-per-task=1 --mem=\(SlurmScript.quoted(memory)) --time=\(SlurmScript.quoted(time)) --requeue --open-mode=append \\
          --output=\(SlurmScript.quoted(logs + "/merge.log")) "$0" merge) || exit 74
        echo "submitted array ${array%%;*} of \(shards) tasks and merge ${merge%%;*}"
        exit 0
      fi

      if [ "${1:-}" = merge ]; then
        exec \(merge)
      fi

      \(batch) --shard "$SLURM_ARRAY_TASK_ID/\(shards)"\(embeddedList)
      status=$?
      # 2: done, but some nights failed and are listed. 75: interrupted, so that Slurm may requeue.
      if [ "$status" -eq 2 ]; then status=0; fi
      exit "$status"

      """
  }

  /// The list as standard input of the batch, in which the shell replaces nothing.
  private var embeddedList: String {
    guard let list else { return "" }
    var end = "NIGHTS"
    while list.contains(end) { end += "_" }
    return " << '\(end)'\n" + list + (list.hasSuffix("\n") ? "" : "\n") + end
  }

  /// A shell word, in single quotes if necessary.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:%+@".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
