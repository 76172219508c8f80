import LimbMovementScoring
import SleepEvents
import StructuredText

extension NightDocument {
  /// Reads a stored document of the current or the first edition.
  ///
  /// The first edition counted unscored categories as 0. It left out the indices of breathing and arousals
  /// where there were no events, which shows whether they were scored; values that depend on an unscored
  /// category are removed.
  init(stored json: JSONValue) throws(JSONMismatch) {
    let schema = try Schema(json: json).name
    switch schema {
    case NightDocument.currentSchema: try self.init(json: json)
    case NightDocument.firstSchema:
      try self.init(json: NightDocument.completed(json))
      readAsFirstEdition()
    default: throw JSONMismatch(path: "schema", expected: NightDocument.currentSchema)
    }
  }

  private struct Schema: JSONRecord {
    var name = ""
    static let fields: [JSONField<Schema>] = [.value("schema", \.name, "")]
  }

  /// Adds the members that the first edition did not write.
  private static func completed(_ json: JSONValue) -> JSONValue {
    guard var members = json.members else { return json }
    members.append(.init("scored", ScoredCategories().json))
    return .object(members)
  }

  private mutating func readAsFirstEdition() {
    let legs: CategoryState.Basis = quality.left != nil || quality.right != nil ? .signal : .events
    if legs == .signal {
      if quality.left != nil { scored[.leftLeg] = CategoryState(.yes, by: .signal) }
      if quality.right != nil { scored[.rightLeg] = CategoryState(.yes, by: .signal) }
    } else if ruleSets.contains(where: { ($0.value.indices.movements ?? 0) > 0 }) {
      scored[.leftLeg] = CategoryState(.yes, by: .events)
      scored[.rightLeg] = CategoryState(.yes, by: .events)
    }
    if sleep.totalSleepHours != nil { scored[.stages] = CategoryState(.yes, by: .events) }
    if sleep.apneasHypopneasPerHour != nil || sleep.respiratoryDisturbancesPerHour != nil {
      scored[.respiratory] = CategoryState(.yes, by: .events)
    }
    if sleep.arousalsPerHour != nil { scored[.arousals] = CategoryState(.yes, by: .events) }
    for index in ruleSets.entries.indices {
      ruleSets.entries[index].value.forget(unknownIn: scored)
    }
    quality.flags.append(.firstEdition)
  }
}

extension RuleSetResult {
  /// Removes every value that depends on a category that was not scored.
  fileprivate mutating func forget(unknownIn scored: ScoredCategories) {
    for entry in NightIndices.entries {
      let reason: NullReason? =
        if entry.needsMovements, !scored.knowsMovements {
          .legsNotScored
        } else if entry.needs.contains(.respiration), !scored[.respiratory].isKnown {
          .respiratoryNotScored
        } else if entry.needs.contains(.arousals), !scored[.arousals].isKnown {
          .arousalsNotScored
        } else {
          nil
        }
      guard let reason, entry.value(indices) != nil else { continue }
      entry.clear(&indices)
      reasons.entries.append((entry.key, reason))
    }
  }
}
