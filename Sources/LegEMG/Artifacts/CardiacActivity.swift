import Foundation
import SleepEvents

/// Removes R-locked activity from band-passed leg samples by subtracting its mean shape.
struct CardiacActivity {
  /// The shape extends from before to after the R wave, seconds: the QRS and the start of the ST segment; the
  /// T wave lies below the band.
  static let beforeSeconds = 0.12
  static let afterSeconds = 0.18
  /// Fewer quiet beats than this do not give a reliable shape.
  static let fewestBeats = 24

  let beats: [Instant]
  let rateHertz: Double

  /// Subtracts the shape at every beat of a chunk.
  ///
  /// - Parameters:
  ///   - samples: those of one chunk, the first at `onset`.
  /// - Returns: the largest magnitude of the subtracted shape, microvolts; 0 if none was found.
  func cancel(_ samples: UnsafeMutableBufferPointer<Float>, onset: Instant) -> Float {
    let before = Int((CardiacActivity.beforeSeconds * rateHertz).rounded())
    let after = Int((CardiacActivity.afterSeconds * rateHertz).rounded())
    let length = before + after + 1
    let centers = beatSamples(onset: onset, count: samples.count)
      .filter { $0.whole - before - 1 >= 0 && $0.whole + after + 2 < samples.count }
    guard centers.count >= CardiacActivity.fewestBeats else { return 0 }

    guard var shape = meanShape(samples, centers, before: before, length: length) else { return 0 }
    let power = shape.reduce(Float(0)) { $0 + $1 * $1 }
    let peak = shape.reduce(Float(0)) { max($0, abs($1)) }
    taper(&shape)
    for center in centers { subtract(shape, power: power, before: before, center: center, samples) }
    return peak
  }

  /// Enough beats to determine the shape; more would only cost time.
  private static let mostBeats = 160

  /// The mean shape over the quieter half of the beats; nil if the leg has no activity locked to them.
  ///
  /// Beats inside movements would only add noise. The mean of n unrelated beats has 1/n of their power, and
  /// wrong or unlocked marks (a pacemaker that the leg does not pick up, false beats during an arrhythmia)
  /// stay near that.
  private func meanShape(
    _ samples: UnsafeMutableBufferPointer<Float>, _ centers: [BeatSample], before: Int, length: Int
  ) -> [Float]? {
    let step = max(1, centers.count / CardiacActivity.mostBeats)
    let chosen = stride(from: 0, to: centers.count, by: step).map { centers[$0] }
    let energies = chosen.map { center in
      var energy: Float = 0
      for index in center.whole - before..<center.whole - before + length {
        energy += samples[index] * samples[index]
      }
      return energy
    }
    let limit = energies.sorted()[energies.count / 2]
    var shape = [Float](repeating: 0, count: length)
    var squares = [Float](repeating: 0, count: length)
    var used: Float = 0
    for (center, energy) in zip(chosen, energies) where energy <= limit {
      for offset in 0..<length {
        let index = center.whole - before + offset
        let value = samples[index] + (samples[index + 1] - samples[index]) * center.fraction
        shape[offset] += value
        squares[offset] += value * value
      }
      used += 1
    }
    guard used >= 1 else { return nil }
    var power: Float = 0
    var scatter: Float = 0
    var peak: Float = 0
    for offset in 0..<length {
      shape[offset] /= used
      power += shape[offset] * shape[offset]
      scatter += max(0, squares[offset] / used - shape[offset] * shape[offset])
      peak = max(peak, abs(shape[offset]))
    }
    return power > 6 * scatter / used && peak > 1 ? shape : nil
  }

  private struct BeatSample {
    var whole: Int
    var fraction: Float
  }

  private func beatSamples(onset: Instant, count: Int) -> [BeatSample] {
    let end = onset + TimeSpan(seconds: Double(count) / rateHertz)
    var low = 0
    var high = beats.count
    while low < high {
      let middle = (low + high) / 2
      if beats[middle] < onset { low = middle + 1 } else { high = middle }
    }
    var result: [BeatSample] = []
    while low < beats.count, beats[low] < end {
      let position = (beats[low] - onset).seconds * rateHertz
      let whole = Int(position.rounded(.down))
      result.append(BeatSample(whole: whole, fraction: Float(position - Double(whole))))
      low += 1
    }
    return result
  }

  private func taper(_ shape: inout [Float]) {
    let edge = max(1, shape.count / 10)
    for index in 0..<edge {
      let weight = Float(0.5 - 0.5 * cos(Double.pi * Double(index) / Double(edge)))
      shape[index] *= weight
      shape[shape.count - 1 - index] *= weight
    }
  }

  /// Scales the shape to this beat by a factor from 0 to 1.5, so that a false mark or an ectopic beat of
  /// another shape is left alone.
  private func subtract(
    _ shape: [Float], power: Float, before: Int, center: BeatSample,
    _ samples: UnsafeMutableBufferPointer<Float>
  ) {
    let start = center.whole - before
    var product: Float = 0
    for offset in shape.indices {
      let index = start + offset
      product += shape[offset] * (samples[index] + (samples[index + 1] - samples[index]) * center.fraction)
    }
    let scale = min(max(product / power, 0), 1.5)
    guard scale > 0.3 else { return }
    for offset in shape.indices {
      let earlier = offset > 0 ? shape[offset - 1] : 0
      let value = shape[offset] + (earlier - shape[offset]) * center.fraction
      samples[start + offset] -= value * scale
    }
  }
}
