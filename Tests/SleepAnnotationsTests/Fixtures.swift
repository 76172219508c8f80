import Foundation
import SleepAnnotations
import SleepEvents

/// Exports written from the descriptions of their formats. All contain the same five minutes of a recording
/// that starts on 1 March 2024 at 23:57:00, so that midnight is in the middle.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data").path

  static func read(_ name: String, context: ReadingContext = .test) throws -> NightAnnotations {
    try ScoringReader.read(folder + "/" + name, context: context)
  }

  static let stages: [SleepStage] = [.wake, .wake, .n1, .n2, .n2, .n2, .n3, .n3, .rem, .rem]
  static let movements = ["L 100.0+2.0", "R 120.5+2.0", "L 200.0+3.0"]
  static let events = [
    "arousal 102.0+4.0", "hypopnea 130.0+20.0", "obstructive_apnea 210.0+15.0",
  ]
}

extension ReadingContext {
  /// Knows the sides of the channels in the fixtures.
  static let test = ReadingContext(sideOfChannel: { channel in
    let name = channel.lowercased()
    if name.contains("lat") || name.contains("left") || name == "leg l" { return .left }
    return name.contains("rat") || name.contains("right") || name == "leg r" ? .right : nil
  })

  static func recording(day: Int, _ clock: String, hours: Double = 9) -> ReadingContext {
    var context = ReadingContext.test
    let parts = clock.split(separator: ":").compactMap { Int($0) }
    context.start = ClockStart(day: day, clock: .seconds(parts[0] * 3600 + parts[1] * 60 + parts[2]))
    context.recordingLength = TimeSpan(seconds: hours * 3600)
    return context
  }
}

extension NightAnnotations {
  /// The stage of each epoch from time 0.
  var epochs: [SleepStage] {
    guard let hypnogram, let last = hypnogram.spans.last else { return [] }
    let count = Int((last.range.end.seconds / 30).rounded())
    return (0..<max(count, 0)).map { hypnogram.stage(at: Instant(seconds: Double($0) * 30 + 1)) }
  }

  var movementTexts: [String] {
    events.filter { $0.kind == .legMovement }.map {
      "\($0.side?.rawValue ?? "-") \($0.range.start.seconds)+\($0.range.duration.seconds)"
    }
  }

  /// Arousals and respiratory events.
  var eventTexts: [String] {
    events.filter { $0.kind == .arousal || $0.kind.isRespiratory }.map {
      "\($0.kind.rawValue) \($0.range.start.seconds)+\($0.range.duration.seconds)"
    }
  }

  func warns(_ code: String) -> Bool { warnings.contains { $0.code == code } }
}

/// A scoring written by the test itself.
func scoring(
  _ text: String, named name: String = "scoring.txt", format: String? = nil, context: ReadingContext = .test
) throws -> NightAnnotations {
  try scoring(Data(text.utf8), named: name, format: format, context: context)
}

func scoring(
  _ data: Data, named name: String, format: String? = nil, context: ReadingContext = .test
) throws -> NightAnnotations {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: name).path
  try data.write(to: URL(fileURLWithPath: path))
  return try ScoringReader.read(path, format: format.flatMap { ScoringFormat.named($0) }, context: context)
}
