/// What somebody may or may not have looked for in a night. A count of a category that nobody looked at is unknown, not 0.
package enum ScoredCategory: String, Sendable, CaseIterable {
  case stages
  case leftLeg = "left_leg"
  case rightLeg = "right_leg"
  case respiratory
  case arousals
  case lights
}

/// Whether a category was looked at, and how that is known.
package struct CategoryState: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    case yes
    case no
    case unknown
  }

  package enum Basis: String, Sendable, CaseIterable {
    /// Found in the EMG, or tried and not possible there.
    case signal
    /// The scoring holds at least one event of the category.
    case events
    /// Somebody said so.
    case stated
  }

  package var state: State
  /// Nil where nothing is known.
  package var basis: Basis?

  package init(_ state: State, by basis: Basis? = nil) {
    self.state = state
    self.basis = basis
  }

  package static let unknown = CategoryState(.unknown)
  /// Whether a number may stand on the category.
  package var isKnown: Bool { state == .yes }
}
