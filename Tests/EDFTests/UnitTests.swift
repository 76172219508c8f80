import Testing

@testable import EDF

/// The unit is the most dangerous field of all.
@Suite struct UnitTests {
  @Test(arguments: ["uV", "mV", "V", "nV"])
  func `the standard's spellings pass without a word`(unit: String) throws {
    let file = try CraftedEDF.plain([CraftedEDF.Channel(unit: unit)]).opened()
    #expect(file.signals[0].unit == unit)
    #expect(file.warnings.isEmpty)
  }

  @Test(arguments: [
    ("uVolt", 1.0), ("uv", 1), ("UV", 1), ("Uv", 1), ("microV", 1), ("MicroVol", 1), ("microvol", 1),
    ("µV", 1),
    ("μV", 1), ("µVolt", 1), ("muV", 1), ("mcV", 1), (".V", 1), ("?V", 1), ("_V", 1), ("uV.", 1), ("[uV]", 1),
    ("(µV)", 1),
    ("u V", 1), ("uVolts", 1), ("mv", 1e3), ("MV", 1e3), ("mVolt", 1e3), ("milliV", 1e3), ("volt", 1e6),
    ("Volts", 1e6), ("v", 1e6), ("nv", 1e-3), ("nanoV", 1e-3), ("Âµv", 1),
  ])
  func `other spellings are read and reported`(unit: String, microvolts: Double) throws {
    let file = try CraftedEDF.plain([CraftedEDF.Channel(unit: unit)]).opened()
    #expect(file.signals[0].microvoltsPerUnit == microvolts)
    #expect(file.warnings.map(\.code) == ["odd_unit"])
  }

  @Test(arguments: [
    [0xB5, 0x56], [0xC2, 0xB5, 0x56], [0xCE, 0xBC, 0x56], [0xE6, 0x56], [0xEF, 0xBF, 0xBD, 0x56],
    [0xB5, 0x76],
  ])
  func `a micro sign in any encoding`(bytes: [UInt8]) throws {
    var channel = CraftedEDF.Channel()
    channel.unit = bytes
    let file = try CraftedEDF.plain([channel]).opened()
    #expect(file.signals[0].unit == "uV")
    #expect(file.signals[0].microvoltsPerUnit == 1)
  }

  @Test(arguments: [
    "", "%", "mmHg", "Ohm", "cmH2O", "bpm", "L/s", "uV/s", "dB", "kV", "pV", "uA", "10uV", "deg", "V/s",
    "mV2", "level",
  ])
  func `what is no voltage, or not one that an electrode gives, has no microvolts`(unit: String) throws {
    let file = try CraftedEDF.plain([CraftedEDF.Channel(unit: unit)]).opened()
    #expect(file.signals[0].microvoltsPerUnit == nil)
    #expect(file.signals[0].unit == unit)
    #expect(throws: EDFError.self) {
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: 8) { buffer in
        try file.readMicrovolts(signal: 0, samples: 0..<8, into: buffer)
      }
    }
  }

  @Test func `a stated unit makes an unknown one usable`() throws {
    let file = try CraftedEDF.plain([CraftedEDF.Channel(unit: "")]).opened()
    let signal = try #require(file.signals[0].assuming(unit: "mV"))
    #expect(signal.microvoltsPerUnit == 1e3)
    #expect(file.signals[0].assuming(unit: "mmHg") == nil)
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: 3) { buffer in
      try file.readMicrovolts(signal: 0, samples: 10..<13, into: buffer, microvoltsPerUnit: 1e3)
      #expect(abs(buffer[1] - 1100) < 0.01)
    }
  }
}
