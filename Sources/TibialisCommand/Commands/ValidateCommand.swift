import ArgumentParser
import Foundation
import Tibialis

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Agreement of the program with human scorers, and of scorers with each other, over a folder.",
    discussion: """
      Example: tibialis validate PSG-IPA/Limb_movements --out agreement

      Scorings belong to a recording by name: NIGHT_manual_scorer1.edf (PSG-IPA), Visual_scoring1_NIGHT.txt \
      (DREAMS), or NIGHT_SCORER.tsv and other formats next to NIGHT.edf.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    name: [.long, .customShort("o")], help: "Folder for agreement.csv and agreement.txt.",
    completion: .directory)
  var out: String?

  @Flag(help: "Overwrite files that this program did not write.")
  var force = false

  @OptionGroup var detection: DetectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try Streams.checkFolder(out)
    var options = AnalysisOptions()
    try detection.apply(to: &options)
    try rules.apply(to: &options)
    options.computesSensitivity = false
    if let out {
      var plan = OutputPlan(inputs: [])
      Validation.plan(&plan, folder: out)
      try plan.check(force: force)
    }
    let validation = try Validation(folder: folder, options: options)
    if let out {
      try TextFile.makeFolder(out)
      try TextFile.writeAtomically(validation.csv, to: out + "/agreement.csv")
      try TextFile.writeAtomically(validation.text, to: out + "/agreement.txt")
    }
    if common.json { Output.json(validation.json) } else { Output.result(validation.text) }
    if !validation.failures.isEmpty { throw ExitStatus.someNightsFailed }
  }
}
