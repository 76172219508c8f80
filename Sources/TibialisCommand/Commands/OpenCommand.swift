import ArgumentParser
import Foundation
import Tibialis

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Show a recording in EDFbrowser at a given time.",
    discussion: """
      Example: tibialis open night.edf --at 5400
      Example: tibialis open results/sub-01/ses-01 --recording night.edf --at 5400

      Shows the leg channels in their band, ECG and EEG; with a night's folder the channels that were analyzed and \
      their movements, each on its trace. EDFbrowser is started if necessary, and controlled through a port \
      of this machine only.
      """)

  @Argument(help: "A recording, or the folder of a night together with --recording.", completion: .file())
  var night: String

  @Option(help: "The recording on which the night's result is based.", completion: .file())
  var recording: String?

  @Option(help: "Moment in the middle of the window, seconds since the start of the recording.")
  var at = 0.0

  @Option(help: "Length of the window, seconds.")
  var span = 30.0

  @Option(help: "Port of EDFbrowser's remote control.")
  var port = 5199

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1024...65535).contains(port) else {
      throw ValidationError("--port: expected 1024 to 65535, found \(port)")
    }
    guard span > 0, span.isFinite, at.isFinite else {
      throw ValidationError("--span: expected a number above 0, and --at a number, found \(span) and \(at)")
    }
  }

  func run() throws {
    guard night != StandardInput.name, recording != StandardInput.name else {
      throw UsageError("open: expected a file that EDFbrowser can open too, found '-'; save it and name it")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: night, isDirectory: &isFolder) else {
      throw TextError.missing(file: night)
    }
    guard !isFolder.boolValue || recording != nil else {
      throw UsageError(
        "\(night): expected --recording FILE too, since results do not store the path of the recording")
    }
    let path = recording ?? night
    let file = try EDFFile(path: path)
    let document = ResultFolder.isOne(night) ? try NightFolder(path: night).document() : nil
    if let document { try RecordingCheck.belongs(file, to: document) }
    let montage =
      document.map { EDFBrowserMontage(of: $0, recording: file, pageSeconds: span) } ?? self.montage(of: file)
    let movements = NightFolder(path: night).file(NightFolder.annotations)
    let hasMovements = isFolder.boolValue && FileManager.default.fileExists(atPath: movements)
    let shown = hasMovements ? try EDFBrowserAnnotations.copy(of: movements, startingAs: file) : nil
    // EDFbrowser keeps the file open.
    defer { if let shown { unlink(shown) } }
    let viewer = try EDFBrowserRemote(port: port)
    try viewer.show(path, montage: montage, annotations: shown, at: at, span: span)
    if common.json {
      Output.json(["opened": .string(path), "at": .number(at)])
    } else {
      Output.line("opened: \(path) at \(JSONValue.numberText(at)) s")
    }
  }

  /// If the legs of a recording cannot be determined, the viewer uses its own default.
  private func montage(of file: EDFFile) -> EDFBrowserMontage? {
    do throws(ChannelError) {
      let legs = try LegChannelResolver(signals: file.signals, file: file.name).resolve()
      return EDFBrowserMontage(of: file, legs: legs, pageSeconds: span)
    } catch {
      common.say("note: no channels were chosen: \(error.told)")
      return nil
    }
  }
}
