/// Finds rows with the same key, storing one hash for each row instead of its strings.
struct SeenRows {
  /// Index of the first row with each hash.
  private var places: [Int: Int32] = [:]

  /// The index of the first row with this key; nil if it is this row, whose index is `place`.
  ///
  /// - Parameter isSame: whether the row at an index has the same key, since keys may share a hash.
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

/// The key of a row in a table of nights.
struct NightKey: Hashable {
  var patientID: String
  var nightID: String
  var rules: String

  init(_ row: NightRow) {
    (patientID, nightID, rules) = (row.patientID, row.nightID, row.scoringRules ?? "")
  }

  init(_ record: NightRecord) { (patientID, nightID, rules) = (record.patientID, record.nightID, "") }
}
