import Testing

@testable import EDF

@Suite struct DecimalTextTests {
  @Test(arguments: [
    ("3276.7", 3276.7), ("-3276,7", -3276.7), ("+0.5", 0.5), ("-3.28E+3", -3280), ("1.0E+00", 1),
    ("1d2", 100),
    (".5", 0.5), ("5.", 5), ("000123", 123), ("0.1", 0.1), ("8388607", 8_388_607),
  ])
  func `numbers as laboratories write them`(text: String, value: Double) throws {
    let number = try #require(DecimalText(Array(text.utf8)))
    #expect(number.value == value)
    #expect(number.hasComma == text.contains(","))
  }

  @Test(arguments: [
    "", "-", "+", ".", "0x10", "1e", "1e+", "nan", "inf", "1 2", "1.2.3", "1,234.5", "--1", "12a",
  ])
  func `what is no number is refused`(text: String) {
    #expect(DecimalText(Array(text.utf8)) == nil)
  }

  @Test func `a duration is an exact fraction`() throws {
    let number = try #require(DecimalText(Array("1.000301".utf8)))
    #expect(number.rational == ExactRational(1_000_301, 1_000_000))
    #expect(DecimalText(Array("1E99".utf8))?.rational == nil)
    #expect(DecimalText(Array("1E99999".utf8))?.value == .infinity)
  }

  @Test func `seconds become the nearest tick`() throws {
    #expect(DecimalText(Array("0.0078125".utf8))?.ticks == 16_000_000)
    #expect(DecimalText(Array("-1".utf8))?.ticks == -2_048_000_000)
    #expect(DecimalText(Array("1E30".utf8))?.ticks == nil)
    #expect(DecimalText(Array("99999999999".utf8))?.ticks == nil)
  }
}
