import Foundation
import StructuredText
import Testing

/// Files of one deviation each, written once per run by `tools/craft_quirks.py`, with the expected result.
struct CraftedFiles: Sendable {
  struct Entry: Sendable, CustomTestStringConvertible {
    let file: String
    let what: String
    let expect: JSONValue
    let path: String

    var status: String { expect["status"]?.stringValue ?? "" }
    var testDescription: String { "\(file): \(what)" }
  }

  static let isAvailable =
    SharedFolder.exists("tools/craft_quirks.py") && Python.interpreter(with: ["numpy"]) != nil

  /// Empty if the tool or numpy is missing.
  static let all: [Entry] = {
    guard isAvailable else { return [] }
    do {
      return try write()
    } catch {
      return []
    }
  }()

  private static func write() throws -> [Entry] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tibialis-crafted-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    Cleanup.atExit(folder)
    try Python.run("python3", [SharedFolder.file("tools/craft_quirks.py"), folder])
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json"))
    let manifest = try JSONValue(parsing: data, file: "manifest.json").arrayValue ?? []
    return manifest.compactMap { entry in
      guard let file = entry["file"]?.stringValue, let expect = entry["expect"] else { return nil }
      return Entry(
        file: file, what: entry["what"]?.stringValue ?? "", expect: expect, path: folder + "/" + file)
    }
  }
}

/// Removes folders when the test program ends.
private enum Cleanup {
  nonisolated(unsafe) private static var folders: [String] = []

  /// Called once, from a lazily initialized global.
  static func atExit(_ folder: String) {
    folders.append(folder)
    atexit { for folder in Cleanup.folders { try? FileManager.default.removeItem(atPath: folder) } }
  }
}
