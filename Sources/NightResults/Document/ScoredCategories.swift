import SleepEvents
import StructuredText

/// Which categories were scored in a night.
package struct ScoredCategories: Hashable, Sendable {
  private var states: [ScoredCategory: CategoryState] = [:]

  package init() {}

  package subscript(category: ScoredCategory) -> CategoryState {
    get { states[category] ?? .unknown }
    set { states[category] = newValue }
  }

  /// Whether movements were scored for at least one leg.
  package var knowsMovements: Bool { self[.leftLeg].isKnown || self[.rightLeg].isKnown }

  /// Whether legs were recorded but none of them was usable.
  package var legsCannotBeBelieved: Bool {
    let refused = CategoryState(.no, by: .signal)
    return !knowsMovements && (self[.leftLeg] == refused || self[.rightLeg] == refused)
  }

  /// The legs on which the numbers are based.
  package var legs: LegsUsed {
    switch (self[.leftLeg].isKnown, self[.rightLeg].isKnown) {
    case (true, true): .both
    case (true, false): .left
    case (false, true): .right
    case (false, false): .none
    }
  }
}

/// The legs on which a number of movements is based.
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
    .value("state", \.state, "yes: scored; no: not scored, or not possible; unknown: nothing tells"),
    .value("by", \.basis, "signal: by the EMG; events: the scoring has some; stated: the user said so"),
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
