import SleepEvents
import Testing

@testable import NightAnalysis

@Suite struct LegLabelTests {
  @Test(arguments: [
    ("LEG/L", LegLabel.leg(.left)), ("Leg /L", .leg(.left)), (" Leg/L", .leg(.left)), ("Leg  L", .leg(.left)),
    ("EMG LAT", .leg(.left)), ("L Leg", .leg(.left)), ("LLEG-RLEG", .combined), ("EMG Tib.L", .leg(.left)),
    ("PLMl", .leg(.left)), ("RLEG", .leg(.right)),
  ])
  func `labels of the crafted files`(label: String, meaning: LegLabel) {
    #expect(LegLabel(label, hasFrenchPair: false) == meaning)
  }

  @Test(arguments: [
    ("LAT-L", LegLabel.electrode(.left)), ("LAT-U", .electrode(.left)), ("RAT-L", .electrode(.right)),
    ("RAT-U", .electrode(.right)), ("Leg 1", .ambiguous), ("LEG2", .ambiguous), ("LLEG+", .electrode(.left)),
    ("LLEG-", .electrode(.left)), ("LLEG", .leg(.left)), ("LAT1-LAT2", .leg(.left)),
    ("RAT1-RAT2", .leg(.right)), ("EMG LLEG-RLEG", .combined), ("LAT/RAT", .combined), ("Legs", .combined),
    ("LEG", .combined), ("lat r", .leg(.right)), ("Leg_1", .leg(.left)),
  ])
  func `electrodes, pairs and combined channels (scoring H.2)`(label: String, meaning: LegLabel) {
    #expect(LegLabel(label, hasFrenchPair: false) == meaning)
  }

  @Test(arguments: [
    ("EEG LLeg1", LegLabel.electrode(.left)), ("EEG RLeg2", .electrode(.right)),
    ("EEG Left Leg", .leg(.left)),
    ("EEG LLeg1-LLeg2", .leg(.left)), ("POL LAT", .leg(.left)), ("POL RLEG+", .electrode(.right)),
    ("BIP Tib R", .leg(.right)), ("AUX Bein links", .leg(.left)), ("EEG L-Tib", .leg(.left)),
    ("EEG EKG-RLeg", .other), ("EEG LAT", .other), ("EOG LAT", .other), ("EEG C4-M1", .other),
    ("EEG L Arm", .other),
    ("EEG TA", .other), ("EEGLEFT", .other), ("EEG", .other), ("POL Chin", .other), ("Polyleg", .other),
  ])
  func `a recorder's prefix before every label hides no leg, and makes none`(label: String, meaning: LegLabel)
  {
    #expect(LegLabel(label, hasFrenchPair: false) == meaning)
  }

  @Test(arguments: [
    ("LLeg1:LLeg2", LegLabel.leg(.left)), ("LAT:RAT", .combined), ("EMG RAT1:RAT2", .leg(.right)),
    ("LLEG:A2", .leg(.left)), ("Leg:L", .leg(.left)), ("R Tib 1 : R Tib 2", .leg(.right)),
  ])
  func `a colon is a mark of derivation`(label: String, meaning: LegLabel) {
    #expect(LegLabel(label, hasFrenchPair: false) == meaning)
  }

  @Test(arguments: [
    ("Bein li", LegLabel.leg(.left)), ("EMG Bein re.", .leg(.right)), ("Tibialis links", .leg(.left)),
    ("Tib rechts", .leg(.right)), ("Jambe gauche", .leg(.left)), ("jambe D", .leg(.right)),
    ("TIB ANT DX", .leg(.right)), ("tibialis sin", .leg(.left)), ("Pierna izq", .leg(.left)),
    ("EMG.Tib.Ant.R", .leg(.right)), ("Left Tibialis", .leg(.left)), ("EMG R Tib", .leg(.right)),
    ("LAT-Ref", .leg(.left)), ("EMG Leg Left", .leg(.left)), ("PLM1", .ambiguous), ("EMG L.Leg", .leg(.left)),
    ("L TIBIAL", .leg(.left)), ("EMG-TibR", .leg(.right)), ("Tib. ant. li", .leg(.left)),
    ("LLEG1 - LLEG2", .leg(.left)), ("EMG RLEG1-2", .leg(.right)), ("Tib G", .leg(.left)),
    ("EMG TIB.D", .leg(.right)), ("Pierna I", .leg(.left)), ("Perna E", .leg(.left)),
    ("Gamba S", .leg(.left)),
    ("Ben H", .leg(.right)), ("ben vänster", .leg(.left)), ("Høyre ben", .leg(.right)),
    ("Noga P", .leg(.right)),
    ("EMG Leg Left Tibialis", .leg(.left)), ("L Leg Tib", .leg(.left)), ("RLegTib", .leg(.right)),
    ("Linkes Bein", .leg(.left)), ("Rt Leg", .leg(.right)), ("Leg Lt", .leg(.left)), ("LFoot", .leg(.left)),
    ("R_TA", .leg(.right)), ("EMG_AT_L", .leg(.left)), ("Leg EMG L", .leg(.left)),
    ("EMG L Leg 1", .electrode(.left)),
    ("Right Leg 2", .electrode(.right)), ("Left/Right Leg", .combined), ("L+R Leg", .combined),
    ("Both Legs", .combined),
  ])
  func `labels that no table lists, in several languages`(label: String, meaning: LegLabel) {
    #expect(LegLabel(label, hasFrenchPair: false) == meaning)
  }

  @Test(arguments: [
    "Chin", "EMG Chin1-Chin2", "Arms-L", "LArm", "EMG Arm R", "Intercostal", "EEG C4-M1", "ECG", "SpO2",
    "Flow",
    "TAG", "L", "R", "Effort THO", "Jambe gauche Imp", "Elevation", "Light", "Battery", "Pulse", "1-2",
    "Pleth",
    "EOG L", "EMG", "EMG1", "Tibetan", "Deltoid L", "EMG submental", "Delta", "Legend", "Table", "Alternate",
    "AT", "TA", "Ben", "Data R", "Status", "L Chin", "LOC", "ROC", "E1-M2", "L Arm", "Resp Rate",
    "Pulse Rate", "TcCO2",
    "PTAF", "Nasal", "Elevation", "Tilt", "Sum", "Leak", "Right", "Left", "Body Pos", "DC1", "LEOG", "REOG",
    "EMG2",
    "Cannula", "Therm", "Plantar", "Audio L", "Beat", "Platform", "Bite", "Tidal Vol", "Stat", "EMG3",
    "Limit", "Footer", "Rate", "FDS-L", "Stage", "Plat", "Flat", "Lateral",
  ])
  func `what is no leg`(label: String) {
    #expect(LegLabel(label, hasFrenchPair: false) == .other)
  }

  @Test func `French TAG is the left leg only beside TAD`() {
    #expect(LegLabel("TAG", hasFrenchPair: true) == .leg(.left))
    #expect(LegLabel("TAD", hasFrenchPair: true) == .leg(.right))
  }

  @Test func `every label of the table means what the table says`() {
    let lines = String(decoding: PackageResources.leg_labels_tsv, as: UTF8.self).split(separator: "\n")
      .dropFirst()
    #expect(lines.count == 176)
    for line in lines {
      let cells = line.split(separator: "\t").map(String.init)
      let meaning = LegLabel(cells[0], hasFrenchPair: true)
      let expected: LegLabel? =
        switch cells[1] {
        case "L": .leg(.left)
        case "R": .leg(.right)
        case "L-electrode": .electrode(.left)
        case "R-electrode": .electrode(.right)
        case "both": .combined
        default: .ambiguous
        }
      #expect(meaning == expected, "\(cells[0])")
    }
  }
}
