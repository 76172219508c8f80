import Foundation
import Testing

/// The architecture: which module may import which, read from the manifest and the sources.
enum Manifest {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The Swift sources of a module.
  static func sources(of module: String) throws -> [(name: String, text: String)] {
    let folder = root + "/Sources/" + module
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOfFile: folder + "/" + $0, encoding: .utf8))
    }
  }

  /// Our modules that each target of the manifest depends on.
  static var dependencies: [String: Set<String>] {
    get throws {
      let text = try String(contentsOfFile: root + "/Package.swift", encoding: .utf8)
      let target = /\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[((?s).*?)\])?/
      var found: [String: Set<String>] = [:]
      for match in text.matches(of: target) {
        let names = (match.output.2 ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
        found[String(match.output.1)] = Set(names).intersection(modules)
      }
      return found
    }
  }

  /// Our modules that a module's sources import.
  static func imports(of module: String) throws -> Set<String> {
    var found: Set<String> = []
    for (_, text) in try sources(of: module) {
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
  /// What each module may import, in the order of the architecture. Every module may import `SleepEvents`, and
  /// all except the signal and the scoring may import `StructuredText` too.
  static let plan: [String: Set<String>] = [
    "SleepEvents": [],
    "StructuredText": ["SleepEvents", "CDigest"],
    "EDF": ["SleepEvents", "StructuredText", "CSampleBytes", "SystemZlib"],
    "EDFSecondReader": ["SleepEvents", "EDF", "CEDFLib"],
    "LegEMG": ["SleepEvents", "CLaneFilter"],
    "SleepAnnotations": ["SleepEvents", "StructuredText", "EDF"],
    "LimbMovementScoring": ["SleepEvents"],
    "NightResults": ["SleepEvents", "StructuredText", "LimbMovementScoring"],
    "NightAnalysis": [
      "SleepEvents", "StructuredText", "EDF", "EDFSecondReader", "LegEMG", "SleepAnnotations",
      "LimbMovementScoring", "NightResults",
    ],
    "SpreadsheetReading": ["SleepEvents", "StructuredText", "SystemZlib"],
    "StudyTables": ["SleepEvents", "StructuredText", "NightResults", "SpreadsheetReading"],
    "StudyBatch": [
      "SleepEvents", "StructuredText", "EDF", "LimbMovementScoring", "NightResults", "NightAnalysis",
      "StudyTables", "SystemSQLite",
    ],
    "StudyComparison": ["SleepEvents", "StructuredText", "StudyTables", "CBoostMath"],
    "StudyReports": [
      "SleepEvents", "StructuredText", "LimbMovementScoring", "NightResults", "StudyTables",
      "StudyComparison", "SystemZlib",
    ],
    "NightViewer": [
      "SleepEvents", "StructuredText", "EDF", "LegEMG", "NightResults", "NightAnalysis", "StudyReports",
    ],
    "NightSimulator": ["SleepEvents", "StructuredText", "EDF", "StudyTables"],
  ]

  @Test(arguments: plan.keys.sorted())
  func `the manifest gives a module only what the plan allows`(_ module: String) throws {
    let allowed = try #require(ArchitectureTests.plan[module])
    let declared = try #require(try Manifest.dependencies[module])
    #expect(declared.isSubset(of: allowed), "\(module) depends on \(declared.subtracting(allowed))")
  }

  @Test func `every module of ours is in the plan`() {
    let faces: Set<String> = ["Tibialis", "TibialisCommand"]
    let libraries = Manifest.modules.filter { !$0.hasPrefix("System") && !$0.hasPrefix("C") }
    #expect(libraries.subtracting(faces) == Set(ArchitectureTests.plan.keys))
  }

  /// Comparing a typed table of counts needs no signal, reader or database.
  @Test func `a comparison links neither libedf nor a signal kernel nor SQLite`() throws {
    let dependencies = try Manifest.dependencies
    var reached: Set<String> = []
    var open = ["StudyComparison"]
    while let module = open.popLast() {
      for next in dependencies[module] ?? [] where reached.insert(next).inserted { open.append(next) }
    }
    #expect(
      reached.isDisjoint(with: [
        "EDF", "EDFSecondReader", "LegEMG", "CEDFLib", "SystemEDFLib", "SystemSQLite",
      ]))
  }

  /// JSON and tables exist only at the boundary; elsewhere a night is a typed value.
  @Test func `no module but the readers of foreign formats names a key or a column`() throws {
    let readers: Set<String> = [
      "NightResults", "StructuredText", "SleepAnnotations", "SpreadsheetReading", "StudyTables",
    ]
    let subscripts = /[\w)?!\]]\["[a-z_A-Z]+"\]/
    for module in ArchitectureTests.plan.keys where !readers.contains(module) {
      for (name, text) in try Manifest.sources(of: module) {
        for line in text.split(separator: "\n") where line.firstMatch(of: subscripts) != nil {
          let isForeign = ArchitectureTests.foreign.contains { line.contains($0) }
          #expect(isForeign, "\(name): \(line)")
        }
      }
    }
  }

  /// Subscripts that are not keys of ours: the environment, and a column that only the simulator's list has.
  private static let foreign = ["environment[", "row[\"preset\"]"]

  @Test(arguments: plan.keys.sorted())
  func `a module imports only what the plan allows`(_ module: String) throws {
    let allowed = try #require(ArchitectureTests.plan[module])
    let imports = try Manifest.imports(of: module)
    #expect(imports.isSubset(of: allowed), "\(module) imports \(imports.subtracting(allowed))")
  }

  @Test func `a comment cites only what stands in the repository`() throws {
    let articles = Set(
      try FileManager.default.subpathsOfDirectory(atPath: Manifest.root + "/Sources")
        .filter { $0.hasSuffix(".md") }.map { URL(fileURLWithPath: $0).lastPathComponent })
    for module in Manifest.modules {
      for (name, text) in try Manifest.sources(of: module) {
        for line in text.split(separator: "\n") where line.contains("//") {
          #expect(
            line.firstMatch(of: /\b[Cc]ontract \d|\bspec\/|\.\.\/shared/) == nil, "\(module)/\(name): \(line)"
          )
          for match in line.matches(of: /\b[A-Za-z0-9_]+\.md\b/) {
            let cited = String(match.output)
            #expect(
              articles.contains(cited) || ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].contains(cited),
              "\(module)/\(name) cites \(cited)")
          }
        }
      }
    }
  }

  @Test func `no two targets differ only by case, and no module shares a name with a type in it`() throws {
    #expect(Set(Manifest.modules.map { $0.lowercased() }).count == Manifest.modules.count)
    for module in Manifest.modules where module != "Tibialis" && module != "TibialisCommand" {
      #expect(!FileManager.default.fileExists(atPath: Manifest.root + "/Sources/\(module)/\(module).swift"))
    }
  }

  /// Words that look like options but are not ours: arguments of other programs.
  private static let foreignOptions: Set<String> = [
    "SlurmScript.swift", "PagePrinter.swift", "EDFBrowserRemote.swift",
  ]

  @Test(arguments: plan.keys.sorted())
  func `a library names no option of the command`(_ module: String) throws {
    for (name, text) in try Manifest.sources(of: module)

    where !ArchitectureTests.foreignOptions.contains(URL(filePath: name).lastPathComponent) {
      for line in text.split(separator: "\n") where !line.contains("//") {
        #expect(
          line.firstMatch(of: /"[^"]*(?:^|[ '"(])--[a-z]+|tibialis (?:analyze|batch|report|inspect)'/) == nil,
          "\(module)/\(name): \(line)")
      }
    }
  }

  @Test func `advice answers codes that problems have`() throws {
    let command = try Manifest.sources(of: "TibialisCommand")
    let advice = try #require(command.first { $0.name.hasSuffix("/Advice.swift") }).text
    let codes = advice.matches(of: /\n    "([a-z_]+)":/).map { String($0.output.1) }
    #expect(codes.count > 10)
    let libraries = try ArchitectureTests.plan.keys.flatMap { try Manifest.sources(of: $0) }.map(\.text)
    for code in codes {
      #expect(libraries.contains { $0.contains("\"\(code)\"") }, "\(code)")
    }
  }
}
