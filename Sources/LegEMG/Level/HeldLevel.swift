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
  private var level: Float?
  private var held = 0

  init(riseMicrovolts: Float, staysMicrovolts: Float, longestHalfSeconds: Int) {
    self.riseMicrovolts = riseMicrovolts
    self.staysMicrovolts = staysMicrovolts
    self.longestHalfSeconds = longestHalfSeconds
  }

  /// The level to use for the next half second.
  ///
  /// - Parameter wander: how much the lower half of the window that gave the level spreads, as a share.
  mutating func level(_ next: Float?, wander: Float) -> Float? {
    guard let next, let last = level, held < longestHalfSeconds, isContraction(next - last, wander: wander)
    else {
      level = next
      held = 0
      return next
    }
    held += 1
    return last
  }

  private func isContraction(_ rise: Float, wander: Float) -> Bool {
    rise >= riseMicrovolts || rise >= staysMicrovolts && (held > 0 || wander > HeldLevel.wander)
  }
}
