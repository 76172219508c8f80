import Foundation

/// The program as users run it: the release build, run as a process.
enum ReleaseProgram {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: ".build/release/tibialis").path

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: path) }

  struct Failure: Error {
    let arguments: [String]
    let status: Int32
  }

  static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(arguments: arguments, status: process.terminationStatus)
    }
  }

  struct Night {
    let root: String
    let folder: String
    var results: String { folder + "/results" }
    func remove() { try? FileManager.default.removeItem(atPath: root) }
  }

  /// A simulated night and its results, in a separate folder.
  static func analyzed(
    preset: String, seed: Int, hours: Double, rate: Int? = nil, more: [String] = []
  ) throws -> Night {
    let root = FileManager.default.temporaryDirectory.appending(path: "tibialis-" + UUID().uuidString).path
    let night = Night(root: root, folder: "\(root)/\(preset)_s\(seed)")
    try run(
      ["simulate", "--preset", preset, "--seed", "\(seed)", "--hours", "\(hours)", "--out", root]
        + (rate.map { ["--rate", "\($0)"] } ?? []))
    try run(
      ["analyze", night.folder + "/night.edf", "--out", night.results, "--no-sensitivity", "--quiet"] + more)
    return night
  }
}
