import CEDFLib
import EDF
import SleepEvents
import Synchronization

/// Debian's libedf as an independent second reader and a strict judge of conformance.
///
/// libedf trusts header fields that it should not, so it is given only files that have passed our own checks.
/// It is opened without annotations, for which its memory use is unbounded.
package enum LibEDF {
  package enum Outcome: String, Sendable {
    case accepted
    case refused
    case notAsked = "not_asked"
  }

  package struct Verdict: Sendable, Hashable {
    /// Version of the loaded library, such as `1.23`.
    package let version: String
    package let outcome: Outcome
    /// Why not; nil if accepted. Worked out here, since libedf gives no reason.
    package let reason: String?
  }

  /// Opening and closing are not thread-safe in libedf.
  static let lock = Mutex(())

  /// The version of the loaded library, such as `1.23`.
  package static var version: String {
    let number = Int(cedflib_running_version())
    let minor = number % 100
    return "\(number / 100).\(minor < 10 ? "0" : "")\(minor)"
  }

  /// libedf's verdict on a file that we have already opened.
  package static func verdict(of file: EDFFile) -> Verdict {
    if let reason = reasonNotToAsk(file) {
      return Verdict(version: version, outcome: .notAsked, reason: reason)
    }
    do {
      _ = try LibEDFReader(file)
      return Verdict(version: version, outcome: .accepted, reason: nil)
    } catch .libEDFRefuses(_, let reason) {
      return Verdict(version: version, outcome: .refused, reason: reason)
    } catch {
      return Verdict(version: version, outcome: .notAsked, reason: error.sentence)
    }
  }

  /// Compares every digital sample of the given channels as both readers see it.
  ///
  /// - Throws: `.readersDisagree` at the first difference, `.libEDFRefuses` if libedf does not accept the
  ///   file.
  package static func compareDigitalSamples(_ file: EDFFile, signals: [Int]) throws(EDFError) {
    let reader = try LibEDFReader(file)
    let block = 64 << 10
    for signal in signals {
      let count = file.sampleCount(signal: signal)
      guard !file.signals[signal].isAnnotations, count > 0 else { continue }
      let theirCount = reader.sampleCount(signal: signal)
      guard theirCount == count else {
        throw .readersDisagree(
          file: file.name, channel: file.signals[signal].displayName, sample: min(count, theirCount),
          ours: count, theirs: theirCount)
      }
      let range = file.signals[signal].digitalBounds
      var start = 0
      while start < count {
        let samples = start..<min(start + block, count)
        let ours = try file.digitalSamples(signal: signal, samples: samples)
        let theirs = try reader.digitalSamples(signal: signal, samples: samples)
        // Since version 1.20 libedf clips to the stated digital range; we do not.
        if ours != theirs,
          let place = zip(ours, theirs).enumerated().first(where: {
            range.clipped($0.element.0) != $0.element.1
          })
        {
          throw .readersDisagree(
            file: file.name, channel: file.signals[signal].displayName, sample: start + place.offset,
            ours: Int(place.element.0), theirs: Int(place.element.1))
        }
        start = samples.upperBound
      }
    }
  }

  /// - Throws: `.libEDFVersion` if the loaded library differs from the one whose header we were compiled
  ///   with: its header struct has a different size, and it would write past the end of ours.
  static func checkVersion(
    compiled: Int = Int(cedflib_compiled_version()), running: Int = Int(cedflib_running_version())
  ) throws(EDFError) {
    guard compiled == running else { throw .libEDFVersion(compiled: compiled, running: running) }
  }
}

struct DigitalBounds {
  let low: Int32
  let high: Int32

  func clipped(_ value: Int32) -> Int32 { min(max(value, low), high) }
}

extension EDFSignal {
  var digitalBounds: DigitalBounds {
    let a = digitalMinimum ?? -8_388_608
    let b = digitalMaximum ?? 8_388_607
    return DigitalBounds(low: Int32(clamping: Int(min(a, b))), high: Int32(clamping: Int(max(a, b))))
  }
}
