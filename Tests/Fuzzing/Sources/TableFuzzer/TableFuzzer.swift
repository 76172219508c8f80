import Foundation
import Tibialis

/// libFuzzer calls this with ever new bytes. The first says which reader gets the rest: whatever it is, it is read or
/// refused with an error of ours.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let bytes = UnsafeBufferPointer(start: start + 1, count: count - 1)
  let reader = TextReader.allCases[Int(start[0]) % TextReader.allCases.count]
  do {
    try reader.read(FuzzedFile.write(bytes, as: reader.fileName))
  } catch let error as any ReportableError {
    let sentence = error.sentence
    // One sentence of a few lines, not the file over again.
    precondition(!sentence.isEmpty && sentence.utf8.count < 40_000, "\(error.code)")
    precondition(error.exitStatus != .internalDefect, sentence)
  } catch {
    preconditionFailure("an error without a name: \(error)")
  }
  return 0
}

/// Each reader of texts that people or programs write.
enum TextReader: CaseIterable {
  case nights, medications, labs, scales, patients, counts, scoring, json, order, rules, channelMap, result

  var fileName: String {
    switch self {
    case .result: NightFolder.result
    case .rules: "rules.toml"
    default: "input"
    }
  }

  func read(_ path: String) throws {
    switch self {
    case .nights: check(try StudyTables.load(StudyTables.Paths(nights: path)))
    case .medications: check(try StudyTables.load(StudyTables.Paths(medications: path)))
    case .labs: check(try StudyTables.load(StudyTables.Paths(labs: path)))
    case .scales: check(try StudyTables.load(StudyTables.Paths(scales: path)))
    case .patients: check(try StudyTables.load(StudyTables.Paths(patients: path)))
    case .counts:
      let table = try NightTable.read(path: path)
      for line in table.lines() { precondition(line.hasSuffix("\r\n")) }
    case .scoring:
      let night = try ScoringReader.read(path, context: ReadingContext())
      for event in night.events { precondition(event.range.start <= event.range.end) }
      _ = night.eventsTable
    case .json:
      let value = try JSONValue(parsing: try TextFile.bytes(of: path, limit: 1 << 20), file: path)
      let text = value.text()
      let again = try JSONValue(parsing: Data(text.utf8), file: path).text()
      precondition(again == text)
    case .order: _ = try OrderRecord.read(path: path)
    case .rules: _ = try RuleFile.parse(TextFile.read(path, limit: 1 << 20), file: path)
    case .channelMap: _ = try ChannelMap(path: path)
    case .result: _ = NightFolder(path: PathName.folder(of: path)).standing
    }
  }

  private func check(_ tables: StudyTables) {
    for problem in tables.problems { precondition(!problem.error.sentence.isEmpty) }
    for interval in tables.medications {
      if let stop = interval.stop { precondition(interval.start <= stop) }
    }
  }
}

/// A file in memory: the readers take paths.
enum FuzzedFile {
  private static let folder: String = {
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
