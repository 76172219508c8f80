import Tibialis

/// libFuzzer's entry point: the reader must accept or refuse any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let file = try? EDFFile(bytes: bytes, name: "fuzz") else { return 0 }
  let records = file.segments.reduce(0) { $0 + $1.recordCount }
  precondition(file.segments.isEmpty || records == file.recordCount)
  precondition(file.recordCount * file.header.recordBytes <= count)
  precondition(file.annotations().all.count <= count)
  for signal in file.signals where signal.samplesPerRecord > 0 {
    let all = file.sampleCount(signal: signal.index)
    let samples = try? file.digitalSamples(signal: signal.index, samples: max(0, all - 5)..<all)
    precondition(samples?.count == min(5, all))
    _ = file.time(ofSample: all, signal: signal.index)
    _ = try? file.samplesOutsideDigitalRange(signal: signal.index)
  }
  _ = ChannelRole.roles(of: file.signals)
  return 0
}
