/// Finds the second row of one key by a number for each row, instead of its texts once more.
struct SeenRows {
  /// Where the first row with this number stands.
  private var places: [Int: Int32] = [:]

  /// Where the first row of this key stands; nil if it is this one, which stands at `place`.
  ///
  /// - Parameter isSame: whether the row at a place has the key too; two keys may have one number.
  mutating func first(of key: some Hashable, place: Int, isSame: (Int) -> Bool) -> Int? {
    var number = key.hashValue
    while let other = places[number] {
      if isSame(Int(other)) { return Int(other) }
      number &+= 1
    }
    places[number] = Int32(place)
    return nil
  }
}

/// What tells the rows of a table of nights apart.
struct NightKey: Hashable {
  var patientID: String
  var nightID: String
  var rules: String

  init(_ row: NightRow) {
    (patientID, nightID, rules) = (row.patientID, row.nightID, row.scoringRules ?? "")
  }

  init(_ record: NightRecord) { (patientID, nightID, rules) = (record.patientID, record.nightID, "") }
}
