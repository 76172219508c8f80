/// A category of events that may or may not have been looked for in a night. The count of a category that was
/// not looked for is unknown, not 0.
package enum ScoredCategory: String, Sendable, CaseIterable {
  case stages
  case leftLeg = "left_leg"
  case rightLeg = "right_leg"
  case respiratory
  case arousals
  case lights
}

/// Whether a category was looked for, and how that is known.
package struct CategoryState: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    case yes
    case no
    case unknown
  }

  package enum Basis: String, Sendable, CaseIterable {
    /// Found in the EMG, or not obtainable from it.
    case signal
    /// The scoring holds at least one event of the category.
    case events
    /// Stated by the user.
    case stated
  }

  package var state: State
  /// Nil if unknown.
  package var basis: Basis?

  package init(_ state: State, by basis: Basis? = nil) {
    self.state = state
    self.basis = basis
  }

  package static let unknown = CategoryState(.unknown)
  /// Whether numbers may be derived from the category.
  package var isKnown: Bool { state == .yes }
}
