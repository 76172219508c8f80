import StructuredText
import StudyTables

/// The files beside a simulated recording.
enum TruthFile: String, CaseIterable {
  case movements = "truth_lm.csv"
  case artifacts = "truth_art.csv"
  case events = "events.csv"
  case trains = "truth_trains.csv"
  case meta = "meta.json"

  /// The first line of the file, which identifies one written earlier.
  var header: String {
    switch self {
    case .movements: "leg,onset_s,offset_s,dur_s,peak_uv,kind,group,series,stage\n"
    case .artifacts: "leg,onset_s,offset_s,kind\n"
    case .events: "onset_s,dur_s,event\n"
    case .trains: "kind,leg,onset_s,offset_s,bursts,rate_hz\n"
    case .meta: "{\n  \"preset\": "
    }
  }
}

extension SimulationFiles {
  package static let recordingName = "night.edf"

  /// Adds the files of a night in its own folder.
  package static func plan(_ plan: inout OutputPlan, folder: String) {
    planRecording(&plan, path: folder + "/" + recordingName)
    planTruth(&plan, folder: folder)
  }

  static func planRecording(_ plan: inout OutputPlan, path: String) { plan.add(path, isOurs: isSimulated) }

  static func planTruth(_ plan: inout OutputPlan, folder: String) {
    for file in TruthFile.allCases {
      plan.add(folder + "/" + file.rawValue) { path throws(TextError) in
        let start = try FileBytes(path: path).bytes(at: 0, count: file.header.utf8.count)
        return start.elementsEqual(file.header.utf8)
      }
    }
  }

  /// Whether a recording's header is that of a simulated night: no patient, and written by this program.
  private static func isSimulated(_ path: String) throws(TextError) -> Bool {
    let header = try FileBytes(path: path).bytes(at: 0, count: 256)
    guard header.count == 256 else { return false }
    let patient = String(decoding: header[8..<88], as: UTF8.self)
    let recording = String(decoding: header[88..<168], as: UTF8.self)
    return patient.hasPrefix("X X X X ") && recording.contains("Tibialis")
  }
}

extension StudySimulator {
  /// Adds all recordings and their ground truth below a folder.
  package func plan(_ plan: inout OutputPlan, folder: String) {
    for night in nights {
      SimulationFiles.planRecording(&plan, path: folder + "/" + recordingPath(night))
      SimulationFiles.planTruth(&plan, folder: truthFolder(night, in: folder))
    }
  }

  func truthFolder(_ night: NightRecord, in folder: String) -> String {
    folder + "/truth/" + night.patientID + "/" + night.nightID
  }
}
