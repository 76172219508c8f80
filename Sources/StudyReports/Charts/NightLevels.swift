import SleepEvents

/// A period of a leg's envelope: the resting level, and the mean and maximum of its half seconds.
struct EnvelopeStep {
  var from: Double
  var to: Double
  var resting: Double
  var mean: Double
  var peak: Double

  /// Combines `count` minutes into one: on a phone a minute of a long night is narrower than a point.
  static func joined(_ steps: [EnvelopeStep], by count: Int) -> [EnvelopeStep] {
    stride(from: 0, to: steps.count, by: count).map { start in
      let part = steps[start..<min(start + count, steps.count)]
      var whole = steps[start]
      for step in part.dropFirst() {
        whole.to = step.to
        whole.resting += step.resting
        whole.mean += step.mean
        whole.peak = max(whole.peak, step.peak)
      }
      whole.resting /= Double(part.count)
      whole.mean /= Double(part.count)
      return whole
    }
  }
}

extension NightTimeline {
  /// The envelope minute by minute as a band above the resting level, that level as a line, and each movement
  /// as a line from it to its peak.
  func levelRow(_ drawing: inout Drawing, _ leg: Leg, top: Double) -> Double {
    let scale = LogarithmicScale(0.5...1000, from: top + 54, to: top + 4, ticks: [1, 10, 100, 1000])
    // On a phone the words are stacked beside the numbers.
    let words =
      picture == .wide
      ? [ReportWords.level(leg)] : ReportWords.level(leg).split(separator: " ").map(String.init)
    for (line, word) in (words + ["µV"]).enumerated() {
      drawing.rowLabel(word, x: area.left - 34, y: top + (picture == .wide ? 26 : 19) + 14 * Double(line))
    }
    for tick in scale.ticks {
      drawing.line(
        area.left, scale.position(tick), area.right, scale.position(tick), .line(Palette.grid, width: 0.7))
      drawing.text(
        tickText(tick), x: area.left - 6, y: scale.position(tick) + 4, anchor: .end, size: 9,
        color: Palette.muted)
    }
    let name = leg.name
    drawing.group("envelope-\(name)") { drawing in
      for run in envelopeRuns(leg) {
        for (height, color) in [(\EnvelopeStep.peak, Palette.band), (\EnvelopeStep.mean, Palette.core)] {
          band(&drawing, run, up: height, on: scale, color: color)
        }
      }
    }
    drawing.group("peaks-\(name)", .line(Palette.sky, width: 1)) { drawing in
      drawing.uprights(
        night.movements.compactMap { row in
          guard row.leg == leg, let peak = row.peakMicrovolts, let resting = row.restingMicrovolts else {
            return nil
          }
          return (time.position(row.onset.seconds), scale.position(resting), scale.position(peak))
        }, for: picture)
    }
    drawing.group("resting-\(name)") { drawing in
      var path: [(x: Double, y: Double)] = []
      for minute in night.minutes where minute.leg == leg {
        if let resting = minute.restingMicrovolts, minute.isValid {
          path.append(
            (
              time.position(minute.onset.seconds + minute.duration.seconds / 2), scale.position(resting)
            ))
        } else {
          drawing.polyline(path, .line(Palette.ink, width: 1.4))
          path = []
        }
      }
      drawing.polyline(path, .line(Palette.ink, width: 1.4))
    }
    return top + 60
  }

  /// The number of minutes per step that gives about 120 steps for the night.
  private var minutesAStep: Int {
    max(1, Int((night.extent.upperBound - night.extent.lowerBound) / 60 / 120))
  }

  /// Minutes with an envelope, grouped into uninterrupted runs.
  private func envelopeRuns(_ leg: Leg) -> [[EnvelopeStep]] {
    var runs: [[EnvelopeStep]] = []
    for minute in night.minutes where minute.leg == leg {
      guard let mean = minute.envelopeMeanMicrovolts, let peak = minute.envelopePeakMicrovolts,
        let resting = minute.restingMicrovolts, minute.isValid
      else {
        continue
      }
      let step = EnvelopeStep(
        from: minute.onset.seconds, to: (minute.onset + minute.duration).seconds, resting: resting,
        mean: max(resting, mean), peak: max(resting, peak))
      if let last = runs.last?.last, abs(last.to - step.from) < 0.01 {
        runs[runs.count - 1].append(step)
      } else {
        runs.append([step])
      }
    }
    return picture == .wide ? runs : runs.map { EnvelopeStep.joined($0, by: minutesAStep) }
  }

  /// From the resting level up to `height`, in steps of the minutes.
  private func band(
    _ drawing: inout Drawing, _ run: [EnvelopeStep], up height: KeyPath<EnvelopeStep, Double>,
    on scale: LogarithmicScale, color: String
  ) {
    func edge(_ value: (EnvelopeStep) -> Double) -> [(x: Double, y: Double)] {
      run.flatMap { step in
        let y = scale.position(value(step))
        return [(time.position(step.from), y), (time.position(step.to), y)]
      }
    }
    drawing.polygon(edge { $0[keyPath: height] } + edge(\.resting).reversed(), .fill(color))
  }
}
