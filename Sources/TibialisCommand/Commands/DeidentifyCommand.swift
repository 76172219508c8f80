import ArgumentParser
import Tibialis

struct DeidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deidentify",
    abstract: "Copy a recording without what identifies the patient.",
    discussion: """
      Example: tibialis deidentify night.edf shared/p01_n01.edf --shift-days -1234

      Patient, recording, date and time fields are replaced together, annotation texts that are not terms of \
      sleep scoring are blanked in place, and every sample byte is compared. The input is never changed. \
      Without --shift-days the date becomes 1 January 1985. Labels, transducer and filter texts are kept: \
      check them with 'tibialis inspect'.
      """)

  @Argument(help: ArgumentHelp("The recording; - for standard input.", valueName: "in"), completion: .file())
  var input: String

  @Argument(
    help: ArgumentHelp("The copy to be written; - for standard output.", valueName: "out"),
    completion: .file())
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Move the date by this many days; use the same number for all nights of a patient.", valueName: "n"))
  var shiftDays: Int?

  @Flag(help: "Remove date and time of day: 1 January 1985, midnight. This is the default.")
  var relative = false

  @Option(
    name: .customLong("keep"),
    help: ArgumentHelp(
      "An annotation text to keep. May be repeated.", valueName: "text"))
  var kept: [String] = []

  @Flag(help: "Overwrite a file that this program did not write.")
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if relative, shiftDays != nil {
      throw ValidationError("--relative: expected no --shift-days with it, found both")
    }
  }

  func run() throws {
    let deidentifier = Deidentifier(
      shift: shiftDays.map(DateShift.days) ?? .relative, vocabulary: AnnotationVocabulary(also: kept))
    if try Streams.isOutput(output, "out", common) {
      let report = try Streams.output { try deidentifier.copy(input, to: $0) }
      return common.say(report.text("standard output"))
    }
    var plan = OutputPlan(inputs: [])
    plan.add(output, isOurs: OwnFile.isEDF)
    try plan.check(force: force)
    let report = try deidentifier.copy(input, to: output)
    if common.json { Output.json(report.json(output)) } else { Output.result(report.text(output)) }
  }
}

extension Deidentifier.Report {
  fileprivate func json(_ output: String) -> JSONValue {
    [
      "file": .string(output), "changes": .array(changes.map(JSONValue.string)),
      "annotations_kept": .integer(annotationsKept), "annotations_blanked": .integer(annotationsBlanked),
      "annotations_removed": .integer(annotationsRemoved), "bytes_dropped": .integer(bytesDropped),
      "sample_bytes_equal": .integer(sampleBytesEqual), "kept_texts": .array(keptTexts.map(JSONValue.string)),
    ]
  }

  fileprivate func text(_ output: String) -> String {
    var lines = changes
    lines.append(
      keptTexts.isEmpty ? "no header texts kept" : "header texts kept, check them:")
    lines += keptTexts.map { "  '\(Output.printable($0))'" }
    lines.append("annotations: \(annotationsKept) kept, \(annotationsBlanked) blanked")
    if annotationsRemoved > 0 {
      lines.append("annotation channels: \(annotationsRemoved) stretches that were not annotations removed")
    }
    if bytesDropped > 0 { lines.append("\(bytesDropped) bytes after the last whole record not copied") }
    lines.append("samples: \(sampleBytesEqual) bytes compared, all equal")
    return output + "\n" + lines.map { "  " + $0 + "\n" }.joined()
  }
}
