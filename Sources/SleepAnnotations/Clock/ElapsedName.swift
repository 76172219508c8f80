/// Whether the name of a column of times says that they count from the start of the recording.
enum ElapsedName {
  private static let marks: Set<Substring> = ["elapsed", "relative"]
  private static let beginnings: Set<Substring> = [
    "start", "begin", "beginning", "onset", "recording", "zero",
  ]
  private static let origins: Set<Substring> = ["sleep", "lights", "light", "midnight", "previous", "last"]
  private static let units: Set<Substring> = ["s", "sec", "secs", "second", "seconds"]

  /// - Parameter name: lower case, with single blanks for punctuation.
  static func says(_ name: String) -> Bool { without(name) != nil }

  /// The name without the words that say so; nil if it does not say so.
  static func without(_ name: String) -> String? {
    var words = name.split(separator: " ")
    // Time since sleep onset or lights off is not time since the start.
    guard origins.isDisjoint(with: words) else { return nil }
    var says = false
    if let since = words.firstIndex(where: { $0 == "since" || $0 == "from" }),
      !beginnings.isDisjoint(with: words[(since + 1)...])
    {
      words.removeSubrange(since...)
      says = true
    }
    let rest = words.filter { !marks.contains($0) }
    guard says || rest.count < words.count else { return nil }
    return rest.count == 1 && units.contains(rest[0]) ? "" : rest.joined(separator: " ")
  }
}
