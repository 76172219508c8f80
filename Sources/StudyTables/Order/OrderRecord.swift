import SleepEvents
import StructuredText

/// A random order of nights with and without a drug, drawn and stored before the first night.
///
/// Within each pair of blocks one bit decides which block comes first; the orders that could have been drawn are what
/// the randomisation test goes through. The seal is the SHA-256 of a line of all that was decided, so that a record
/// that was changed later is told from one that was not.
package struct OrderRecord: Hashable, Sendable {
  /// Nil where the study has one patient.
  package var patientID: String?
  package var pairs = 0
  /// Nights of a block: 1, or more where some nights after the last dose must be set aside.
  package var blockNights = 0
  package var seed: UInt64 = 0
  /// True if a person chose the seed; the system's generator is the usual source.
  package var isSeedTyped = false
  /// One digit a night: 0 without, 1 with the drug.
  package var order = ""
  /// The first evening.
  package var start = CalendarDate(dayNumber: 0)
  package var drug = ""
  /// The dose of a night with the drug.
  package var milligrams = 0.0
  /// When the order was drawn, UTC, `YYYY-MM-DDTHH:MM:SSZ`.
  package var made = ""
  /// SHA-256 of `line`, 64 hexadecimal digits.
  package var seal = ""

  /// The name of the file beside the list of nights.
  package static let fileName = StudyTables.orderFileName
  static let designName = "pairs"
  /// Above this share of recorded nights that differ from it, an order was not followed.
  package static let largestShareOfDeviations = 0.2

  /// One to be filled from its file.
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

  /// One random bit a pair, the top one of SplitMix64: 0 for off then on, 1 for on then off.
  package static func draw(seed: UInt64, pairs: Int, blockNights: Int) -> String {
    var generator = SplitMix64(seed: seed)
    let off = String(repeating: "0", count: blockNights)
    let on = String(repeating: "1", count: blockNights)
    return (0..<pairs).map { _ in generator.next() >> 63 == 1 ? on + off : off + on }.joined()
  }

  /// What is sealed: everything that was decided, in one line.
  package var line: String {
    [
      OrderRecord.designName, patientID ?? "-", String(pairs), String(blockNights), String(seed),
      isSeedTyped ? "typed" : "system", order, start.description, drug, JSONValue.numberText(milligrams),
      made,
    ].joined(separator: " ")
  }

  /// With or without the drug on an evening; nil outside the order.
  package func isOn(_ date: CalendarDate) -> Bool? {
    let night = date - start
    guard night >= 0, night < order.utf8.count else { return nil }
    return order.utf8[order.utf8.index(order.utf8.startIndex, offsetBy: night)] == UInt8(ascii: "1")
  }

  /// The number of the pair of blocks in which an evening lies; nil outside the order.
  package func pair(of date: CalendarDate) -> Int? {
    isOn(date).map { _ in (date - start) / (2 * blockNights) }
  }

  package var planned: [CalendarDate: Bool] {
    var planned: [CalendarDate: Bool] = [:]
    for night in 0..<order.utf8.count { planned[start + night] = isOn(start + night) }
    return planned
  }

  /// What is wrong with the record itself; nil if it may be trusted.
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

/// Why the order test is withheld though an order was stored.
package enum OrderRecordProblem: String, Hashable, Sendable, CaseIterable {
  /// The record is not what was sealed.
  case altered = "order_record_altered"
  case madeAfterTheStart = "order_made_after_the_start"
  case notFollowed = "order_not_followed"
}
