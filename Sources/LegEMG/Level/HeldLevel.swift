/// Keeps the resting level from rising during a contraction that lasts minutes.
///
/// ``RestingLevel`` follows a signal that stays high. If it would rise at once by as much as a movement
/// requires (W-LM-1), or by less but to a level that wavers more than rest does, that counts as a movement
/// until it ends, or until it has lasted longer than any contraction can.
struct HeldLevel {
  /// A rise of this much is a contraction however steady it is, microvolts.
  let riseMicrovolts: Float
  /// A smaller rise is one if the level wavers by this share; resting muscle and amplifiers waver by
  /// 0.06-0.16.
  static let wander: Float = 0.2
  /// Holding continues while the level stays this far up: the offset threshold, microvolts.
  let staysMicrovolts: Float
  let longestHalfSeconds: Int
  /// A pause of this many half seconds ends it; a shorter one separates two movements of one contraction.
  private static let longestPause = 20
  private var level: Float?
  private var held = 0
  private var pause = 0

  init(riseMicrovolts: Float, staysMicrovolts: Float, longestHalfSeconds: Int) {
    self.riseMicrovolts = riseMicrovolts
    self.staysMicrovolts = staysMicrovolts
    self.longestHalfSeconds = longestHalfSeconds
  }

  /// The resting level to use for the next half second.
  ///
  /// - Parameters:
  ///   - wander: relative spread of the lower half of the window that gave the level.
  ///   - lowest: lowest tenth of that window, microvolts, which is high only if the signal never returns to
  ///     rest.
  mutating func level(_ next: Float?, wander: Float, lowest: Float) -> Float? {
    guard let next, let last = level, held < longestHalfSeconds else {
      level = next
      held = 0
      pause = 0
      return next
    }
    let rise = next - last
    if held > 0 {
      held += 1
      pause = rise >= staysMicrovolts ? 0 : pause + 1
      if pause == 0 { return last }
      if pause > HeldLevel.longestPause {
        held = 0
        pause = 0
        level = next
      }
      return next
    }
    let isWavering = rise >= staysMicrovolts && wander > HeldLevel.wander
    if rise >= riseMicrovolts || isWavering, lowest >= last + 0.35 * staysMicrovolts {
      held = 1
      return last
    }
    level = next
    return next
  }
}
