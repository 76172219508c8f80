import SleepEvents
import StructuredText

/// A random order of nights with and without a drug, drawn and stored before the first night.
///
/// Within each pair of blocks one bit decides which block comes first; the randomisation test runs through
/// the orders that could have been drawn. The seal is the SHA-256 of a line with all decisions, so that a
/// later change to the record is detected.
package struct OrderRecord: Hashable, Sendable {
  /// Nil if the study has one patient.
  package var patientID: String?
  package var pairs = 0
  /// Nights per block: 1, or more if some nights after the last dose must be set aside.
  package var blockNights = 0
  package var seed: UInt64 = 0
  /// True if a person chose the seed rather than the system's generator.
  package var isSeedTyped = false
  /// One digit per night: 0 without, 1 with the drug.
  package var order = ""
  /// The first evening.
  package var start = CalendarDate(dayNumber: 0)
  package var drug = ""
  /// The dose on a night with the drug.
  package var milligrams = 0.0
  /// When the order was drawn, UTC, `YYYY-MM-DDTHH:MM:SSZ`.
  package var made = ""
  /// SHA-256 of `line`, 64 hexadecimal digits.
  package var seal = ""

  /// The name of the file next to the list of nights.
  package static let fileName = StudyTables.orderFileName
  static let designName = "pairs"
  /// If a larger share of recorded nights differs from it, the order was not followed.
  package static let largestShareOfDeviations = 0.2

  /// An empty record, to be filled from a file.
  package init() {}

  /// Draws an order and seals it.
  package init(
    patientID: String? = nil, pairs: Int, blockNights: Int, seed: UInt64, isSeedTyped: Bool,
    start: CalendarDate, drug: String, milligrams: Double, made: String
  ) {
    self.patientID = patientID
    self.pairs = pairs
    self.blockNights = blockNights
    self.seed = seed
    self.isSeedTyped = isSeedTyped
    self.start = start
    self.drug = drug
    self.milligrams = milligrams
    self.made = made
    order = OrderRecord.draw(seed: seed, pairs: pairs, blockNights: blockNights)
    seal = SHA256.hexadecimal(line.utf8)
  }

  /// One random bit per pair, the top bit of SplitMix64: 0 for off then on, 1 for on then off.
  package static func draw(seed: UInt64, pairs: Int, blockNights: Int) -> String {
    var generator = SplitMix64(seed: seed)
    let off = String(repeating: "0", count: blockNights)
    let on = String(repeating: "1", count: blockNights)
    return (0..<pairs).map { _ in generator.next() >> 63 == 1 ? on + off : off + on }.joined()
  }

  /// The text that is sealed: all decisions in one line.
  package var line: String {
    [
      OrderRecord.designName, patientID ?? "-", String(pairs), String(blockNights), String(seed),
      isSeedTyped ? "typed" : "system", order, start.description, drug, JSONValue.numberText(milligrams),
      made,
    ].joined(separator: " ")
  }

  /// Whether an evening is with the drug; nil outside the order.
  package func isOn(_ date: CalendarDate) -> Bool? {
    let night = date - start
    guard night >= 0, night < order.utf8.count else { return nil }
    return order.utf8[order.utf8.index(order.utf8.startIndex, offsetBy: night)] == UInt8(ascii: "1")
  }

  /// The number of the pair of blocks that contains an evening; nil outside the order.
  package func pair(of date: CalendarDate) -> Int? {
    isOn(date).map { _ in (date - start) / (2 * blockNights) }
  }

  package var planned: [CalendarDate: Bool] {
    var planned: [CalendarDate: Bool] = [:]
    for night in 0..<order.utf8.count { planned[start + night] = isOn(start + night) }
    return planned
  }

  /// The problem with the record itself; nil if it can be trusted.
  package var problem: OrderRecordProblem? {
    if seal != SHA256.hexadecimal(line.utf8)
      || order != OrderRecord.draw(seed: seed, pairs: pairs, blockNights: blockNights)
    {
      return .altered
    }
    guard let day = CalendarDate(made.prefix(10)), day <= start else { return .madeAfterTheStart }
    return nil
  }

  /// How many of the nights with a known dose differ from the order.
  package func deviations(_ nights: [(date: CalendarDate, dose: NightlyDose)]) -> (differ: Int, known: Int) {
    let known = nights.filter { $0.dose.isKnown && isOn($0.date) != nil }
    return (known.count { $0.dose.isOn != isOn($0.date) }, known.count)
  }
}

/// Why the order test is withheld although an order was stored.
package enum OrderRecordProblem: String, Hashable, Sendable, CaseIterable {
  /// The record differs from what was sealed.
  case altered = "order_record_altered"
  case madeAfterTheStart = "order_made_after_the_start"
  case notFollowed = "order_not_followed"
}
