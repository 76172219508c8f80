import Foundation
import Testing
import Tibialis

/// Other programs read what `tibialis export` writes. `Scripts/interoperability` installs them; a test whose
/// program is missing is reported as skipped.
@Suite struct InteroperabilityTests {
  /// 55 movements of alternating legs over half an hour of N2 and wake, an apnea, an arousal and the lights.
  private static let events: String = {
    var text = "onset\tduration\ttrial_type\tleg\n0\tn/a\tlights_off\tn/a\n1800\tn/a\tlights_on\tn/a\n"
    text += "0\t900\tsleep_stage_N2\tn/a\n900\t900\tsleep_stage_W\tn/a\n"
    text += "400\t15\tobstructive_apnea\tn/a\n500\t4\tarousal\tn/a\n"
    for index in 0..<55 {
      text += "\(20 + index * 30)\t1.5\tleg_movement\t\(index % 2 == 0 ? "left" : "right")\n"
    }
    return text
  }()

  /// Exports the night to `name` in a scratch folder and passes its path to `script` as `sys.argv[1]`; the
  /// script prints one JSON value.
  private func read(_ format: String, _ name: String, options: [String] = [], with script: String) throws
    -> JSONValue
  {
    try Scratch.use { folder in
      try Self.events.write(toFile: folder + "/events.tsv", atomically: true, encoding: .utf8)
      #expect(
        try Tool.run("score", folder + "/events.tsv", "--out", folder + "/night", "--quiet").status == 0)
      let path = folder + "/" + name
      #expect(
        try Tool.run(["export", folder + "/night", "--to", format, "--out", path] + options).status == 0)
      let output = try OtherPrograms.python(script, path)
      let line = output.split(separator: "\n").last.map(String.init) ?? output
      return try JSONValue(parsing: Data(line.utf8), file: "the other program's output")
    }
  }

  @Test(.enabled(if: OtherPrograms.have("mne"), "MNE is not installed"))
  func `MNE reads every movement and stage of the EDF+ annotations`() throws {
    let found = try read(
      "edf", "night.edf",
      with: """
        import json, mne
        a = mne.read_annotations(sys.argv[1])
        print(json.dumps({"lm": sum("Limb movement" in d for d in a.description),
          "plm": sum(d.startswith("PLM") for d in a.description),
          "stages": sum(d.startswith("Sleep stage") for d in a.description),
          "first": [float(o) for o, d in zip(a.onset, a.description) if "Limb" in d][0]}))
        """)
    #expect(found["lm"]?.integerValue == 55)
    #expect(found["plm"]?.integerValue == 55)
    #expect(found["stages"]?.integerValue == 60)
    #expect(found["first"]?.doubleValue == 20)
  }

  @Test(.enabled(if: OtherPrograms.have("edfio"), "edfio is not installed"))
  func `edfio reads every movement of the EDF+ annotations`() throws {
    let found = try read(
      "edf", "night.edf",
      with: """
        import json, edfio
        print(json.dumps({"lm": sum("Limb movement" in a.text for a in edfio.read_edf(sys.argv[1]).annotations)}))
        """)
    #expect(found["lm"]?.integerValue == 55)
  }

  @Test(.enabled(if: OtherPrograms.have("pyedflib"), "pyEDFlib is not installed"))
  func `pyEDFlib reads every movement of the EDF+ annotations`() throws {
    let found = try read(
      "edf", "night.edf",
      with: """
        import json, pyedflib
        print(json.dumps({"lm": sum("Limb movement" in t for t in pyedflib.EdfReader(sys.argv[1]).readAnnotations()[2])}))
        """)
    #expect(found["lm"]?.integerValue == 55)
  }

  @Test(
    .enabled(if: OtherPrograms.have("lunapi"), "lunapi is not installed"),
    arguments: [
      ("annot", "night.annot", "LM", "PLM"), ("nsrr", "night.xml", "Limb_movement", "Periodic_leg_movement"),
    ])
  func `Luna reads the movements and stages of its own and of NSRR's format`(
    _ format: String, _ name: String, _ movement: String, _ periodic: String
  ) throws {
    let found = try read(
      format, name,
      with: """
        import json, lunapi
        project = lunapi.proj()
        project.silence(True)
        night = project.empty_inst("night", 1800, 1)
        night.attach_annot(sys.argv[1])
        classes = night.fetch_annots(night.annots()["Annotations"].tolist())["Class"]
        print(json.dumps({"lm": sum(c.startswith("\(movement)") for c in classes),
          "plm": sum(c.startswith("\(periodic)") for c in classes), "n2": sum(c == "N2" for c in classes)}))
        """)
    #expect(found["lm"]?.integerValue == 55)
    #expect(found["plm"]?.integerValue == 55)
    #expect(found["n2"]?.integerValue == 30)
  }

  @Test(
    .enabled(if: OtherPrograms.have("bids_validator_deno"), "the BIDS validator is not installed"),
    arguments: [false, true])
  func `the BIDS validator finds no error in the events and their sidecar, with HED and without`(
    _ hasHED: Bool
  ) throws {
    let found = try read(
      "bids", "night_events.tsv", options: hasHED ? ["--hed"] : [],
      with: """
        import json, os, shutil, subprocess
        events = sys.argv[1]
        root = os.path.join(os.path.dirname(events), "dataset")
        folder = os.path.join(root, "sub-01", "beh")
        os.makedirs(folder)
        open(os.path.join(root, "README"), "w").write("One simulated night. " * 20)
        about = {"Name": "night", "BIDSVersion": "1.9.0", "License": "CC0", "Authors": ["a", "b"]}
        if \(hasHED ? "True" : "False"): about["HEDVersion"] = "score_2.1.0"
        json.dump(about, open(os.path.join(root, "dataset_description.json"), "w"))
        shutil.copy(events, os.path.join(folder, "sub-01_task-sleep_events.tsv"))
        sidecar = json.load(open(events[:-4] + ".json"))
        sidecar["TaskName"] = "sleep"
        json.dump(sidecar, open(os.path.join(folder, "sub-01_task-sleep_events.json"), "w"))
        program = os.path.join(os.path.dirname(sys.executable), "bids-validator-deno")
        done = subprocess.run([program, root, "--json"], capture_output=True, text=True)
        issues = json.loads(done.stdout)["issues"]["issues"]
        print(json.dumps({"errors": [i["code"] for i in issues if i["severity"] == "error"]}))
        """)
    #expect(found["errors"]?.arrayValue?.compactMap(\.stringValue) == [])
  }
}

/// The Python that `Scripts/interoperability` sets up, or the system's.
enum OtherPrograms {
  private static let interpreter: String = {
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let own = project.appending(path: ".interoperability/bin/python").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : "/usr/bin/python3"
  }()

  static func have(_ module: String) -> Bool {
    (try? python("import importlib.util; print(importlib.util.find_spec('\(module)') is not None)", ""))?
      .contains("True") == true
  }

  static func python(_ script: String, _ argument: String) throws -> String {
    guard FileManager.default.isExecutableFile(atPath: interpreter) else { return "" }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    process.arguments = ["-c", "import sys\n" + script, argument]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
