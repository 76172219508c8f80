import Foundation
import Tibialis

/// Runs the real program as a user would.
enum Tool {
  struct Outcome {
    let status: Int32
    /// Standard output as it is.
    let bytes: Data
    let output: String
    let errors: String

    /// Standard output as one JSON value; nil if it is not JSON.
    var json: JSONValue? { try? JSONValue(parsing: Data(output.utf8), file: "standard output") }
    var lines: [Substring] { output.split(separator: "\n") }
  }

  /// The executable that was built with the tests, next to their bundle.
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("tibialis").path
  }()

  /// A process in the background, with its output discarded.
  static func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  static func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  /// With a file on standard input.
  ///
  /// - Parameter isPiped: through a pipe, which has no positions.
  static func run(_ arguments: [String], input: String, isPiped: Bool = true) throws -> Outcome {
    guard isPiped else {
      return try run(arguments, standardInput: try FileHandle(forReadingFrom: URL(fileURLWithPath: input)))
    }
    let (cat, pipe) = (Process(), Pipe())
    cat.executableURL = URL(fileURLWithPath: "/bin/cat")
    cat.arguments = [input]
    cat.standardOutput = pipe
    try cat.run()
    defer { cat.waitUntilExit() }
    return try run(arguments, standardInput: pipe)
  }

  static func run(_ arguments: [String], standardInput: Any = FileHandle.nullDevice) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let folder = FileManager.default.temporaryDirectory
    // Files instead of pipes, so that neither side can wait for the other.
    let (out, err) = (
      folder.appendingPathComponent(UUID().uuidString), folder.appendingPathComponent(UUID().uuidString)
    )
    defer {
      try? FileManager.default.removeItem(at: out)
      try? FileManager.default.removeItem(at: err)
    }
    try Data().write(to: out)
    try Data().write(to: err)
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = standardInput
    try process.run()
    process.waitUntilExit()
    let bytes = try Data(contentsOf: out)
    return Outcome(
      status: process.terminationStatus, bytes: bytes, output: String(decoding: bytes, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}

/// A folder that is removed after the test.
enum Scratch {
  static func use<Result>(_ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}

/// A small recording: left and right leg at 64 Hz, ten seconds, three annotations.
enum SmallRecording {
  static func write(to path: String, leftRange: Double = 3276) throws {
    let channels = [
      EDFChannelDescription(
        label: "EMG LAT", unit: "uV", physicalMinimum: -leftRange, physicalMaximum: leftRange,
        samplesPerRecord: 64),
      EDFChannelDescription(
        label: "EMG RAT", unit: "mV", physicalMinimum: -3, physicalMaximum: 3, prefilter: "HP:10Hz",
        samplesPerRecord: 64),
    ]
    let identification = EDFIdentification(
      patientCode: "SECRET4711",
      start: RecordingStart(
        date: .init(year: 2023, month: 11, day: 5), clock: .init(hour: 22, minute: 30, second: 0)))
    var writer = try EDFRecordingWriter(
      path: path, identification: identification, channels: channels, recordCount: 10,
      annotations: [
        EDFAnnotation(onset: .zero, duration: .seconds(10), text: "Sleep stage N2"),
        EDFAnnotation(
          onset: Instant(seconds: 3.25), duration: TimeSpan(seconds: 1.5), text: "Limb movement",
          channel: "EMG LAT"),
        EDFAnnotation(onset: Instant(seconds: 4), text: "two\nlines\tand a tab"),
      ])
    for record in 0..<10 {
      let ramp = (0..<64).map { Int16(record * 64 + $0) }
      try writer.write(record: [ramp, ramp.map { -$0 }])
    }
    try writer.finish()
  }
}
