import Dispatch
import Synchronization

/// Applies a function to many values on all cores; results are in the order of the values.
enum ParallelMap {
  static func map<Value: Sendable, Result: Sendable>(
    _ values: [Value], _ transform: @Sendable (Value) -> Result
  ) -> [Result] {
    let results = Mutex<[(Int, Result)]>([])
    DispatchQueue.concurrentPerform(iterations: values.count) { index in
      let result = transform(values[index])
      results.withLock { $0.append((index, result)) }
    }
    return results.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
  }
}
