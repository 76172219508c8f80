import Foundation

/// Processor time and memory of one piece of work in this process.
struct Cost {
  let cpuSeconds: Double
  /// Largest resident size so far, bytes.
  let peakBytes: Int

  static func of(_ work: () throws -> Void) rethrows -> Cost {
    let before = usage()
    try work()
    let after = usage()
    return Cost(cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakBytes: after.peakBytes)
  }

  static func usage() -> Cost {
    var facts = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &facts)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return Cost(
      cpuSeconds: seconds(facts.ru_utime) + seconds(facts.ru_stime), peakBytes: Int(facts.ru_maxrss) << 10)
  }
}
