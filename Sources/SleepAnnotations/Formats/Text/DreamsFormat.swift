import SleepEvents

extension ScoringFormat {
  /// The DREAMS databases: a title in brackets, followed by marks given as onset and duration in seconds, or
  /// by a hypnogram of 5-s epochs with 5 W, 4 R, 3 S1, 2 S2, 1 S3, 0 S4.
  package static let dreams = ScoringFormat(
    name: "dreams", summary: "DREAMS TXT",
    recognizes: { document in
      let lines = document.headLines.filter { !ExportLine.isBlank($0) }
      guard let title = lines.first, title.hasPrefix("["), title.trimmed.hasSuffix("]"), lines.count > 1
      else {
        return false
      }
      return lines[1].split(whereSeparator: \.isWhitespace).allSatisfy { Double($0) != nil }
    },
    read: { document, context in
      var builder = AnnotationBuilder(context: context)
      let errors = LineErrors(file: document.path)
      var title = ""
      var epochs = 0
      for (number, line) in document.lines.enumerated() where !ExportLine.isBlank(line) {
        if line.hasPrefix("[") {
          title = line.lowercased()
          continue
        }
        let numbers = line.split(whereSeparator: \.isWhitespace).map { Double($0) }
        if title.contains("hypnogram") {
          guard numbers.count == 1, let code = numbers[0], let stage = dreamsStage(code) else {
            throw errors.broken(number, expected: "a stage from -3 to 5", found: line)
          }
          builder.add(
            .stage(stage), label: "stage", onset: Instant(seconds: Double(5 * epochs)), duration: .seconds(5))
          epochs += 1
        } else {
          guard numbers.count >= 2, let onset = numbers[0], let duration = numbers[1], abs(onset) < 1e8,
            duration >= 0, duration < 1e8
          else { throw errors.broken(number, expected: "an onset and a duration in seconds", found: line) }
          let isMovement = ["plm", "limb", "leg"].contains { title.contains($0) }
          let label = title.trimmingBlanks.filter { $0 != "[" && $0 != "]" }
          if isMovement {
            builder.add(
              .legMovement(nil), label: label, onset: Instant(seconds: onset),
              duration: TimeSpan(seconds: duration))
          } else {
            builder.add(label: label, onset: Instant(seconds: onset), duration: TimeSpan(seconds: duration))
          }
        }
      }
      return builder.finish(format: "DREAMS TXT")
    })

  private static func dreamsStage(_ code: Double) -> SleepStage? {
    switch code {
    case 5: .wake
    case 4: .rem
    case 3: .n1
    case 2: .n2
    case 0, 1: .n3
    case -3, -2, -1: .unscored
    default: nil
    }
  }
}
