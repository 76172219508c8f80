import Foundation
import Tibialis

/// libFuzzer's entry point, for the reader named by FUZZ_READER: any bytes must be accepted or refused with one
/// of our errors.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let reader = TextReader.chosen
  let skipped = reader.hasFormats ? 1 : 0
  let bytes = UnsafeBufferPointer(start: start + skipped, count: count - skipped)
  do {
    try reader.read(FuzzedFile.write(bytes, as: reader.fileName), format: Int(start[0]))
  } catch let error as any ReportableError {
    let sentence = error.sentence
    // One sentence of a few lines, not a copy of the file.
    precondition(!sentence.isEmpty && sentence.utf8.count < 40_000, "\(error.code)")
    precondition(error.exitStatus != .internalDefect, sentence)
  } catch {
    preconditionFailure("an error without a name: \(error)")
  }
  return 0
}

/// The readers of text files that people or programs write.
enum TextReader: String, CaseIterable {
  case nights, medications, labs, scales, patients, counts, json, order, rules, channelMap, labelMap, result
  /// The tables of a night; the first byte selects one.
  case nightTables
  /// Scorings: recognized by content, or read as the format selected by the first byte.
  case scoring, xml, wfdb, text

  static let chosen: TextReader = {
    let name = ProcessInfo.processInfo.environment["FUZZ_READER"] ?? ""
    guard let reader = TextReader(rawValue: name) else {
      fatalError("FUZZ_READER: one of " + allCases.map(\.rawValue).joined(separator: " "))
    }
    return reader
  }()

  private static let xmlFormats: [ScoringFormat] = [
    .profusionXML, .nsrrXML, .emblaXML, .philipsRML, .openXDF, .lunaXML,
  ]
  private static let textFormats = ScoringFormat.all.filter { format in
    !["edf", "wfdb"].contains(format.name) && !xmlFormats.contains { $0.name == format.name }
  }

  /// True if the first byte is a selector and not part of the file.
  var hasFormats: Bool { [.nightTables, .xml, .text].contains(self) }

  var fileName: String {
    switch self {
    case .result: NightFolder.result
    case .rules: "rules.toml"
    default: "input"
    }
  }

  func read(_ path: String, format: Int) throws {
    switch self {
    case .nights: check(try StudyTables.load(StudyTables.Paths(nights: path)))
    case .medications: check(try StudyTables.load(StudyTables.Paths(medications: path)))
    case .labs: check(try StudyTables.load(StudyTables.Paths(labs: path)))
    case .scales: check(try StudyTables.load(StudyTables.Paths(scales: path)))
    case .patients: check(try StudyTables.load(StudyTables.Paths(patients: path)))
    case .counts:
      let table = try NightTable.read(path: path)
      for line in table.lines() { precondition(line.hasSuffix("\r\n")) }
    case .json:
      let value = try JSONValue(parsing: try TextFile.bytes(of: path, limit: 1 << 20), file: path)
      let text = value.text()
      let again = try JSONValue(parsing: Data(text.utf8), file: path).text()
      precondition(again == text)
    case .order: _ = try OrderRecord.read(path: path)
    case .rules: _ = try RuleFile.parse(TextFile.read(path, limit: 1 << 20), file: path)
    case .channelMap: _ = try ChannelMap(path: path)
    case .labelMap:
      var map = LabelMap()
      try map.add(file: path)
      _ = map.vocabulary
    case .result: _ = NightFolder(path: PathName.folder(of: path)).standing
    case .nightTables: try readTable(path, format)
    case .scoring: try readScoring(path, nil)
    case .xml: try readScoring(path, TextReader.xmlFormats[format % TextReader.xmlFormats.count])
    case .wfdb: try readScoring(path, .wfdb)
    case .text: try readScoring(path, TextReader.textFormats[format % TextReader.textFormats.count])
    }
  }

  private func readScoring(_ path: String, _ format: ScoringFormat?) throws {
    let night = try ScoringReader.read(path, format: format, context: ReadingContext())
    for event in night.events { precondition(event.range.start <= event.range.end) }
    _ = night.eventsTable
  }

  private func readTable(_ path: String, _ number: Int) throws {
    let table = try DelimitedTable(path: path)
    let rules = ["wasm2016", "aasm3"]
    switch number % 7 {
    case 0:
      _ = try LegMovementRow.columns(rules: rules, hasHeart: true).rows(of: table, blank: LegMovementRow())
    case 1: _ = try NearMissRow.columns(rules: rules).rows(of: table, blank: NearMissRow())
    case 2: _ = try CombinedMovementRow.columns.rows(of: table, blank: CombinedMovementRow())
    case 3: _ = try EventRow.columns.rows(of: table, blank: EventRow())
    case 4: _ = try QualityMinuteRow.columns.rows(of: table, blank: QualityMinuteRow())
    case 5: _ = try OtherMovementRow.columns.rows(of: table, blank: OtherMovementRow())
    default: _ = try ToneRow.columns.rows(of: table, blank: ToneRow())
    }
  }

  private func check(_ tables: StudyTables) {
    for problem in tables.problems { precondition(!problem.error.sentence.isEmpty) }
    for interval in tables.medications {
      if let stop = interval.stop { precondition(interval.start <= stop) }
    }
  }
}

/// A file in memory, since the readers take paths.
enum FuzzedFile {
  private static let folder: String = {
    if let path = ProcessInfo.processInfo.environment["FUZZ_FOLDER"] { return path }
    let path = "/dev/shm/tibialis-fuzz-\(getpid())"
    mkdir(path, 0o700)
    return path
  }()

  static func write(_ bytes: UnsafeBufferPointer<UInt8>, as name: String) -> String {
    let path = folder + "/" + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(
      descriptor >= 0 && Foundation.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count)
    close(descriptor)
    return path
  }
}
