import Foundation
import Testing

/// The house's plan: which module may import which (design 2). Read from the manifest and from the sources.
enum Manifest {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Modules of ours that a module's sources import.
  static func imports(of module: String) throws -> Set<String> {
    let folder = root + "/Sources/" + module
    let walk = FileManager.default.enumerator(atPath: folder)
    var found: Set<String> = []
    while let name = walk?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if let position = words.firstIndex(of: "import"), position <= 1, position + 1 < words.count {
          found.insert(String(words[position + 1]))
        }
      }
    }
    return found.intersection(modules)
  }

  static let modules: Set<String> = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/Sources")) ?? []
    return Set(names)
  }()
}

@Suite struct ArchitectureTests {
  /// What each module may import. `StructuredText` (tables, JSON, atomic files) is a leaf beside `SleepEvents`.
  static let plan: [String: Set<String>] = [
    "SleepEvents": [],
    "StructuredText": ["SleepEvents"],
    "EDF": ["SleepEvents", "CEDFLib", "SystemZlib"],
    "LegEMG": ["SleepEvents"],
    "SleepAnnotations": ["SleepEvents", "StructuredText", "EDF"],
    "LimbMovementScoring": ["SleepEvents"],
    "NightAnalysis": [
      "SleepEvents", "StructuredText", "EDF", "LegEMG", "SleepAnnotations", "LimbMovementScoring",
    ],
    "SleepStudy": ["SleepEvents", "StructuredText", "NightAnalysis", "SystemSQLite"],
    "StudyComparison": ["SleepEvents", "StructuredText", "SleepStudy", "CBoostMath"],
    "StudyReports": [
      "SleepEvents", "StructuredText", "EDF", "LegEMG", "NightAnalysis", "SleepStudy", "StudyComparison",
    ],
    "NightSimulator": ["SleepEvents", "StructuredText", "EDF", "SleepStudy"],
  ]

  @Test(arguments: plan.keys.sorted())
  func `a module imports only what the plan allows`(_ module: String) throws {
    let allowed = try #require(ArchitectureTests.plan[module])
    let imports = try Manifest.imports(of: module)
    #expect(imports.isSubset(of: allowed), "\(module) imports \(imports.subtracting(allowed))")
  }

  @Test func `no two targets differ only by case, and no module shares a name with a type in it`() throws {
    #expect(Set(Manifest.modules.map { $0.lowercased() }).count == Manifest.modules.count)
    for module in Manifest.modules where module != "Tibialis" && module != "TibialisCommand" {
      #expect(!FileManager.default.fileExists(atPath: Manifest.root + "/Sources/\(module)/\(module).swift"))
    }
  }
}
