import Testing

/// A silent read failure loses a night: `try?` is allowed only where nothing can be lost.
@Suite struct SwallowedErrorTests {
  /// Allowed lines, by file and a part of the line, each with the reason.
  private static let allowed: [(file: String, part: String, reason: String)] = [
    (
      "Pages/PagePrinter.swift", "FileManager.default.removeItem(atPath: scratch)",
      "cleaning up in the temporary folder"
    ),
    (
      "Pages/ReportedNight.swift", "rules.set(key, to: value",
      "a value of another version leaves the published one"
    ),
    (
      "Night/Sensitivity.swift", "rules.set(reading.key",
      "a rule set without that parameter has no other reading"
    ),
    (
      "Agreement/ValidationFolder.swift", "EDFFile(path: path)",
      "what cannot be read stays a recording and is named as such"
    ),
    (
      "Batch/StudyPackage.swift", "contentsOfDirectory(atPath: home)",
      "without the folder there is no schema to take away"
    ),
    (
      "Batch/StudyPackage.swift", "OwnFile.isDescription",
      "what cannot be looked at is not known to be ours and stays"
    ),
    (
      "Formats/EDFAnnotationsFormat.swift", "scanner.document()", "an annotation that is no XML is plain text"
    ),
  ]

  @Test func `no error is swallowed but where the reason is written down`() throws {
    var found: [String] = []
    for module in Manifest.modules.sorted() {
      for (name, text) in try Manifest.sources(of: module) {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
          let isComment = line.drop { $0 == " " }.hasPrefix("//")
          guard !isComment, line.firstMatch(of: /\btry\?/) != nil else { continue }
          let reason = SwallowedErrorTests.allowed.first { name.hasSuffix($0.file) && line.contains($0.part) }
          if reason == nil { found.append("\(module)/\(name), line \(number + 1): \(line)") }
        }
      }
    }
    #expect(found == [], "let the error through, or write down here why it may go unsaid")
  }

  @Test func `every reason is still needed`() throws {
    let texts = try Manifest.modules.flatMap { try Manifest.sources(of: $0) }
    for (file, part, _) in SwallowedErrorTests.allowed {
      let isThere = texts.contains { name, text in
        name.hasSuffix(file)
          && text.split(separator: "\n").contains { $0.contains("try?") && $0.contains(part) }
      }
      #expect(isThere, "\(file): \(part)")
    }
  }
}
