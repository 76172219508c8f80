import Tibialis

/// The output of `analyze` and `score` for a night.
enum NightPrinting {
  /// Unknown labels listed at most.
  private static let mostLabels = 100

  static func finish(
    _ result: NightResult, out: String?, common: CommonOptions, verbose: VerboseOptions,
    scorings: [String],
    difference: DifferenceReport? = nil
  )
    throws
  {
    for warning in result.warnings {
      common.say("warning: \(warning.told)" + (warning.location.map { " (\($0))" } ?? ""))
    }
    let unknownLabels = result.annotations.unknownLabels
    for unknown in unknownLabels.prefix(mostLabels) {
      let label = unknown.label.filter { !$0.isNewline }
      common.say(
        "unknown label: '\(label.prefix(60))\(label.count > 60 ? "..." : "")' (\(unknown.count) times)")
    }
    if unknownLabels.count > mostLabels {
      common.say("unknown label: \(unknownLabels.count - mostLabels) more")
    }
    var document = result.document
    if let out {
      let written = try NightFiles.write(result, to: out)
      document = written.document
      common.say("written to \(out): " + written.names.joined(separator: ", "))
    }
    verbose.say(document, scorings: scorings)
    if common.json {
      var members = document.json.members ?? []
      if let difference { members.append(.init("difference", difference.json)) }
      Output.json(.object(members))
    } else {
      Output.result(NightText(document).text + (difference.map { "\n" + $0.text } ?? ""))
    }
  }
}
