/// Keeps the resting level down during a contraction of minutes.
///
/// ``RestingLevel`` follows a signal that stays up. Where it would rise at once by as much as makes a movement
/// (W-LM-1), that is a movement until it ends, or until no contraction lasts so long.
struct HeldLevel {
  let riseMicrovolts: Float
  let longestHalfSeconds: Int
  private var level: Float?
  private var held = 0

  init(riseMicrovolts: Float, longestHalfSeconds: Int) {
    self.riseMicrovolts = riseMicrovolts
    self.longestHalfSeconds = longestHalfSeconds
  }

  /// The level to use for the next half second.
  mutating func level(_ next: Float?) -> Float? {
    guard let next, let last = level, next >= last + riseMicrovolts, held < longestHalfSeconds else {
      level = next
      held = 0
      return next
    }
    held += 1
    return last
  }
}
