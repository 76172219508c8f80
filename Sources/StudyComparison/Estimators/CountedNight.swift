import StudyTables

/// What an estimator needs of one night: how many movements in how many hours, on which evening.
package struct CountedNight: Hashable, Sendable {
  /// Movements, whole and not negative.
  package var count: Int
  /// Hours in which they were counted, above 0.
  package var hours: Double
  /// The evening as a day number, to know which nights follow each other.
  package var day: Int

  package init(count: Int, hours: Double, day: Int) {
    self.count = count
    self.hours = hours
    self.day = day
  }

  package var ratePerHour: Double { Double(count) / hours }

  /// log((count + 0.5) / hours), which a night without movements has too.
  package var logRate: Double { Log.of((Double(count) + 0.5) / hours) }
}

/// The nights of both sides of a contrast. Each has at least one night.
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

  /// True if one side has no movement at all.
  package var hasSideWithoutMovements: Bool {
    before.allSatisfy { $0.count == 0 } || after.allSatisfy { $0.count == 0 }
  }
}

extension Array where Element == CountedNight {
  package var totalCount: Int { reduce(0) { $0 + $1.count } }
  package var totalHours: Double { reduce(0) { $0 + $1.hours } }
}
