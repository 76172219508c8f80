import ArgumentParser
import Tibialis

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Write empty study tables to be filled in.",
    discussion: """
      Writes nights.tsv, medications.tsv, labs.tsv, scales.tsv and patients.tsv, each with one example line, and a \
      README that describes each column. Existing files are not overwritten.

      Example: tibialis template study
      """)

  @Argument(help: "The folder of the study.", completion: .directory)
  var folder: String
  @OptionGroup var common: CommonOptions

  func run() throws {
    try Streams.checkFolder(folder, "template")
    let files = try StudyTemplate.write(to: folder)
    if common.json {
      Output.json(["files": .array(files.map(JSONValue.string))])
    } else {
      for file in files { Output.line(file) }
    }
  }
}
