import EDF
import Foundation
import SleepEvents
import Testing

@testable import NightAnalysis

@Suite struct LegChannelResolverTests {
  /// A recording with these channel labels; `label|unit` or `label|unit|transducer` where it matters.
  private func signals(_ labels: [String]) throws -> [EDFSignal] {
    let channels = labels.map { label in
      let parts = label.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return EDFChannelDescription(
        label: parts[0], transducer: parts.count > 2 ? parts[2] : "", unit: parts.count > 1 ? parts[1] : "uV",
        physicalMinimum: -3276, physicalMaximum: 3276, samplesPerRecord: 4)
    }
    let path = FileManager.default.temporaryDirectory.path + "/resolver-\(UUID().uuidString).edf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = try EDFRecordingWriter(path: path, channels: channels, recordCount: 1)
    try writer.write(record: channels.map { _ in [0, 1, 2, 3] })
    try writer.finish()
    return try EDFFile(path: path).signals
  }

  private func resolve(_ labels: [String], _ request: ChannelRequest = ChannelRequest()) throws -> LegChannels
  {
    try LegChannelResolver(signals: signals(labels), request: request, file: "night.edf").resolve()
  }

  private func problem(_ labels: [String], _ request: ChannelRequest = ChannelRequest()) throws
    -> ChannelError
  {
    do {
      let found = try resolve(labels, request)
      throw Unexpected(found: found)
    } catch let error as ChannelError {
      #expect(error.exitStatus == .unusableInput)
      return error
    }
  }

  private struct Unexpected: Error {
    let found: LegChannels
  }

  @Test func `one channel for each leg, and the ECG beside`() throws {
    let legs = try resolve(["EEG C4-M1", "EMG RAT", "EMG LAT", "ECG II", "EMG Chin"])
    #expect(legs.left == LegChannel(signal: 2))
    #expect(legs.right == LegChannel(signal: 1))
    #expect(legs.ecg == 3)
    #expect(legs.warnings.isEmpty)
    #expect(legs.signals == [2, 1, 3])
  }

  @Test(arguments: [
    ["TIB I", "TIB D"], ["TA S", "TA D"], ["TIB E", "TIB D"], ["TIB L", "TIB P"],
    ["Leva noga", "Desna noga"],
    ["L noga", "D noga"], ["EMG Tib. S.", "EMG Tib. D."],
  ])
  func `sides that are told apart only beside each other are the two legs`(labels: [String]) throws {
    let legs = try resolve(["ECG II"] + labels)
    #expect(legs.left == LegChannel(signal: 1))
    #expect(legs.right == LegChannel(signal: 2))
    #expect(legs.warnings.isEmpty)
  }

  @Test(arguments: [["TIB X", "TIB R"], ["LEG L|%", "LEG R"]])
  func `a channel that may be the missing leg's is named`(labels: [String]) throws {
    let legs = try resolve(labels)
    #expect(legs.left == nil && legs.right == LegChannel(signal: 1))
    #expect(legs.warnings.map(\.code) == ["one_leg"])
    #expect(legs.warnings.first?.message.contains(labels[0].prefix(5)) == true)
  }

  @Test(arguments: [
    ["LLEG1", "LLEG2", "RLEG1", "RLEG2"], ["LAT-U", "LAT-L", "RAT-U", "RAT-L"],
    ["LLEG+", "LLEG-", "RLEG+", "RLEG-"],
    ["SX1", "SX2", "DX1", "DX2"],
  ])
  func `two electrodes of a leg are subtracted`(labels: [String]) throws {
    let legs = try resolve(labels)
    #expect(legs.left == LegChannel(signal: 0, reference: 1))
    #expect(legs.right == LegChannel(signal: 2, reference: 3))
  }

  @Test func `a derivation goes before the electrodes that it was made of`() throws {
    let legs = try resolve(["LLEG1", "LLEG2", "LLEG1-LLEG2", "RLEG"])
    #expect(legs.left == LegChannel(signal: 2))
  }

  @Test func `one channel of both legs is one leg, and flagged`() throws {
    let legs = try resolve(["EEG", "LAT/RAT"])
    #expect(legs.left == LegChannel(signal: 1, isCombined: true))
    #expect(legs.right == nil)
    #expect(legs.warnings.map(\.code) == ["legs_combined"])
  }

  @Test func `one leg alone is taken and flagged`() throws {
    #expect(try resolve(["RLEG", "EEG"]).warnings.map(\.code) == ["one_leg"])
    #expect(try resolve(["LLEG1", "RLEG"]).warnings.map(\.code) == ["single_electrode"])
  }

  @Test func `Leg 1 and Leg 2 are for the user to tell`() throws {
    let error = try problem(["EEG", "Leg 1", "Leg 2"])
    #expect(error.code == "ambiguous_leg_channel")
    #expect(error.sentence.contains("each leg"))
    #expect(error.sentence.contains("#1 'Leg 1', #2 'Leg 2'"))
    let told = try resolve(["EEG", "Leg 1", "Leg 2"], ChannelRequest(left: "Leg 1", right: "#2"))
    #expect(told.left == LegChannel(signal: 1))
    #expect(told.right == LegChannel(signal: 2))
  }

  @Test func `no leg at all, a name twice, two candidates: each lists what there is`() throws {
    #expect(try problem(["EEG", "Chin"]).sentence.contains("#0 'EEG', #1 'Chin'"))
    #expect(try problem(["LLEG", "LAT", "RLEG"]).code == "ambiguous_leg_channel")
    let twice = try problem(["Leg", "Leg", "RLEG"], ChannelRequest(left: "Leg"))
    #expect(twice.code == "ambiguous_label")
    #expect(twice.sentence.contains("the left leg") && twice.sentence.contains("#0 'Leg', #1 'Leg'"))
    #expect(try problem(["EEG"], ChannelRequest(left: "LLEG")).code == "no_such_channel")
    #expect(try problem(["EEG"], ChannelRequest(left: "#9")).code == "no_such_channel")
  }

  @Test func `one channel is never both legs`() throws {
    let request = ChannelRequest(left: "LLEG", right: "#0")
    #expect(try problem(["LLEG", "RLEG"], request).code == "channel_used_twice")
    // The channel given for one leg is not detected again for the other.
    let legs = try resolve(["RLEG", "EEG"], ChannelRequest(left: "RLEG"))
    #expect(legs.left == LegChannel(signal: 0))
    #expect(legs.right == nil)
  }

  @Test func `a common reference of both legs is allowed, annotations are no leg`() throws {
    let request = ChannelRequest(left: "A", leftReference: "Ref", right: "B", rightReference: "Ref")
    let legs = try resolve(["A", "B", "Ref"], request)
    #expect(legs.left == LegChannel(signal: 0, reference: 2))
    #expect(legs.right == LegChannel(signal: 1, reference: 2))
    #expect(try problem(["A", "B"], ChannelRequest(left: "EDF Annotations")).code == "annotation_channel")
    #expect(try problem(["A", "B"], ChannelRequest(leftReference: "B")).code == "reference_without_leg")
  }

  @Test func `piezo sensors carry no microvolts`() throws {
    #expect(try problem(["LLEG|uV|Piezo", "RLEG"]).code == "movement_sensor")
  }

  @Test func `impedances that are exported beside the legs are no legs`() throws {
    let legs = try resolve(["Left Leg|V", "Jambe gauche Imp|Ohm", "Right Leg|V", "Left Leg Z|Ohm"])
    #expect(legs.left == LegChannel(signal: 0))
    #expect(legs.right == LegChannel(signal: 2))
  }

  @Test func `French TAG needs TAD beside it`() throws {
    #expect(try resolve(["TAG", "TAD"]).left == LegChannel(signal: 0))
    #expect(try problem(["TAG", "EEG"]).code == "no_leg_channel")
  }

  @Test func `a laboratory's own names come from its channel map`() throws {
    let map = ChannelMap([
      .init(label: "X3", role: .leftLeg), .init(label: "x 4", role: .leftLegReference),
      .init(label: "X5", role: .rightLeg),
      .init(label: "LAT", role: .ignore), .init(label: "X9", role: .ecg),
      .init(label: "not here", role: .rightLeg),
    ])
    let labels = ["X3", "X4", "X5", "LAT", "X9"]
    let legs = try resolve(labels, ChannelRequest(map: map))
    #expect(legs.left == LegChannel(signal: 0, reference: 1))
    #expect(legs.right == LegChannel(signal: 2))
    #expect(legs.ecg == 4)
    let roles = ChannelRole.roles(of: try signals(labels), map: map)
    #expect(roles == [.leftLeg, .leftLeg, .rightLeg, .other, .ecg, .annotations])
  }

  @Test func `a channel map with a wrong role points at the cell`() throws {
    let path = FileManager.default.temporaryDirectory.path + "/map-\(UUID().uuidString).tsv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("label\trole\nX3\tleft_leg\nX4\tleft\n".utf8).write(to: URL(fileURLWithPath: path))
    do {
      _ = try ChannelMap(path: path)
      Issue.record("read")
    } catch {
      #expect(error.location == "line 3, column role")
    }
    try Data("label;role\nX3;left_leg\nX4;right_leg\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try ChannelMap(path: path).entries.count == 2)
  }

  @Test(arguments: [
    ("ECG", true), ("EKG II", true), ("ECG1-ECG2", true), ("ECG L", true), ("ekg", true), ("EMG LAT", false),
    ("ECG rate", false), ("HR", false), ("ECG Impedance", false),
  ])
  func `which channel is the ECG`(label: String, isECG: Bool) throws {
    #expect(
      try resolve(["LLEG", "RLEG", label], ChannelRequest(left: "#0", right: "#1")).ecg == (isECG ? 2 : nil))
  }
}
