/// Keeps the resting level down during a contraction of minutes.
///
/// ``RestingLevel`` follows a signal that stays up. Where it would rise at once by as much as makes a movement
/// (W-LM-1), or by less to a level that wavers as no rest does, that is a movement until it ends, or until no
/// contraction lasts so long.
struct HeldLevel {
  /// A rise of this much is a contraction however steady, microvolts.
  let riseMicrovolts: Float
  /// A smaller rise is one if the level wavers by this share; resting muscle and amplifiers waver by 0.06-0.16.
  static let wander: Float = 0.2
  /// What is held goes on while the level stays this far up: the offset threshold, microvolts.
  let staysMicrovolts: Float
  let longestHalfSeconds: Int
  /// A pause of this many half seconds ends it; a shorter one parts two movements of one contraction.
  private static let longestPause = 20
  private var level: Float?
  private var held = 0
  private var pause = 0

  init(riseMicrovolts: Float, staysMicrovolts: Float, longestHalfSeconds: Int) {
    self.riseMicrovolts = riseMicrovolts
    self.staysMicrovolts = staysMicrovolts
    self.longestHalfSeconds = longestHalfSeconds
  }

  /// The level to use for the next half second.
  ///
  /// - Parameters:
  ///   - wander: how much the lower half of the window that gave the level spreads, as a share.
  ///   - lowest: that window's lowest tenth, microvolts: it lies up there only where the signal never comes back.
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
