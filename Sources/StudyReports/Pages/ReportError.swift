import SleepEvents

/// Why a page cannot be made.
package enum ReportError: ReportableError, Equatable {
  /// The folder has neither a night's result nor a study's table.
  case nothingToReport(folder: String)
  case nightFailed(folder: String, reason: String)
  /// The recording is not the one on which the result is based.
  case anotherRecording(file: String, expected: String, found: String)
  /// A requested channel that the recording does not have.
  case noSuchChannel(file: String, asked: String, known: [String])
  case noPrinter(wanted: String)
  case printingFailed(program: String, file: String, reason: String)
  case noViewer
  case viewerSilent(port: Int)
  case viewerRefused(command: String, answer: String)

  package var code: String {
    switch self {
    case .nothingToReport: "nothing_to_report"
    case .nightFailed: "night_failed"
    case .anotherRecording: "another_recording"
    case .noSuchChannel: "no_such_channel"
    case .noPrinter: "no_printer"
    case .printingFailed: "printing_failed"
    case .noViewer: "no_viewer"
    case .viewerSilent: "viewer_silent"
    case .viewerRefused: "viewer_refused"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .nothingToReport, .nightFailed, .anotherRecording, .noSuchChannel: .unusableInput
    case .noPrinter, .noViewer: .cannotCreateOutput
    case .printingFailed, .viewerSilent, .viewerRefused: .inputOutputFailure
    }
  }

  package var file: String? {
    switch self {
    case .nothingToReport(let folder), .nightFailed(let folder, _): folder
    case .anotherRecording(let file, _, _), .noSuchChannel(let file, _, _), .printingFailed(_, let file, _):
      file
    case .noPrinter(let file): file
    case .noViewer, .viewerSilent, .viewerRefused: nil
    }
  }

  package var location: String? { nil }

  package var sentence: String {
    switch self {
    case .nothingToReport(let folder):
      "\(folder): expected the folder of a night (result.json) or of a study (nights.csv), found neither; "
        + "analyze the nights first"
    case .nightFailed(let folder, let reason):
      "\(folder): this night failed and has no result (\(reason)); correct that and analyze it again"
    case .anotherRecording(let file, let expected, let found):
      "\(file): expected the recording on which the result is based (\(expected)), found \(found); name that "
        + "recording"
    case .noSuchChannel(let file, let asked, let known):
      "\(file): expected a channel '\(asked)', found none with that name; its channels are "
        + known.map { "'\($0)'" }.joined(separator: ", ")
    case .noPrinter(let file):
      "\(file): expected chromium or weasyprint to print the page as PDF, found neither; install one "
        + "(apt-get install chromium), or open the HTML page in a browser and print it"
    case .printingFailed(let program, let file, let reason):
      "\(file): \(program) could not print it (\(reason)); open the HTML page in a browser and print it"
    case .noViewer:
      "expected EDFbrowser to show the recording, found no program 'edfbrowser'; install it "
        + "(apt-get install edfbrowser), or make a page with the viewer"
    case .viewerSilent(let port):
      "expected EDFbrowser to answer on port \(port) of this machine, found nothing there after 20 s; close other "
        + "windows of it and try again"
    case .viewerRefused(let command, let answer):
      "expected EDFbrowser to obey '\(command)', found the answer '\(answer)'; see what it says in its window"
    }
  }
}
