import SleepEvents
import StructuredText

/// What was looked at in a night, category by category.
package struct ScoredCategories: Hashable, Sendable {
  private var states: [ScoredCategory: CategoryState] = [:]

  package init() {}

  package subscript(category: ScoredCategory) -> CategoryState {
    get { states[category] ?? .unknown }
    set { states[category] = newValue }
  }

  /// Whether movements of at least one leg were looked for.
  package var knowsMovements: Bool { self[.leftLeg].isKnown || self[.rightLeg].isKnown }

  /// Whether legs were recorded and none of them could be looked at.
  package var legsCannotBeBelieved: Bool {
    let refused = CategoryState(.no, by: .signal)
    return !knowsMovements && (self[.leftLeg] == refused || self[.rightLeg] == refused)
  }

  /// Which legs the numbers stand on.
  package var legs: LegsUsed {
    switch (self[.leftLeg].isKnown, self[.rightLeg].isKnown) {
    case (true, true): .both
    case (true, false): .left
    case (false, true): .right
    case (false, false): .none
    }
  }
}

/// The legs that a number of movements stands on.
package enum LegsUsed: String, Sendable, JSONWord {
  case both
  case left
  case right
  case none
}

extension CategoryState.State: JSONWord {}
extension CategoryState.Basis: JSONWord {}

extension CategoryState: JSONRecord {
  package init() { self = .unknown }

  package static let fields: [JSONField<CategoryState>] = [
    .value("state", \.state, "yes: looked at; no: not looked at, or not possible; unknown: nothing says"),
    .value("by", \.basis, "signal: by the EMG; events: the scoring holds some; stated: somebody said so"),
  ]
}

extension ScoredCategories: JSONRecord {
  package static let fields: [JSONField<ScoredCategories>] = ScoredCategory.allCases.map { category in
    JSONField(
      key: category.rawValue, definition: "", schema: CategoryState.jsonSchema,
      write: { $0[category].json },
      read: { all, json throws(JSONMismatch) in all[category] = try CategoryState(json: json) })
  }
}
