import LimbMovementScoring
import SleepEvents
import StructuredText

extension NightDocument {
  /// Reads a stored document of this or of the first edition.
  ///
  /// The first edition counted what nobody scored as 0. Whether breathing and arousals were scored is told there by
  /// their indices, which it left out where there was no event; what hangs on them is taken away where there was none.
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

  /// With the members that the first edition did not write.
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
  /// Takes away every number that hangs on a category that nobody looked at.
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
      entry.set(&indices, nil)
      reasons.entries.append((entry.key, reason))
    }
  }
}
