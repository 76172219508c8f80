import SleepEvents

extension EDFFile {
  /// Reads digital samples exactly as stored, never clipped.
  ///
  /// - Parameters:
  ///   - signal: index of the channel.
  ///   - samples: counted over all records of the file, gaps ignored.
  ///   - output: at least as long as `samples`.
  /// - Throws: `EDFError` if there are no such samples, or the disk fails.
  package func readDigital(
    signal: Int, samples: Range<Int>, into output: UnsafeMutableBufferPointer<Int32>
  ) throws(EDFError) {
    let channel = try checked(signal, samples, room: output.count)
    let isBDF = format.isBDF
    try gather(channel, samples) { start, count, bytes in
      let target = UnsafeMutableBufferPointer(rebasing: output[start..<start + count])
      if isBDF {
        SampleDecoding.int24(bytes, into: target)
      } else {
        SampleDecoding.int16(bytes, into: target)
      }
    }
  }

  /// Digital samples as an array.
  public func digitalSamples(signal: Int, samples: Range<Int>) throws(EDFError) -> [Int32] {
    _ = try checked(signal, samples, room: samples.count)
    var result = [Int32](repeating: 0, count: samples.count)
    let failure = result.withUnsafeMutableBufferPointer { buffer -> EDFError? in
      do throws(EDFError) {
        try readDigital(signal: signal, samples: samples, into: buffer)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    return result
  }

  /// Reads samples in microvolts.
  ///
  /// - Parameters:
  ///   - signal: index of a calibrated channel whose unit is a voltage.
  ///   - samples: counted over all records of the file, gaps ignored.
  ///   - output: at least as long as `samples`.
  ///   - microvoltsPerUnit: overrides the channel's own unit, for a unit that the user states.
  ///   - window: supplies the samples it holds without reading the file.
  /// - Throws: `EDFError` for a channel without calibration or voltage, or samples that do not exist.
  package func readMicrovolts(
    signal: Int, samples: Range<Int>, into output: UnsafeMutableBufferPointer<Float>,
    microvoltsPerUnit: Double? = nil, window: RecordWindow? = nil
  ) throws(EDFError) {
    let channel = try checked(signal, samples, room: output.count)
    let line = try microvoltLine(channel, microvoltsPerUnit)
    let isBDF = format.isBDF
    func decode(_ start: Int, _ count: Int, _ bytes: UnsafeRawBufferPointer) {
      let target = UnsafeMutableBufferPointer(rebasing: output[start..<start + count])
      if isBDF {
        SampleDecoding.int24(bytes, line, into: target)
      } else {
        SampleDecoding.int16(bytes, line, into: target)
      }
    }
    if let window, window.forEachPiece(self, signal: signal, samples, decode) { return }
    try gather(channel, samples, decode)
  }

  /// Passes the samples of several channels, in microvolts and record by record, to `body` in one pass over
  /// the file, keeping none of them: the cheapest way to process a whole night.
  ///
  /// - Parameters:
  ///   - indices: calibrated channels whose unit is a voltage.
  ///   - body: receives the position in `signals`, the index of the first sample, and the samples, which are
  ///     valid only during the call.
  /// - Throws: `EDFError` for a channel without calibration or voltage, or a read failure.
  public func forEachMicrovoltBlock(
    signals indices: [Int], _ body: (Int, Int, UnsafeBufferPointer<Float>) -> Void
  ) throws(EDFError) {
    let (channels, lines) = try microvoltChannels(indices)
    let isBDF = format.isBDF
    let gathering = RecordGathering(source: source, header: header, signals: channels)
    try withUnsafeTemporaryBuffer(of: Float.self, count: gathering.largestPiece) { (block) throws(EDFError) in
      try gathering.forEachPiece { order, start, count, bytes in
        let target = UnsafeMutableBufferPointer(rebasing: block[..<count])
        if isBDF {
          SampleDecoding.int24(bytes, lines[order], into: target)
        } else {
          SampleDecoding.int16(bytes, lines[order], into: target)
        }
        body(order, start, UnsafeBufferPointer(target))
      }
    }
  }

  private func microvoltChannels(
    _ indices: [Int]
  ) throws(EDFError) -> ([EDFSignal], [SampleDecoding.Line]) {
    var channels: [EDFSignal] = []
    var lines: [SampleDecoding.Line] = []
    for index in indices {
      let channel = try checked(index, 0..<0, room: 0)
      lines.append(try microvoltLine(channel, nil))
      channels.append(channel)
    }
    return (channels, lines)
  }

  /// Reads several whole channels in one pass over the file.
  ///
  /// - Parameter indices: calibrated channels whose unit is a voltage.
  /// - Returns: their samples in microvolts, in the requested order; gaps are left out.
  /// - Throws: `EDFError` for a channel without calibration or voltage, or a read failure.
  package func readMicrovolts(signals indices: [Int]) throws(EDFError) -> [MicrovoltSamples] {
    let (channels, lines) = try microvoltChannels(indices)
    let results = indices.map { MicrovoltSamples(count: sampleCount(signal: $0)) }
    let isBDF = format.isBDF
    let gathering = RecordGathering(source: source, header: header, signals: channels)
    try gathering.forEachPiece { order, start, count, bytes in
      let target = UnsafeMutableBufferPointer(rebasing: results[order].buffer[start..<start + count])
      if isBDF {
        SampleDecoding.int24(bytes, lines[order], into: target)
      } else {
        SampleDecoding.int16(bytes, lines[order], into: target)
      }
    }
    return results
  }

  /// Counts the samples of the whole file that lie outside the digital range stated in the header. Skips
  /// channels whose range covers everything a sample can hold.
  package func samplesOutsideDigitalRange(signal: Int) throws(EDFError) -> Int {
    let channel = try checked(signal, 0..<0, room: 0)
    guard !channel.isAnnotations, channel.problem == nil, let a = channel.digitalMinimum,
      let b = channel.digitalMaximum
    else { return 0 }
    let storage = format.storageRange
    let low = Int32(max(min(a, b).rounded(.up), Double(storage.lowerBound)))
    let high = Int32(min(max(a, b).rounded(.down), Double(storage.upperBound)))
    guard low > storage.lowerBound || high < storage.upperBound else { return 0 }
    var outside = 0
    let isBDF = format.isBDF
    try withUnsafeTemporaryBuffer(of: Int32.self, count: SampleGathering.scratchBytes / 2) {
      (buffer) throws(EDFError) in
      try gather(channel, 0..<sampleCount(signal: signal)) { _, count, bytes in
        let values = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
        if isBDF {
          SampleDecoding.int24(bytes, into: values)
        } else {
          SampleDecoding.int16(bytes, into: values)
        }
        // Branch-free wrapping arithmetic, so that the loop is vectorized; a piece has far fewer than 2^31
        // samples.
        var here: Int32 = 0
        for value in values { here &+= (value < low ? 1 : 0) &+ (value > high ? 1 : 0) }
        outside += Int(here)
      }
    }
    return outside
  }

  private func checked(_ signal: Int, _ samples: Range<Int>, room: Int) throws(EDFError) -> EDFSignal {
    guard signals.indices.contains(signal) else {
      throw .noSuchSignal(file: name, index: signal, count: signals.count)
    }
    let count = sampleCount(signal: signal)
    guard samples.lowerBound >= 0, samples.upperBound <= count, room >= samples.count else {
      throw .noSuchSamples(
        file: name, channel: signals[signal].displayName, asked: samples,
        count: min(count, samples.lowerBound + room))
    }
    return signals[signal]
  }

  private func microvoltLine(
    _ channel: EDFSignal, _ stated: Double?
  ) throws(EDFError) -> SampleDecoding.Line {
    guard let gain = channel.gain, let zero = channel.physical(digital: 0) else {
      throw .unusableChannel(
        file: name, channel: channel.displayName, byte: nil,
        problem: channel.problem?.text ?? "the channel contains annotations", advice: "choose another channel"
      )
    }
    guard let scale = stated ?? channel.microvoltsPerUnit else {
      throw .notAVoltage(file: name, channel: channel.displayName, unit: channel.unit)
    }
    return SampleDecoding.Line(gain: Float(gain * scale), offset: Float(zero * scale))
  }

  private func gather(
    _ channel: EDFSignal, _ samples: Range<Int>, _ body: (Int, Int, UnsafeRawBufferPointer) -> Void
  ) throws(EDFError) {
    let gathering = SampleGathering(source: source, header: header, signal: channel)
    try withUnsafeTemporaryBuffer(of: UInt8.self, count: SampleGathering.scratchBytes + 4) {
      (scratch) throws(EDFError) in
      try gathering.forEachPiece(samples, scratch: UnsafeMutableRawBufferPointer(scratch), body)
    }
  }
}

/// `withUnsafeTemporaryAllocation` with a typed error. The memory is uninitialized.
func withUnsafeTemporaryBuffer<Element: BitwiseCopyable>(
  of type: Element.Type, count: Int, _ body: (UnsafeMutableBufferPointer<Element>) throws(EDFError) -> Void
) throws(EDFError) {
  let failure = withUnsafeTemporaryAllocation(of: type, capacity: count) { buffer -> EDFError? in
    do throws(EDFError) {
      try body(buffer)
      return nil
    } catch { return error }
  }
  if let failure { throw failure }
}
