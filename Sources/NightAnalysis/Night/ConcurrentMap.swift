import Dispatch
import Synchronization

/// Maps over `items` on up to `threads` threads; the results are in the order of the items.
func concurrentMap<Item: Sendable, Output: Sendable>(
  _ items: [Item], threads: Int, _ body: @Sendable (Item) -> Output
) -> [Output] {
  guard threads > 1, items.count > 1 else { return items.map(body) }
  let slots = Mutex([Output?](repeating: nil, count: items.count))
  DispatchQueue.concurrentPerform(iterations: items.count) { index in
    let output = body(items[index])
    slots.withLock { $0[index] = output }
  }
  return slots.withLock { $0.compactMap(\.self) }
}
