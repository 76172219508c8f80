import EDF
import SleepEvents

/// Compares every digital sample of channels with what libedf reads.
enum SecondReader {
  /// - Throws: `NightError.readersDisagree` at the first sample that differs; `EDFError` where libedf refuses.
  static func compare(_ file: EDFFile, signals: [Int]) throws {
    let reader = try LibEDFReader(file)
    let chunk = 65_536
    var ours = [Int32](repeating: 0, count: chunk)
    var theirs = [Int32](repeating: 0, count: chunk)
    for signal in signals {
      let count = file.sampleCount(signal: signal)
      var start = 0
      while start < count {
        let range = start..<min(start + chunk, count)
        try ours.withUnsafeMutableBufferPointer {
          try file.readDigital(
            signal: signal, samples: range, into: UnsafeMutableBufferPointer(rebasing: $0[0..<range.count]))
        }
        try theirs.withUnsafeMutableBufferPointer {
          try reader.readDigital(
            signal: signal, samples: range, into: UnsafeMutableBufferPointer(rebasing: $0[0..<range.count]))
        }
        if let difference = (0..<range.count).first(where: { ours[$0] != theirs[$0] }) {
          throw NightError.readersDisagree(
            file: file.name, channel: file.signals[signal].label, sample: start + difference,
            ours: Int(ours[difference]), theirs: Int(theirs[difference]))
        }
        start = range.upperBound
      }
    }
  }
}
