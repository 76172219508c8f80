import Foundation
import SleepEvents

extension OrderRecord {
  /// A seed from the system's generator, limited to 53 bits, which every JSON reader represents exactly.
  package static func systemSeed() -> UInt64 { UInt64.random(in: 0...(1 << 53)) }

  /// A time as stored in a record: UTC, whole seconds.
  package static func moment(_ date: Date) -> String {
    ISO8601DateFormatter().string(from: date)
  }

  /// All evenings of the order with the doses in mg.
  package var evenings: [(night: Int, date: String, milligrams: Double)] {
    order.utf8.enumerated().map { night, letter in
      (night + 1, (start + night).description, letter == UInt8(ascii: "1") ? milligrams : 0)
    }
  }
}
