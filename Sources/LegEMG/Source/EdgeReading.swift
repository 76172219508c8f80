/// Reading past the ends of a segment, where the edge sample is repeated.
enum EdgeReading {
  static func read(
    _ range: Range<Int>, of segment: SampleSegment, from source: any SampleSource,
    into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    let inside = max(0, min(range.lowerBound, segment.count))..<max(0, min(range.upperBound, segment.count))
    let offset = inside.lowerBound - range.lowerBound
    if inside.isEmpty {
      let edge = range.upperBound <= 0 ? 0 : segment.count - 1
      try source.readMicrovolts(
        segment.firstSample + edge..<segment.firstSample + edge + 1,
        into: UnsafeMutableBufferPointer(rebasing: buffer[0..<1]))
      for index in 1..<max(1, buffer.count) { buffer[index] = buffer[0] }
      return
    }
    let own = UnsafeMutableBufferPointer(rebasing: buffer[offset..<offset + inside.count])
    try source.readMicrovolts(
      segment.firstSample + inside.lowerBound..<segment.firstSample + inside.upperBound, into: own)
    for index in 0..<offset { buffer[index] = own[0] }
    for index in offset + inside.count..<buffer.count { buffer[index] = own[own.count - 1] }
  }
}
