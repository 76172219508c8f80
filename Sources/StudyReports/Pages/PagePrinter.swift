import Foundation
import StructuredText

/// Prints a page as PDF with Chromium or, failing that, WeasyPrint.
package struct PagePrinter {
  private static let chromium = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  /// The longest time to wait for a browser that may hang, seconds.
  private static let longestWaitSeconds = 120.0

  private let program: String
  private let isChromium: Bool

  /// Nil if neither program is on the path.
  package init?(path: String? = ProcessInfo.processInfo.environment["PATH"]) {
    if let found = Programs.find(PagePrinter.chromium, path: path) {
      (program, isChromium) = (found, true)
    } else if let found = Programs.find(["weasyprint"], path: path) {
      (program, isChromium) = (found, false)
    } else {
      return nil
    }
  }

  /// Prints `html` to the file `pdf`.
  ///
  /// - Throws: `ReportError.printingFailed` with the program's message; `TextError` if the file cannot be
  ///   written.
  package func print(_ html: String, to pdf: String) throws {
    let scratch = FileManager.default.temporaryDirectory.path + "/tibialis-\(UUID().uuidString)"
    try TextFile.makeFolder(scratch)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let page = scratch + "/page.html"
    let made = scratch + "/page.pdf"
    try TextFile.writeAtomically(html, to: page)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = isChromium ? chromiumArguments(page, made, scratch) : [page, made]
    // WeasyPrint takes the file's date from here, so that the same page gives the same bytes.
    process.environment = ProcessInfo.processInfo.environment.merging(["SOURCE_DATE_EPOCH": "0"]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let name = URL(fileURLWithPath: program).lastPathComponent
    func failed(_ reason: String) -> ReportError {
      .printingFailed(program: name, file: pdf, reason: reason)
    }
    do { try process.run() } catch { throw failed("it does not start") }
    // A monotonic clock, since the time of day may be changed meanwhile.
    let end = ContinuousClock.now.advanced(by: .seconds(PagePrinter.longestWaitSeconds))
    while process.isRunning, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.05) }
    guard !process.isRunning else {
      process.terminate()
      throw failed("no answer in \(Int(PagePrinter.longestWaitSeconds)) s")
    }
    guard process.terminationStatus == 0, let data = FileManager.default.contents(atPath: made), !data.isEmpty
    else { throw failed("status \(process.terminationStatus)") }
    try TextFile.writeAtomically(data, to: pdf)
  }

  private func chromiumArguments(_ page: String, _ pdf: String, _ scratch: String) -> [String] {
    var arguments = [
      "--headless", "--disable-gpu", "--no-first-run", "--user-data-dir=\(scratch)/profile",
      "--no-pdf-header-footer", "--print-to-pdf=\(pdf)",
    ]
    // Chromium refuses to run as root inside its own sandbox; the page is ours and requests nothing.
    if geteuid() == 0 { arguments.append("--no-sandbox") }
    return arguments + ["file://\(page)"]
  }
}

/// Programs installed on the machine.
package enum Programs {
  /// The path of the first of `names` that is on the search path.
  package static func find(
    _ names: [String], path: String? = ProcessInfo.processInfo.environment["PATH"]
  ) -> String? {
    let folders = (path ?? "").split(separator: ":").map(String.init)
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/" + name) {
        return folder + "/" + name
      }
    }
    return nil
  }
}
