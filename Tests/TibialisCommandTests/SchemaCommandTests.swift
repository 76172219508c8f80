import Foundation
import Testing
import Tibialis

@Suite struct SchemaCommandTests {
  /// Members of `value` that the schema does not name, and required members that are missing.
  private func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String = "") -> [String] {
    if let choices = schema["anyOf"]?.arrayValue {
      return choices.map { faults(value, $0, path) }.min { $0.count < $1.count } ?? []
    }
    if let type = schema["type"]?.stringValue, !isOf(type, value) { return ["\(path) is no \(type)"] }
    if let words = schema["enum"]?.arrayValue, !words.contains(value) { return ["\(path): \(value)"] }
    if let items = value.arrayValue {
      return items.enumerated().flatMap { faults($1, schema["items"] ?? .object([]), "\(path).\($0)") }
    }
    guard let members = value.members else { return [] }
    let absent = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { key in
      !members.contains { $0.key == key }
    }
    return absent.map { "\(path).\($0) is missing" }
      + members.flatMap { member in
        guard let part = schema["properties"]?[member.key] ?? schema["additionalProperties"] else {
          return ["\(path).\(member.key) is not described"]
        }
        return faults(member.value, part, path + "." + member.key)
      }
  }

  private func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null),
      ("number", .number), ("number", .integer), ("integer", .integer):
      true
    default: false
    }
  }

  private func schema(_ name: String) throws -> JSONValue {
    try #require(try Tool.run("schema", name).json)
  }

  @Test func `every member of a result is in its schema, and each that is required is there`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 120)
      #expect(try Tool.run("analyze", folder + "/1.edf", "--out", folder + "/out").status == 0)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/result.json"))
      let result = try JSONValue(parsing: bytes, file: "result.json")
      let found = faults(result, try schema("result"))
      #expect(found == [])
      #expect(faults(["schema": 1], try schema("result.json")) != [])
    }
  }

  @Test func `every member of a comparison is in its schema`() throws {
    try Scratch.use { folder in
      var table = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n"
      for night in 1...12 {
        table += "a,\(night),2026-03-\(night + 10),6.5,\(100 + 7 * night % 30),\(night > 6 ? 50 : 0)\n"
      }
      for night in 1...12 {
        table += "b,\(night),2026-03-\(night + 10),6.5,\(90 + 5 * night % 20),\(night > 6 ? 50 : 0)\n"
      }
      try table.write(toFile: folder + "/nights.csv", atomically: true, encoding: .utf8)
      let outcome = try Tool.run("compare", folder + "/nights.csv", "--json", "--quiet")
      let contrasts = try #require(outcome.json)
      #expect(contrasts.arrayValue?.count ?? 0 > 2)
      #expect(faults(contrasts, try schema("comparison")) == [])
    }
  }

  @Test func `without a name the files are listed, and each of them is described`() throws {
    let files = try Tool.run("schema").lines.map(String.init)
    #expect(files.contains("result.json") && files.contains("nights.tsv") && files.contains("night.csv"))
    for file in files { #expect(try Tool.run("schema", file).status == 0, "\(file)") }
    let movements = try schema("leg_movements")
    let names = movements["fields"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    #expect(names.contains("wasm2016_reason") && !names.contains("hr_rise_bpm"))
    let stage = movements["fields"]?.arrayValue?.first { $0["name"] == "stage" }
    #expect(stage?["constraints"]?["enum"] == ["W", "N1", "N2", "N3", "R", "?"])
    #expect(movements["missingValues"] == ["n/a"])
    let unknown = try Tool.run("schema", "nichts.tsv")
    #expect(unknown.status == 64 && unknown.errors.contains("found 'nichts.tsv'"))
  }

  @Test func `a batch describes its tables, the same way each time, and leaves a foreign package alone`()
    throws
  {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 120)
      let list = "patient_id\tnight_id\tdate\tedf_path\tcpap\nsub-1\tses-1\t1.3.2026\t1.edf\tOFF\n"
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      let scales = "patient_id\tdate\tscale\tscore\nsub-1\t28.2.2026\tIRLS\t23,0\n"
      try scales.write(toFile: folder + "/scales.tsv", atomically: true, encoding: .utf8)
      let out = folder + "/out"
      func batch() throws -> Tool.Outcome {
        try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet")
      }
      #expect(try batch().status == 0)
      let path = out + "/datapackage.json"
      let first = try Data(contentsOf: URL(fileURLWithPath: path))
      let package = try JSONValue(parsing: first, file: path)
      let resources = try #require(package["resources"]?.arrayValue)
      #expect(resources.count > 8)
      #expect(Set(resources.compactMap { $0["name"]?.stringValue }).count == resources.count)
      for resource in resources {
        let table = try DelimitedTable(path: out + "/" + (resource["path"]?.stringValue ?? ""))
        var schema = try #require(resource["schema"])
        if let file = schema.stringValue {
          let bytes = try Data(contentsOf: URL(fileURLWithPath: out + "/" + file))
          schema = try JSONValue(parsing: bytes, file: file)
        }
        #expect(schema["fields"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == table.columns)
      }
      let copy = try String(contentsOfFile: out + "/scales.tsv", encoding: .utf8)
      #expect(copy.hasSuffix("sub-1\t2026-02-28\tirls\t23\n"))
      #expect(try Tool.run("merge", out, "--quiet").status == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)

      try #"{"name": "somebody's"}"#.write(toFile: path, atomically: true, encoding: .utf8)
      for outcome in [try batch(), try Tool.run("merge", out)] {
        #expect(outcome.status == 73 && outcome.errors.contains("datapackage.json"))
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("somebody"))
    }
  }
}
