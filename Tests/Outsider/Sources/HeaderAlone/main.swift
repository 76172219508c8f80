import EDF

let path = CommandLine.arguments[1]

let file = try EDFFile(path: path)
for warning in file.warnings { print(warning.location ?? "", warning.message) }
let legs = file.signals.filter { $0.microvoltsPerUnit != nil }
var samples = 0
try file.forEachMicrovoltBlock(signals: legs.map(\.index)) { leg, firstSample, microvolts in
  samples += microvolts.count
}
print(file.format, legs.map(\.label), samples == legs.map { file.sampleCount(signal: $0.index) }.reduce(0, +))
