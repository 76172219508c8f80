import ArgumentParser
import Foundation
import Tibialis

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page with pictures of a night or of a study.",
    discussion: """
      Example: tibialis report results/sub-01/ses-20260217 --out night.html
      Example: tibialis report results --out study.html --svg pictures

      One HTML file that needs nothing else. Not a medical device; for use with a physician.
      """)

  @Argument(help: "The folder of a night (with result.json) or of a study (with nights.csv).")
  var folder: String

  @Option(help: "The page to be written. (default: report.html in the folder)")
  var out: String?

  @Option(help: "Also write each picture as an SVG file into this folder.")
  var svg: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let page = out ?? folder + "/report.html"
    let (html, pictures) = try contents()
    try TextFile.writeAtomically(html, to: page)
    var written = [page]
    if let svg {
      try TextFile.makeFolder(svg)
      for picture in pictures {
        let path = svg + "/\(picture.name).svg"
        try TextFile.writeAtomically(picture.svg, to: path)
        written.append(path)
      }
    }
    if common.json {
      Output.json(["written": .array(written.map(JSONValue.string))])
    } else {
      for path in written { Output.line("written: \(path)") }
    }
  }

  private func contents() throws -> (html: String, pictures: [Picture]) {
    let page = NightPage(try StoredNight(folder: folder))
    return (page.html, page.pictures)
  }
}
