import LegEMG
import LimbMovementScoring
import SleepEvents
import StructuredText

/// Explains why there is or is not a movement at a given moment, with the deciding numbers.
package struct Explanation {
  private let result: NightResult
  private let moment: Instant
  private let parameters: DetectionParameters

  package init(_ result: NightResult, at moment: Instant, parameters: DetectionParameters) {
    self.result = result
    self.moment = moment
    self.parameters = parameters
  }

  package var text: String {
    var lines = ["At \(number(moment.seconds, 2)) s, stage \(stage):"]
    for leg in result.traces { lines += explain(leg) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var stage: String { (result.input.hypnogram?.stage(at: moment) ?? .unscored).rawValue }

  private func explain(_ leg: NightResult.LegTrace) -> [String] {
    let name = leg.leg == .left ? "Left" : "Right"
    let near = leg.trace.points.min { distance($0.time) < distance($1.time) }
    guard let near else { return ["\(name) leg: no recording here"] }
    guard let resting = near.resting, let onset = near.onsetThreshold, let offset = near.offsetThreshold
    else {
      return [
        "\(name) leg: this time cannot be scored (electrode off, constant signal or resting level too high)"
      ]
    }
    var lines = [
      "\(name) leg: resting level \(number(resting)) uV, onset at \(number(onset)) uV or more, quiet at "
        + "\(number(offset)) uV or less on a mean of \(number(parameters.envelopeSeconds, 2)) s"
    ]
    lines += verdict(leg.leg)
    lines.append("   time s   envelope uV   peak uV   state")
    for (step, chunk) in tenths(leg.trace.points) {
      let envelope = chunk.map(\.envelope).max() ?? 0
      let peak = chunk.map(\.peak).max() ?? 0
      let isActive = chunk.contains { point in point.offsetThreshold.map { point.envelope > $0 } ?? false }
      let reaches = chunk.contains { point in point.onsetThreshold.map { point.peak >= $0 } ?? false }
      let isValid = chunk.allSatisfy(\.isValid)
      let state = !isValid ? "not scored" : isActive ? (reaches ? "active, over onset" : "active") : "quiet"
      lines.append(
        "\(padded(number(step, 1), 9))\(padded(number(envelope), 14))\(padded(number(peak), 10))   \(state)")
    }
    return lines
  }

  private func verdict(_ leg: Leg) -> [String] {
    var lines: [String] = []
    for (index, movement) in result.movements.enumerated()
    where movement.leg == leg && isNear(movement.range) {
      lines.append(
        "  movement \(number(movement.onset.seconds, 3))-\(number(movement.offset.seconds, 3)) s, "
          + "\(number(movement.duration.seconds, 2)) s, peak "
          + "\(number(movement.amplitude?.peakMicrovolts ?? 0, 1)) uV")
      for night in result.scorings {
        switch night.fates[index] {
        case .counted(let number):
          lines.append("    \(night.rules.name): movement \(number), \(night.movements[number - 1].reason)")
        case .dropped(let reason): lines.append("    \(night.rules.name): left out, \(reason.rawValue)")
        }
      }
    }
    for miss in result.nearMisses where miss.movement.leg == leg && isNear(miss.movement.range) {
      lines.append(
        "  no movement at \(number(miss.movement.onset.seconds, 3)) s: \(miss.criterion.rawValue), required "
          + "\(number(miss.required, 2)), found \(number(miss.found, 2))")
    }
    return lines.isEmpty ? ["  no movement and no near miss within 3 s"] : lines
  }

  private func isNear(_ range: TimeRange) -> Bool {
    range.start - .seconds(3) <= moment && moment <= range.end + .seconds(3)
  }

  private func tenths(_ points: [EnvelopeTrace.Point]) -> [(Double, [EnvelopeTrace.Point])] {
    var steps: [(Double, [EnvelopeTrace.Point])] = []
    for point in points {
      let step = (point.time.seconds * 10).rounded(.down) / 10
      if steps.last?.0 == step {
        steps[steps.count - 1].1.append(point)
      } else {
        steps.append((step, [point]))
      }
    }
    return steps
  }

  private func distance(_ time: Instant) -> Int64 { abs((time - moment).ticks) }
  private func number(_ value: Float) -> String { number(Double(value), 2) }
  private func number(_ value: Double, _ decimals: Int) -> String { Delimited.fixed(value, decimals) ?? "-" }
  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
