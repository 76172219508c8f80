/// Published effect of a class of drugs on periodic limb movements in sleep.
package struct PublishedEffect: Hashable, Sendable {
  package enum Direction: String, Hashable, Sendable, CaseIterable {
    case raises
    case lowers
    case leaves
  }

  package var direction: Direction
  /// Author and year of the first source, such as `Yang 2005`.
  package var source: String

  /// "this class usually raises PLMS (Yang 2005)"
  package var words: String {
    switch direction {
    case .raises: "this class usually raises PLMS (\(source))"
    case .lowers: "this class usually lowers PLMS (\(source))"
    case .leaves: "this class usually leaves PLMS as they are (\(source))"
    }
  }
}

extension DrugClass {
  /// Nil if no source that was read gives one direction: a direction known only from memory is not reported.
  package var publishedEffect: PublishedEffect? {
    let direction: PublishedEffect.Direction
    switch limbMovementDirection {
    case "higher": direction = .raises
    case "lower", "lower_modest": direction = .lowers
    case "neutral": direction = .leaves
    default: return nil
    }
    guard referenceStatus.hasPrefix("found") else { return nil }
    // The first source begins with author and year; a name without a year cannot be looked up.
    let words = reference.split(whereSeparator: { $0 == " " || $0 == ";" })
    guard let year = words.firstIndex(where: { $0.count == 4 && $0.allSatisfy(\.isNumber) }), year > 0,
      year < 4
    else { return nil }
    return PublishedEffect(direction: direction, source: words[...year].joined(separator: " "))
  }
}

extension DrugTable {
  /// The published effect of a row's drug class; nil for a drug without the effects of its class.
  package func publishedEffect(of interval: MedicationInterval) -> PublishedEffect? {
    let generic = names.resolve(interval.drugName).generic
    if let generic, durations[generic]?.isUnlikeItsClass == true { return nil }
    return drugClass(of: interval)?.publishedEffect
  }
}
