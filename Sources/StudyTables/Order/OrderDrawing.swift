import Foundation
import SleepEvents

extension OrderRecord {
  /// A seed of the system's generator, of 53 bits: every reader of JSON holds it exactly.
  package static func systemSeed() -> UInt64 { UInt64.random(in: 0...(1 << 53)) }

  /// A moment as a record holds it: UTC, whole seconds.
  package static func moment(_ date: Date) -> String {
    ISO8601DateFormatter().string(from: date)
  }

  /// Every evening of the order with the dose, mg.
  package var evenings: [(night: Int, date: String, milligrams: Double)] {
    order.utf8.enumerated().map { night, letter in
      (night + 1, (start + night).description, letter == UInt8(ascii: "1") ? milligrams : 0)
    }
  }
}
