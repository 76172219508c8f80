import Foundation

/// The folder next to the project with specifications, tools and recordings that are not part of it.
enum SharedFolder {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared").standardizedFileURL.path

  static func file(_ name: String) -> String { path + "/" + name }

  static func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// EDF and BDF files of a folder, by name.
  static func recordings(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []
    return names.filter { $0.hasSuffix(".edf") || $0.hasSuffix(".bdf") }.sorted().map {
      file(folder + "/" + $0)
    }
  }
}
