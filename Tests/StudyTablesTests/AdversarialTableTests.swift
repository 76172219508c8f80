import Foundation
import StructuredText
import Testing

@testable import StudyTables

/// Malformed tables, each with what is reported: `code@place` for each problem, or the code of the error that
/// ends the reading.
struct AdversarialTables: Codable, Sendable, CustomTestStringConvertible {
  var about: String
  var files: [String: String]
  var problems: [String]?
  var error: String?

  var testDescription: String { about }

  static let all: [AdversarialTables] = {
    let url = URL(fileURLWithPath: dataPath("adversarial_tables.json"))
    let cases = try? JSONDecoder().decode([AdversarialTables].self, from: Data(contentsOf: url))
    return cases ?? []
  }()
}

@Suite struct AdversarialTableTests {
  @Test func `there are enough of them`() { #expect(AdversarialTables.all.count >= 79) }

  @Test(arguments: AdversarialTables.all)
  func `each table is read or refused with its places`(_ tables: AdversarialTables) throws {
    let study = try ScratchStudy(tables.files)
    defer { study.remove() }
    do throws(StudyError) {
      let found = try StudyTables.load(nightsPath: study.path("nights.tsv"))
      #expect(tables.error == nil)
      let told = found.problems.map { $0.error.code + "@" + ($0.error.location ?? "") }
      #expect(told.sorted() == (tables.problems ?? []).sorted())
    } catch {
      #expect(error.code == tables.error)
      #expect(error.exitStatus == .unusableInput)
    }
  }

  @Test func `said to be day first or month first, a date is read so`() throws {
    let study = try ScratchStudy(["nights.tsv": "patient_id\tnight_id\tdate\na\tn1\t01/03/2026\n"])
    defer { study.remove() }
    let path = study.path("nights.tsv")
    let day = try StudyTables.load(nightsPath: path, reading: TableReading(dateOrder: .dayMonthYear))
    let month = try StudyTables.load(nightsPath: path, reading: TableReading(dateOrder: .monthDayYear))
    #expect(day.nights.first?.date?.description == "2026-03-01")
    #expect(month.nights.first?.date?.description == "2026-01-03")
  }

  @Test(arguments: [
    ("2026-03-01T22:30", "2026-03-01"), ("2026-03-02T01:30", "2026-03-01"),
    ("2026-03-01 00:00:00", "2026-03-01"),
    ("1.3.2026 23:15", "2026-03-01"), ("2026-03-01", "2026-03-01"),
  ])
  func `the hours before noon belong to the evening before`(_ typed: String, _ evening: String) throws {
    let tables = try load(nights: "patient_id\tnight_id\tdate\na\tn1\t\(typed)\n")
    #expect(tables.nights.first?.date?.description == evening)
  }

  @Test(arguments: [("50", 50.0), ("50mg", 50), ("50 mg", 50), ("0,05 g", 50), ("500 mcg", 0.5), ("0", 0)])
  func `doses of a night are milligrams`(_ typed: String, _ milligrams: Double) throws {
    let tables = try load(nights: "patient_id\tnight_id\ttrazodone_mg\na\tn1\t\(typed)\n")
    #expect(tables.nights.first?.trazodoneMilligrams == milligrams)
  }

  @Test(arguments: ["5h40", "5:75"])
  func `a length of sleep that cannot be read says how to write it`(_ typed: String) throws {
    let tables = try load(nights: "patient_id\tnight_id\ttst_min\na\tn1\t\(typed)\n")
    let sentence = try #require(tables.problems.first?.error.sentence)
    #expect(sentence.contains(", or hours and minutes as 6:30, found '\(typed)'"))
  }

  @Test(arguments: [("390", 390.0), ("6:30", 390), ("390,5", 390.5)])
  func `minutes of sleep may be typed as hours and minutes`(_ typed: String, _ minutes: Double) throws {
    let tables = try load(nights: "patient_id\tnight_id\ttst_min\na\tn1\t\(typed)\n")
    #expect(tables.nights.first?.totalSleepMinutes == minutes)
  }

  @Test func `an id that no night has names the nearest, and the patient who is meant pays for it`() throws {
    let tables = try load(
      nights: "patient_id\tnight_id\nsub-01\tn1\nsub-02\tn1\n",
      [
        "medications.tsv":
          "patient_id\tdrug_name\tstart_date\nSub 1\tiron\t2026-03-01\nsub-04\tiron\t2026-03-01\n"
      ])
    #expect(tables.problems.map(\.patientID) == ["sub-01", nil])
    #expect(tables.problems.first?.error.sentence.contains("'sub-01'") == true)
    #expect(tables.problems.last?.error.sentence.contains("'sub-0") == true)
  }

  @Test func `the template is read as empty tables, and its copy keeps no remark`() throws {
    for template in StudyTemplate.all {
      let study = try ScratchStudy([
        "table.tsv": template.text
          + "sub-02\tx\n".replacing("\tx", with: String(repeating: "\t", count: template.columns.count - 1))
      ])
      defer { study.remove() }
      let copy = try template.copy(of: study.path("table.tsv"), reading: TableReading())
      #expect(copy.split(separator: "\n").count == 2)
      #expect(!copy.contains("#"))
    }
  }
}
