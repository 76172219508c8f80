import NightResults
import SleepEvents
import StructuredText

/// The night on one time axis: stages, arousals and breathing events, movements of each leg, series, and the
/// EMG's level and quality.
struct NightTimeline {
  let night: ReportedNight
  let picture: PictureWidth
  let area: PlotArea
  let time: LinearScale

  init(_ night: ReportedNight, for picture: PictureWidth = .wide) {
    self.night = night
    self.picture = picture
    area = PlotArea(
      left: picture == .wide ? 124 : 76, top: 30, right: picture.points - (picture == .wide ? 16 : 6),
      bottom: 0)
    time = LinearScale(night.extent, from: area.left, to: area.right)
  }

  func drawing() -> Drawing {
    let legs = hasMovements ? 56 + 30 * Double(night.rules.count) : 0
    let height = 242 + legs + (night.minutes.isEmpty ? 0 : 154)
    var drawing = Drawing(
      name: "night" + picture.suffix, width: picture.points, height: height, title: ReportWords.timelineTitle,
      description: description)
    lights(&drawing, bottom: height - 44)
    var y = hypnogram(&drawing, top: area.top) + 14
    y = eventRow(
      &drawing, ReportWords.arousals, "arousals", top: y, events: night.events.filter { $0.kind == .arousal })
    y = eventRow(
      &drawing, ReportWords.breathing, "respiratory", top: y,
      events: night.events.filter(\.kind.isRespiratory))
    y += 6
    if hasMovements {
      for leg in Leg.allCases { y = movementRow(&drawing, leg, top: y) }
      for rules in night.rules { y = seriesRow(&drawing, rules, top: y) }
    }
    if !night.minutes.isEmpty {
      y += 8
      for leg in Leg.allCases { y = levelRow(&drawing, leg, top: y) }
      for leg in Leg.allCases { y = qualityRow(&drawing, leg, top: y) }
    }
    drawing.clockAxis(
      night, time, in: PlotArea(left: area.left, top: area.top, right: area.right, bottom: y + 4),
      for: picture)
    return drawing
  }

  /// Without movements the rows of the legs would be empty.
  var hasMovements: Bool { !night.movements.isEmpty }

  private var description: String {
    let periodic = night.rules.map { table in
      "\(table.rows.count(where: \.isPeriodic)) \(ReportWords.ruleName(table.name))"
    }
    return ReportWords.timelineDescription(
      left: night.movements.count { $0.leg == .left }, right: night.movements.count { $0.leg == .right },
      periodic: periodic, arousals: night.events.count { $0.kind == .arousal },
      breathing: night.events.count(where: \.kind.isRespiratory))
  }

  /// Lights off and lights on, between which movements count.
  private func lights(_ drawing: inout Drawing, bottom: Double) {
    drawing.group("lights") { drawing in
      for event in night.events where event.kind == .lightsOff || event.kind == .lightsOn {
        let x = time.position(event.row.onset.seconds)
        let isOff = event.kind == .lightsOff
        drawing.line(x, area.top - 6, x, bottom, .line(Palette.orange, width: 1.2, dash: "2 3"))
        drawing.text(
          isOff ? ReportWords.lightsOff : ReportWords.lightsOn, x: x, y: area.top - 10,
          anchor: isOff ? .start : .end, size: 10, color: Palette.muted)
      }
    }
  }

  private static let levels: [SleepStage] = [.wake, .rem, .n1, .n2, .n3]

  /// Stages as steps; REM also as a thick bar.
  private func hypnogram(_ drawing: inout Drawing, top: Double) -> Double {
    let step = 22.0
    func y(_ stage: SleepStage) -> Double {
      top + 8 + step * Double(NightTimeline.levels.firstIndex(of: stage) ?? 0)
    }
    drawing.group("hypnogram") { drawing in
      for stage in NightTimeline.levels {
        drawing.line(area.left, y(stage), area.right, y(stage), .line(Palette.grid, width: 0.7))
        drawing.rowLabel(ReportWords.stage(stage), x: area.left - 8, y: y(stage) + 4)
      }
      guard !night.hypnogram.isEmpty else {
        drawing.text(
          ReportWords.noStages, x: (area.left + area.right) / 2, y: top + 56, anchor: .middle,
          color: Palette.muted)
        return
      }
      var path: [(x: Double, y: Double)] = []
      var end: Double?
      for span in merged(night.hypnogram) where span.stage != .unscored {
        let (from, to) = (span.range.start.seconds, span.range.end.seconds)
        if end != from {
          drawing.polyline(path, .line(Palette.ink, width: 1.3))
          path = []
        }
        path.append((time.position(from), y(span.stage)))
        path.append((time.position(to), y(span.stage)))
        end = to
        if span.stage == .rem {
          drawing.rectangle(
            x: time.position(from), y: y(.rem) - 3, width: time.position(to) - time.position(from), height: 6,
            .fill(Palette.vermillion))
        }
      }
      drawing.polyline(path, .line(Palette.ink, width: 1.3))
    }
    return top + 8 + step * 4 + 8
  }

  /// Combines consecutive epochs of the same stage.
  private func merged(_ hypnogram: Hypnogram) -> [StageSpan] {
    var spans: [StageSpan] = []
    for span in hypnogram.spans {
      if let last = spans.last, last.stage == span.stage, last.range.end == span.range.start {
        spans[spans.count - 1].range.end = span.range.end
      } else {
        spans.append(span)
      }
    }
    return spans
  }

  private func eventRow(
    _ drawing: inout Drawing, _ label: String, _ name: String, top: Double,
    events: [(kind: EventKind, row: EventRow)]
  ) -> Double {
    drawing.rowLabel(label, x: area.left - 8, y: top + 11)
    drawing.line(area.left, top + 14, area.right, top + 14, .line(Palette.grid, width: 0.7))
    if events.isEmpty {
      let isKnown = night.document.scored[name == "arousals" ? .arousals : .respiratory].isKnown
      drawing.text(
        isKnown ? ReportWords.none : ReportWords.notScored, x: area.left + 6, y: top + 11, size: 10,
        color: Palette.muted)
    }
    drawing.group(name) { drawing in
      for event in events {
        let x = time.position(event.row.onset.seconds)
        let width = max(1, time.position(event.row.range.end.seconds) - x)
        let isFlowLimited = event.kind == .hypopnea || event.kind == .rera
        drawing.rectangle(
          x: x, y: top + (isFlowLimited ? 8 : 2), width: width, height: isFlowLimited ? 6 : 12,
          .fill(event.kind == .arousal ? Palette.ink : Palette.green))
      }
    }
    return top + 18
  }

  /// One mark per movement: tall if it belongs to a periodic movement, otherwise short.
  private func movementRow(_ drawing: inout Drawing, _ leg: Leg, top: Double) -> Double {
    let rows = night.movements.filter { $0.leg == leg }
    drawing.rowLabel(ReportWords.leg(leg), x: area.left - 8, y: top + 17)
    drawing.line(area.left, top + 24, area.right, top + 24, .line(Palette.grid, width: 0.7))
    unusable(&drawing, leg, top: top + 1, height: 23)
    let numbers = periodicNumbers
    let place = night.rules.first.flatMap { night.document.ruleSets.keys.firstIndex(of: $0.name) } ?? 0
    func isPeriodic(_ row: LegMovementRow) -> Bool {
      if case .counted(let number) = row.fate(place) { numbers.contains(number) } else { false }
    }
    drawing.group("movements-\(leg.name)") { drawing in
      for (name, color, height, wanted) in [
        ("other", Palette.grey, 10.0, false), ("periodic", Palette.blue, 22.0, true),
      ] {
        drawing.group(name, .fill(color)) { drawing in
          drawing.bars(
            rows.filter { isPeriodic($0) == wanted }.map { row in
              let x = time.position(row.onset.seconds)
              return (x, top + 24 - height, max(1, time.position(row.end.seconds) - x), height)
            }, for: picture)
        }
      }
    }
    return top + 28
  }

  /// Numbers of the periodic movements under the first rule set.
  private var periodicNumbers: Set<Int> {
    Set((night.rules.first?.rows ?? []).filter(\.isPeriodic).map(\.number))
  }

  /// Series as bars from their first to their last movement.
  private func seriesRow(_ drawing: inout Drawing, _ table: ReportedNight.RuleTable, top: Double) -> Double {
    let name = picture == .wide ? ReportWords.seriesRow(table.name) : ReportWords.ruleName(table.name)
    drawing.rowLabel(name, x: area.left - 8, y: top + 16)
    drawing.line(area.left, top + 22, area.right, top + 22, .line(Palette.grid, width: 0.7))
    let series = Dictionary(grouping: table.rows.filter(\.isPeriodic)) { $0.series ?? 0 }
    drawing.group("series-\(table.name)") { drawing in
      for (number, rows) in series.sorted(by: { $0.key < $1.key }) {
        guard let first = rows.first, let last = rows.last else { continue }
        let x = time.position(first.onset.seconds)
        drawing.rectangle(
          x: x, y: top + 17, width: max(2, time.position((last.onset + last.duration).seconds) - x),
          height: 5,
          .fill(Palette.orange), tip: ReportWords.series(number, movements: rows.count))
      }
    }
    drawing.group("periodic-\(table.name)", .line(Palette.ink, width: 0.8)) { drawing in
      drawing.uprights(
        table.rows.filter(\.isPeriodic).map { (time.position($0.onset.seconds), top + 3, top + 15) },
        for: picture)
    }
    return top + 30
  }

  /// Hatching over the full height of a leg's row where it is unusable, so that a gap is not mistaken for
  /// rest.
  private func unusable(_ drawing: inout Drawing, _ leg: Leg, top: Double, height: Double) {
    drawing.group("unusable-\(leg.name)") { drawing in
      for (isValid, from, to) in stretches(leg) where !isValid {
        drawing.hatched(
          x: time.position(from), y: top, width: time.position(to) - time.position(from), height: height,
          .fill(Palette.pale), lines: .line(Palette.vermillion, width: 1))
      }
    }
  }

  private func qualityRow(_ drawing: inout Drawing, _ leg: Leg, top: Double) -> Double {
    let name = picture == .wide ? ReportWords.quality(leg) : ReportWords.usable(leg)
    drawing.rowLabel(name, x: area.left - 8, y: top + 10)
    drawing.group("quality-\(leg.name)") { drawing in
      for (isValid, from, to) in stretches(leg) {
        let (x, width) = (time.position(from), time.position(to) - time.position(from))
        if isValid {
          drawing.rectangle(x: x, y: top + 3, width: width, height: 8, .fill("#bdbdbd"))
        } else {
          drawing.hatched(
            x: x, y: top + 3, width: width, height: 8,
            Paint(fill: Palette.paper, stroke: Palette.vermillion, width: 0.8),
            lines: .line(Palette.vermillion, width: 1.4))
        }
      }
    }
    return top + 14
  }

  /// Consecutive minutes of the same kind, combined.
  private func stretches(_ leg: Leg) -> [(isValid: Bool, from: Double, to: Double)] {
    var stretches: [(isValid: Bool, from: Double, to: Double)] = []
    for minute in night.minutes where minute.leg == leg {
      if let last = stretches.last, last.isValid == minute.isValid, abs(last.to - minute.onset.seconds) < 0.01
      {
        stretches[stretches.count - 1].to = (minute.onset + minute.duration).seconds
      } else {
        stretches.append((minute.isValid, minute.onset.seconds, (minute.onset + minute.duration).seconds))
      }
    }
    return stretches
  }
}
