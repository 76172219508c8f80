import Foundation
import SleepEvents
import StructuredText

extension ScoringFormat {
  /// WFDB annotations as in the MIT-BIH polysomnographic database: the stage and events of an epoch are in
  /// the text of its note. The sampling frequency comes from the file itself or from the header file beside
  /// it.
  ///
  /// A leg movement or an apnea known only to lie within an epoch has no exact time and is not scored.
  package static let wfdb = ScoringFormat(
    name: "wfdb", summary: "WFDB annotations",
    recognizes: { document in
      document.isWhole && !document.data.isEmpty && document.data.count % 2 == 0
        && document.data.suffix(2).allSatisfy { $0 == 0 }
        && WFDBStream.notes(document.data).map { !$0.isEmpty } == true
    },
    read: { document, context in try WFDBReader(document: document).read(context) })
}

/// Decodes the 16-bit words of an annotation file: type in the upper six bits, interval in the lower ten.
enum WFDBStream {
  struct Note {
    let sample: Int
    let type: Int
    let text: String
  }

  private static let skip = 59
  private static let number = 60
  private static let sub = 61
  private static let channel = 62
  private static let auxiliary = 63
  private static let largestType = 49

  /// - Returns: nil if the bytes are not such a stream.
  static func notes(_ data: Data) -> [Note]? {
    let bytes = [UInt8](data)
    var notes: [Note] = []
    var sample = 0
    var position = 0
    while position + 1 < bytes.count {
      let word = Int(bytes[position]) | Int(bytes[position + 1]) << 8
      position += 2
      if word == 0 { return position == bytes.count ? notes : nil }
      let (type, interval) = (word >> 10, word & 0x3FF)
      switch type {
      case skip:
        // The long interval is stored with its upper half first.
        guard interval == 0, position + 3 < bytes.count else { return nil }
        let high = Int(bytes[position]) | Int(bytes[position + 1]) << 8
        let low = Int(bytes[position + 2]) | Int(bytes[position + 3]) << 8
        sample += Int(Int32(truncatingIfNeeded: high << 16 | low))
        position += 4
      case number, sub, channel: continue
      case auxiliary:
        guard position + interval <= bytes.count, let last = notes.popLast() else { return nil }
        let text = String(decoding: bytes[position..<position + interval], as: UTF8.self)
        notes.append(Note(sample: last.sample, type: last.type, text: text.replacing("\0", with: "")))
        position += interval + interval % 2
      case 0...largestType:
        sample += interval
        notes.append(Note(sample: sample, type: type, text: ""))
      default: return nil
      }
      // The comment with the time resolution is placed one sample before the first.
      guard sample >= -1 else { return nil }
    }
    return nil
  }
}

private struct WFDBReader {
  let document: ScoringDocument

  func read(_ context: ReadingContext) throws -> NightAnnotations {
    guard let notes = WFDBStream.notes(document.data) else {
      throw AnnotationError.broken(
        file: document.path, location: "byte 0", expected: "WFDB annotations that end with two zero bytes",
        found: "another stream")
    }
    let frequency = try samplingFrequency(notes)
    var builder = AnnotationBuilder(context: context)
    var timeless: [String: Int] = [:]
    let changes = notes.contains { WFDBReader.isChange($0.text) }
    var open: [String: Instant] = [:]
    for note in notes where !note.text.isEmpty && !note.text.hasPrefix("##") {
      let onset = Instant(seconds: Double(note.sample) / frequency)
      if note.text.hasPrefix("("), note.text.utf8.count > 1 {
        open[String(note.text.dropFirst())] = onset
        continue
      }
      if note.text.hasSuffix(")"), let start = open.removeValue(forKey: String(note.text.dropLast())) {
        builder.add(label: String(note.text.dropLast()), onset: start, duration: onset - start)
        continue
      }
      for word in note.text.split(whereSeparator: \.isWhitespace) {
        if let stage = WFDBReader.stage(word) {
          builder.add(
            .stage(stage), label: String(word), onset: onset, duration: changes ? nil : context.epoch)
        } else if WFDBReader.timeless.contains(String(word)) {
          timeless[String(word), default: 0] += 1
        } else {
          builder.add(label: String(word), onset: onset, duration: nil)
        }
      }
    }
    // An event without an end becomes a moment, since its length is unknown.
    for (label, onset) in open.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      builder.add(label: label, onset: onset, duration: nil)
    }
    if !timeless.isEmpty {
      let list = timeless.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
      builder.warnings.append(
        Warning(
          code: "events_without_time",
          message: "events known only to lie within an epoch have no exact time and were not scored: \(list)",
          quotesInput: false))
    }
    return builder.finish(format: "WFDB annotations")
  }

  /// Whether the file marks stage changes and the start and end of events, rather than epochs.
  private static func isChange(_ text: String) -> Bool {
    text.hasPrefix("(") || ["N1", "N2", "N3", "undefined"].contains(text)
  }

  private static func stage(_ word: Substring) -> SleepStage? {
    switch word {
    case "W": .wake
    case "1", "N1": .n1
    case "2", "N2": .n2
    case "3", "4", "N3": .n3
    case "R": .rem
    case "MT", "M", "undefined": .unscored
    default: nil
    }
  }

  /// Apneas, hypopneas, arousals and leg movements in the database's epochs.
  private static let timeless: Set<String> = [
    "L", "LA", "A", "H", "HA", "OA", "X", "CA", "CAA", "XA", "OAA",
  ]

  private func samplingFrequency(_ notes: [WFDBStream.Note]) throws -> Double {
    for note in notes where note.text.hasPrefix("## time resolution:") {
      if let value = Double(note.text.dropFirst(19).trimmed), value > 0, value < 1e6 { return value }
    }
    let header = URL(fileURLWithPath: document.path).deletingPathExtension().appendingPathExtension("hea")
    if FileManager.default.fileExists(atPath: header.path) {
      let data = try TextFile.bytes(of: header.path, limit: 1 << 20)
      let first = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first {
        !$0.hasPrefix("#")
      }
      let words = first?.split(separator: " ") ?? []
      // The frequency may be followed by a slash and a counter frequency.
      if words.count >= 3, let text = words[2].split(separator: "/").first, let value = Double(text),
        value > 0,
        value < 1e6
      {
        return value
      }
    }
    throw AnnotationError.broken(
      file: document.path, location: "byte 0",
      expected: "a sampling frequency, in the file or in its .hea beside it",
      found: "none")
  }
}
