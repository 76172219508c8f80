import EDF
import SleepEvents
import StructuredText

/// The annotations of a recording as the table printed by `extract --annotations`.
package struct AnnotationTable: Sendable {
  package static let columns = ["onset_s", "duration_s", "text", "channel"]

  private let annotations: [EDFAnnotation]

  package init(_ file: EDFFile, window: TimeWindow = TimeWindow()) {
    annotations = file.annotations().all.filter { window.contains($0.onset) }
  }

  package func write(to output: (String) -> Void) {
    output(Delimited.tsvLine(Self.columns))
    for annotation in annotations {
      output(
        Delimited.tsvLine([
          Self.seconds(annotation.onset.seconds), annotation.duration.map { Self.seconds($0.seconds) },
          Self.escaped(annotation.text), annotation.channel.map(Self.escaped),
        ]))
    }
  }

  package var json: JSONValue {
    .array(
      annotations.map { annotation in
        [
          "onset_s": .number(annotation.onset.seconds), "duration_s": JSONValue(annotation.duration?.seconds),
          "text": .string(annotation.text), "channel": JSONValue(annotation.channel),
        ]
      })
  }

  private static func seconds(_ value: Double) -> String { Delimited.fixed(value, 6) ?? "n/a" }

  /// Replaces tabs and line breaks by `\t` and `\n`.
  private static func escaped(_ text: String) -> String {
    guard text.contains(where: { $0 == "\t" || $0.isNewline }) else { return text }
    return text.replacing("\r\n", with: "\\n").replacing("\n", with: "\\n").replacing("\r", with: "\\n")
      .replacing("\t", with: "\\t")
  }
}
