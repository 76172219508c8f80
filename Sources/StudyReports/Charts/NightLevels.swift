import SleepEvents

extension NightTimeline {
  /// The envelope minute by minute as a band over the resting level, that level as a line, and each movement from it
  /// up to its peak.
  func levelRow(_ drawing: inout Drawing, _ leg: Leg, top: Double) -> Double {
    let scale = LogarithmicScale(0.5...1000, from: top + 54, to: top + 4, ticks: [1, 10, 100, 1000])
    drawing.rowLabel(ReportWords.level(leg), x: area.left - 34, y: top + 26)
    drawing.rowLabel("µV", x: area.left - 34, y: top + 40)
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
      for row in night.movements where row.leg == leg {
        guard let peak = row.peakMicrovolts, let resting = row.restingMicrovolts else { continue }
        let x = time.position(row.onset.seconds)
        drawing.line(x, scale.position(resting), x, scale.position(peak), .inherited)
      }
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

  private struct EnvelopeStep {
    var from: Double
    var to: Double
    var resting: Double
    var mean: Double
    var peak: Double
  }

  /// Minutes with an envelope, those that follow each other as one run.
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
    return runs
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
