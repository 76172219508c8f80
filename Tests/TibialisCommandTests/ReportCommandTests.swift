import Foundation
import Testing
import Tibialis

@Suite struct ReportCommandTests {
  @Test func `what is no folder, or holds nothing to report, is refused with its status`() throws {
    try Scratch.use { folder in
      #expect(try Tool.run("report", folder + "/nothing").status == 66)
      let empty = try Tool.run("report", folder, "--json")
      #expect(empty.status == 65)
      #expect(empty.json?["error"]?["code"] == "nothing_to_report")
      #expect(try Tool.run("report", folder, "--viewer").status == 64)
      #expect(try Tool.run("report", folder, "--recording", "x.edf").status == 64)
      #expect(try Tool.run("report", folder, "--title", "\u{1B}[2J").status == 64)
      #expect(try Tool.run("report", folder, "--patient", " ").status == 64)
      #expect(try Tool.run("open", folder).status == 64)
      #expect(try Tool.run("open", folder + "/nothing.edf").status == 66)
    }
  }

  @Test func `help on a command that is none is an error that names the nearest`() throws {
    let foreign = try Tool.run("help", "foo")
    #expect(foreign.status == 64)
    let near = try Tool.run("help", "reprt")
    #expect(near.status == 64 && near.errors.contains("did you mean 'report'"))
    #expect(try Tool.run("help", "report").status == 0)
    #expect(try Tool.run("-V").status == 0)
  }

  @Test(.enabled(if: SharedData.isThere))
  func `a folder of nights without a drug becomes an overview, and what was taken is said when asked`() throws
  {
    try Scratch.use { folder in
      let recording = SharedData.recording("apsg_female57.edf")
      let told = try Tool.run("analyze", recording, "-o", folder + "/nights/one", "-j", "--verbose")
      #expect(told.status == 0 && told.json?["schema"] != nil)
      #expect(
        told.errors.contains("left leg: 'EMG LAT'")
          && told.errors.contains("changed from the standard: nothing"))
      #expect(try Tool.run("report", folder + "/nights/one", "-q").status == 0)
      #expect(try Tool.run("report", folder + "/nights", "-o", folder + "/page.html").status == 0)
      let page = try String(contentsOfFile: folder + "/page.html", encoding: .utf8)
      #expect(page.contains("<a href=\"one/report.html\">"))
      let batch = try Tool.run("batch", folder + "/list.tsv", "--out", folder + "/out", "--report")
      #expect(batch.status == 66, "a list that is not there")
      try "patient_id\tnight_id\tedf_path\nA\tone\t\(recording)\n".write(
        toFile: folder + "/list.tsv", atomically: true, encoding: .utf8)
      #expect(try Tool.run("batch", folder + "/list.tsv", "-o", folder + "/out", "--report").status == 0)
      let index = try String(contentsOfFile: folder + "/out/index.html", encoding: .utf8)
      #expect(index.contains("<a href=\"A/one/report.html\">") && !index.contains(folder))
    }
  }

  @Test(.enabled(if: SharedData.isThere))
  func `a real recording becomes a page with its movement on the trace`() throws {
    try Scratch.use { folder in
      let recording = SharedData.recording("apsg_female57.edf")
      let night = folder + "/night"
      #expect(try Tool.run("analyze", recording, "--out", night, "--quiet").status == 0)
      let made = try Tool.run(
        "report", night, "--viewer", "--recording", recording, "--out", folder + "/page.html", "--svg",
        folder + "/pictures", "--json")
      #expect(made.status == 0)
      #expect(made.json?["written"]?.arrayValue?.count == 2, "without stages only the timeline is a picture")
      let page = try String(contentsOfFile: folder + "/page.html", encoding: .utf8)
      #expect(page.contains("id=\"night-data\"") && page.contains("EMG LAT"))
      #expect(!page.contains(folder) && !page.contains("apsg_female57"))
      let again = try Tool.run(
        "report", night, "--viewer", "--recording", recording, "--out", folder + "/again.html")
      #expect(again.status == 0)
      #expect(try String(contentsOfFile: folder + "/again.html", encoding: .utf8) == page)
      let other = try Tool.run(
        "report", night, "--viewer", "--recording", SharedData.recording("psgipa_sn5_excerpt.edf"), "--out",
        folder + "/other.html")
      #expect(other.status == 65)
      #expect(!FileManager.default.fileExists(atPath: folder + "/other.html"))
    }
  }
}
