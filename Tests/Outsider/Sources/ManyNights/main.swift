import Tibialis

let (list, folder) = (CommandLine.arguments[1], CommandLine.arguments[2])

let summary = try Batch.run(list, into: folder, jobs: 2) { night in
  print(night.patientID, night.nightID, night.failure ?? "done")
}
print(summary.done, "done,", summary.failed.count, "failed")
