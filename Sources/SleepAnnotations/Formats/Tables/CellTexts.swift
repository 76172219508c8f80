import SleepEvents
import StructuredText

/// Caches values for recurring texts, keyed by their bytes, so that no string is created for each cell. The
/// number of entries is limited.
struct CellTexts<Value> {
  private struct Slot {
    var hash: UInt64
    var bytes: [UInt8]
    var value: Value
  }

  private var slots: [Slot?] = Array(repeating: nil, count: 1 << 12)
  private var count = 0

  /// The value for a text, created by `make` if the text is new.
  mutating func value(of cell: UnsafeBufferPointer<UInt8>, _ make: (String) throws -> Value) rethrows -> Value
  {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in cell { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while let slot = slots[index] {
      if slot.hash == hash, slot.bytes.elementsEqual(cell) { return slot.value }
      index = (index + 1) & mask
    }
    let value = try make(String(decoding: cell, as: UTF8.self))
    // Half of the slots stay free, to keep probing short.
    if count < slots.count / 2, cell.count <= 200 {
      count += 1
      slots[index] = Slot(hash: hash, bytes: Array(cell), value: value)
    }
    return value
  }
}
