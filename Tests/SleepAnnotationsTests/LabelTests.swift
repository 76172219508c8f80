import Foundation
import SleepAnnotations
import SleepEvents
import StructuredText
import Testing

/// Labels by language and system, and labels that must not be guessed.
@Suite struct LabelTests {
  struct Label: CustomTestStringConvertible, Sendable {
    var kind: String
    var text: String
    var expected: String
    var testDescription: String { "\(kind) \(text)" }
  }

  static let labels: [Label] =
    (try? DelimitedTable(path: Fixture.folder + "/Field/labels.tsv"))?.rows.compactMap {
      row in
      guard row.raw.count == 3 else { return nil }
      return Label(kind: row.raw[0], text: row.raw[1], expected: row.raw[2])
    } ?? []

  static let unknown: [String] =
    (try? DelimitedTable(path: Fixture.folder + "/Field/unknown_labels.tsv", required: ["label"]))?.rows
    .compactMap { $0["label"] } ?? []

  @Test func `the lists of labels are there`() {
    #expect(Self.labels.count > 280)
    #expect(Self.unknown.count > 20)
  }

  @Test(arguments: labels)
  func `a label is read by its words`(_ label: Label) throws {
    let meaning = EventVocabulary.standard.meaning(of: label.text)
    switch label.kind {
    case "stage":
      let stage = label.expected == "unscored" ? .unscored : SleepStage(rawValue: label.expected)
      #expect(meaning == stage.map { .stage($0) })
    case "lm":
      let side = Side(rawValue: label.expected)
      #expect(meaning == .legMovement(side) || meaning == .periodicMovement(side))
    case "arousal": #expect(meaning == .event(.arousal))
    case "rera_arousal": #expect(meaning == .respiratoryArousal)
    case "nothing": #expect(meaning == .nothing)
    default: #expect(meaning == EventKind(rawValue: label.expected).map { .event($0) })
    }
  }

  @Test(arguments: unknown)
  func `what is ambiguous or free text stays unknown`(_ label: String) {
    #expect(EventVocabulary.standard.meaning(of: label) == nil)
  }

  @Test(arguments: [
    "n2", "N2", "  N2  ", "sleep_stage_n2", "SLEEP STAGE N2", "Sleep-Stage-N2", "STADE N2", "Stade  2",
  ])
  func `case, blanks and marks do not matter`(_ label: String) {
    #expect(EventVocabulary.standard.meaning(of: label) == .stage(.n2))
  }

  @Test(arguments: [
    "Hypopnea (desat)", "Hypopnea/Desaturation", "Hypopnea - Desaturation", "Obstructive hypopnea desat",
    "Hypopnea with desaturation",
  ])
  func `a hypopnea with its desaturation is one`(_ label: String) {
    #expect(EventVocabulary.standard.meaning(of: label) == .event(.hypopnea))
  }

  @Test(arguments: ["hypopnée", "HYPOPNÉE", "hypopne\u{301}e", "hypopnee"])
  func `accents do not matter, composed or not`(_ label: String) {
    #expect(EventVocabulary.standard.meaning(of: label) == .event(.hypopnea))
  }

  @Test func `a movement with an arousal is both, the arousal of a movement is one`() {
    let vocabulary = EventVocabulary.standard
    #expect(vocabulary.meaning(of: "Left leg movement with arousal") == .legMovementWithArousal(.left))
    #expect(vocabulary.meaning(of: "PLM avec micro-éveil") == .legMovementWithArousal(nil))
    #expect(vocabulary.meaning(of: "Left leg arousal") == .event(.arousal))
    #expect(vocabulary.meaning(of: "Leg movement without arousal") == nil)
  }

  @Test func `words without end stay unknown`() {
    #expect(EventVocabulary.standard.meaning(of: String(repeating: "leg", count: 100_000)) == nil)
    #expect(EventVocabulary.standard.meaning(of: String(repeating: "leg ", count: 100_000)) == nil)
  }
}
