import Foundation
import NightResults
import StructuredText
import StudyTables

/// `datapackage.json` of a study's folder: describes every table in it with the types, units and definitions
/// of its columns, as a data package (Frictionless Data).
///
/// The columns of the nights' tables are described once for all nights, in files under `schemas`.
struct StudyPackage {
  static let fileName = "datapackage.json"
  static let schemas = "schemas"

  /// A night whose tables were written by this version.
  struct Night: Sendable {
    /// Relative to the study's folder; empty for that folder itself.
    var path: String
    var files: [String]
    var rules: [String]
    var hasHeart: Bool

    init(_ document: NightDocument, path: String) {
      self.path = path
      files = document.files.keys
      rules = document.ruleSets.keys
      hasHeart = document.heartRate != nil
    }

    /// The same night, sharing its lists with another that has equal ones.
    func sharing(with other: Night) -> Night {
      var night = self
      if files == other.files { night.files = other.files }
      if rules == other.rules { night.rules = other.rules }
      return night
    }
  }

  private struct Resource {
    var table: TableDescription
    var name: String
    var path: String
    /// Nil if the schema is part of the resource.
    var schemaFile: String?

    var line: String {
      let schema = schemaFile.map(JSONValue.string) ?? table.tableSchema
      return table.resource(name: name, path: path, schema: schema).text(pretty: false)
    }
  }

  private var resources: [Resource] = []
  private var schemas: [(file: String, table: TableDescription)] = []
  private var names: Set<String> = []

  /// - Parameter folder: the study's folder, with the lists to be described.
  /// - Throws: `TextError` if a list cannot be read.
  init(folder: String, nights: [Night]) throws(TextError) {
    add(NightTable.description, name: "nights", path: StudyFolder.nightsTable)
    add(
      NightTableDescriptions.clinician(file: StudyFolder.clinicianTable), name: "clinician",
      path: StudyFolder.clinicianTable)
    for table in try StudyPackage.lists(in: folder) {
      let stem = PathName.stem(of: table.file)
      add(table, name: stem == "nights" ? "night_list" : stem, path: table.file)
    }
    for night in nights { add(night) }
  }

  private mutating func add(
    _ table: TableDescription, name: String, path: String, schemaFile: String? = nil
  ) {
    resources.append(
      Resource(table: table, name: StudyPackage.unique(name, &names), path: path, schemaFile: schemaFile))
  }

  private mutating func add(_ night: Night) {
    let tables =
      NightTableDescriptions.all(rules: night.rules, hasHeart: night.hasHeart)
      + [NightTableDescriptions.clinician(file: NightFolder.clinician)]
    for table in tables where night.files.contains(table.file) {
      let path = night.path.isEmpty ? table.file : night.path + "/" + table.file
      let schema = schema(of: table)
      add(
        schema.table, name: PathName.stem(of: path).replacing("/", with: "."), path: path,
        schemaFile: schema.file)
    }
  }

  /// The schema of the table and its file. Nights with other rule sets or with an ECG have other columns and
  /// therefore another file.
  private mutating func schema(of table: TableDescription) -> (file: String, table: TableDescription) {
    if let known = schemas.first(where: { $0.table == table }) { return known }
    let stem = PathName.stem(of: table.file)
    let others = schemas.count { $0.table.file == table.file }
    let file = "\(StudyPackage.schemas)/\(stem)\(others == 0 ? "" : "-\(others + 1)").json"
    schemas.append((file, table))
    return (file, table)
  }

  /// A unique resource name of lower-case letters, digits and `.-_`, as data packages require.
  private static func unique(_ text: String, _ taken: inout Set<String>) -> String {
    let plain = String(
      text.lowercased().unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        return isPlain || ".-_".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
      })
    var name = plain
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(plain)-\(number)"
      number += 1
    }
    return name
  }

  /// The study's lists as copied by a batch. A study's own folder has them as people typed them, which no
  /// schema fits.
  private static func lists(in folder: String) throws(TextError) -> [TableDescription] {
    guard try header(of: folder + "/" + StudyFolder.listName) == StudyFolder.listColumns else { return [] }
    var tables: [TableDescription] = []
    for template in StudyTemplate.all {
      guard let columns = try header(of: "\(folder)/\(template.name).tsv") else { continue }
      let table = template.description(columns: columns)
      if table.columns.map(\.name) == columns { tables.append(table) }
    }
    return tables
  }

  /// Nil if there is no such file.
  private static func header(of path: String) throws(TextError) -> [String]? {
    let bytes: [UInt8]
    do throws(TextError) { bytes = try FileBytes(path: path).bytes(at: 0, count: 4096) } catch {
      if case .missing = error { return nil }
      throw error
    }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: line, as: UTF8.self).split(separator: "\t").map(String.init)
  }

  // MARK: Files

  /// Adds the files that `write` will write.
  ///
  /// - Parameter folder: the study's folder.
  static func plan(_ plan: inout OutputPlan, folder: String, schemas: [String] = []) {
    for name in [fileName] + schemas { plan.add(folder + "/" + name, isOurs: OwnFile.isDescription) }
  }

  var schemaFiles: [String] { schemas.map(\.file) }

  /// Writes the package and its schemas, and removes our schemas that are no longer used by any table.
  func write(to folder: String) throws(TextError) {
    let home = folder + "/" + StudyPackage.schemas
    if !schemas.isEmpty { try TextFile.makeFolder(home) }
    for schema in schemas {
      let members = schema.table.tableSchema.members ?? []
      try TextFile.writeAtomically(
        JSONValue.object([OwnFile.descriptionMark] + members).text() + "\n", to: folder + "/" + schema.file)
    }
    let wanted = Set(schemas.map { PathName.last(of: $0.file) })
    for name in (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
    where name.hasSuffix(".json") && !wanted.contains(name) {
      if (try? OwnFile.isDescription(home + "/" + name)) == true { unlink(home + "/" + name) }
    }
    let mark = OwnFile.descriptionMark
    let head = "{\n  \"\(mark.key)\": \(mark.value.text()),\n  \"profile\": \"tabular-data-package\",\n"
    let title = "  \"name\": \"study\",\n  \"title\": \"leg movements in sleep\",\n  \"resources\": [\n"
    let lines = resources.lazy.enumerated().map { place, resource in
      Data("    \(resource.line)\(place == resources.count - 1 ? "" : ",")\n".utf8)
    }
    let ends = [head + title, "  ]\n}\n"].map { AnySequence([Data($0.utf8)]) }
    try TextFile.writeAtomically(
      parts: [ends[0], AnySequence(lines), ends[1]].lazy.joined(), to: folder + "/" + StudyPackage.fileName)
  }
}
