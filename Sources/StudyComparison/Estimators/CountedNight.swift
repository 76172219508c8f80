import StudyTables

/// What an estimator needs of one night: how many movements in how many hours, on which evening.
public struct CountedNight: Hashable, Sendable {
  /// Movements, whole and not negative.
  public var count: Int
  /// Hours in which they were counted, above 0.
  public var hours: Double
  /// The evening as a day number, to know which nights follow each other.
  public var day: Int

  public init(count: Int, hours: Double, day: Int) {
    self.count = count
    self.hours = hours
    self.day = day
  }

  public var ratePerHour: Double { Double(count) / hours }

  /// log((count + 0.5) / hours), which a night without movements has too.
  public var logRate: Double { Log.of((Double(count) + 0.5) / hours) }
}

/// The nights of both sides of a contrast. Each has at least one night.
public struct CountedNights: Hashable, Sendable {
  public var before: [CountedNight]
  public var after: [CountedNight]

  public init(before: [CountedNight], after: [CountedNight]) {
    self.before = before
    self.after = after
  }

  public var total: Int { before.count + after.count }
  public var hasBothSides: Bool { !before.isEmpty && !after.isEmpty }
  public var all: [CountedNight] { before + after }

  /// True if one side has no movement at all.
  public var hasSideWithoutMovements: Bool {
    before.allSatisfy { $0.count == 0 } || after.allSatisfy { $0.count == 0 }
  }
}

extension Array where Element == CountedNight {
  public var totalCount: Int { reduce(0) { $0 + $1.count } }
  public var totalHours: Double { reduce(0) { $0 + $1.hours } }
}
