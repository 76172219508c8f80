import LimbMovementScoring
import SleepEvents

extension NightResult {
  /// Searches the contractions of the legs for trains and myoclonus.
  mutating func findOtherMovements(_ bursts: [MuscleBurst]) {
    let hypnogram = input.hypnogram.flatMap { $0.isEmpty ? nil : $0 }
    let window = input.window
    let usable = bursts.filter { burst in window?.overlaps(burst.range) ?? true }
    otherMovements = OtherMovementRules().movements(
      in: usable, hypnogram: hypnogram, periodic: periodicRanges(inSleep: false))
    otherMovementsReason = nil
  }
}
