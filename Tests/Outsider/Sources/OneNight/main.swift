import Tibialis

let path = CommandLine.arguments[1]

let night = try NightAnalyzer().analyze(path)
for (rules, result) in night.ruleSets {
  print(rules, result.indices.periodicInSleepPerHour.map { "\($0)/h" } ?? result.indexReason?.sentence ?? "")
  for stage in SleepStage.allCases { print(stage, result.stages?[stage].periodicPerHour ?? "-") }
}
for movement in night.movements.prefix(3) { print(movement.leg, movement.onset, movement.duration) }

// The same for bytes in memory, and the files and page of the night.
if CommandLine.arguments.count > 2 {
  try night.write(to: CommandLine.arguments[2])
  print(try NightResult.page(folder: CommandLine.arguments[2]).utf8.count > 1000 ? "page" : "no page")
}
