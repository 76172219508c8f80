import StudyTables

/// One night as the estimators need it: the number of movements, the hours, and the evening.
package struct CountedNight: Hashable, Sendable {
  /// Number of movements, not negative.
  package var count: Int
  /// Hours in which they were counted, above 0.
  package var hours: Double
  /// The evening as a day number, to identify consecutive nights.
  package var day: Int

  package init(count: Int, hours: Double, day: Int) {
    self.count = count
    self.hours = hours
    self.day = day
  }

  package var ratePerHour: Double { Double(count) / hours }

  /// log((count + 0.5) / hours), which is finite even for a night without movements.
  package var logRate: Double { Log.of((Double(count) + 0.5) / hours) }
}

/// The nights of the two sides of a contrast.
package struct CountedNights: Hashable, Sendable {
  package var before: [CountedNight]
  package var after: [CountedNight]

  package init(before: [CountedNight], after: [CountedNight]) {
    self.before = before
    self.after = after
  }

  package var total: Int { before.count + after.count }
  package var hasBothSides: Bool { !before.isEmpty && !after.isEmpty }
  package var all: [CountedNight] { before + after }

  /// True if a side has no movements at all.
  package var hasSideWithoutMovements: Bool {
    before.allSatisfy { $0.count == 0 } || after.allSatisfy { $0.count == 0 }
  }
}

extension Array where Element == CountedNight {
  package var totalCount: Int { reduce(0) { $0 + $1.count } }
  package var totalHours: Double { reduce(0) { $0 + $1.hours } }
}
