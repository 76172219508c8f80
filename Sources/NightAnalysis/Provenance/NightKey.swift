import EDF
import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// Identifies the night to which files belong: the first 12 hexadecimal digits of a hash of the legs' samples
/// and the start, or of the scorings if there is no recording. It does not depend on parameters or version.
package enum NightKey {
  private static let digits = 12
  private static let stretches = 128
  private static let samplesOfStretch = 64

  /// The key of a recording, from its leg channels.
  ///
  /// 128 stretches of each channel, spread evenly over the night, suffice to distinguish two nights and cost
  /// almost nothing compared with the analysis.
  ///
  /// - Parameter legs: channel indices, references included, left before right.
  /// - Throws: `EDFError` if a sample cannot be read.
  package static func of(_ file: EDFFile, legs: [Int]) throws -> String {
    var hash = SHA256()
    hash.add("\(file.start.iso8601 ?? "-")\n")
    for signal in legs {
      let count = file.sampleCount(signal: signal)
      hash.add("\(count)\n")
      for stretch in 0..<stretches {
        let start = count / stretches * stretch
        let end = min(count, start + min(samplesOfStretch, max(1, count / stretches)))
        guard start < end else { continue }
        if let samples = try samples(of: file, signal, start..<end) {
          samples.withUnsafeBytes { hash.add($0) }
        } else {
          hash.add("unreadable \(start)\n")
        }
      }
    }
    return String(hash.hexadecimal.prefix(digits))
  }

  /// Nil if the bytes cannot be read even at the second attempt: a disk that failed once must not change the
  /// night's key permanently.
  private static func samples(of file: EDFFile, _ signal: Int, _ range: Range<Int>) throws(EDFError)
    -> [Int32]?
  {
    for _ in 1...2 {
      do throws(EDFError) { return try file.digitalSamples(signal: signal, samples: range) } catch {
        guard error.isReadFailure else { throw error }
      }
    }
    return nil
  }

  /// The key of a recording, using the leg channels named in a result.
  ///
  /// - Returns: nil if the recording has no channels with those names.
  package static func of(_ file: EDFFile, legsOf document: NightDocument) throws -> String? {
    var signals: [Int] = []
    for leg in Leg.allCases {
      guard let name = document.quality[leg]?.channel else { continue }
      guard let found = Derivation.signals(named: name, of: file) else { return nil }
      signals += found
    }
    return signals.isEmpty ? nil : try of(file, legs: signals)
  }

  /// The key of a night that consists only of scorings.
  static func ofScorings(_ paths: [String]) throws -> String {
    var hash = SHA256()
    for path in paths.flatMap(ResultFolder.filesRead) { hash.add(try FileDigest.whole(path: path) + "\n") }
    return String(hash.hexadecimal.prefix(digits))
  }
}

extension Derivation {
  /// The channel with that label, or the two channels whose labels form it; nil if there are none.
  package static func signals(named name: String, of file: EDFFile) -> [Int]? {
    let signals = file.signals.filter { !$0.isAnnotations }
    if let signal = signals.first(where: { $0.label == name }) { return [signal.index] }
    for signal in signals {
      if let other = signals.first(where: { signal.label + "-" + $0.label == name }) {
        return [signal.index, other.index]
      }
    }
    return nil
  }
}
