import LimbMovementScoring
import SleepEvents
import StructuredText

/// What WASM 2016 asks to be reported by state (scoring.md A.7): counts, indices and mean durations in sleep,
/// wake, NREM and REM. Undefined is null, with the reason beside it.
struct StateOutcomes {
  let night: ScoredNight

  private struct State {
    let name: String
    let hours: Double
    let holds: (ScoredMovement) -> Bool
  }

  var json: JSONValue {
    guard night.hasStages else { return ["reason": "no sleep stages"] }
    return .object(states.map { .init($0.name, outcomes($0)) })
  }

  private var states: [State] {
    let time = night.time
    return [
      State(name: "sleep", hours: time.sleepHours, holds: night.isOfSleep),
      State(name: "wake", hours: time.wakeHours) { night.rules.scoresWake && $0.stage == .wake },
      State(name: "nrem", hours: time.nremHours, holds: \.stage.isNREM),
      State(name: "rem", hours: time.remHours) { $0.stage == .rem },
    ]
  }

  private func outcomes(_ state: State) -> JSONValue {
    let movements = night.movements.filter(state.holds)
    let candidates = movements.filter(\.isCandidate)
    let periodic = movements.filter(\.isPeriodic)
    let isScored = state.name != "wake" || night.rules.scoresWake
    let knowsCandidates = night.rules.distinguishesCandidates && isScored
    let knowsBreathing = night.rules.respiration == .bothWays && isScored
    var members: [JSONValue.Member] = [.init("hours", .number(state.hours))]
    func add(_ name: String, _ found: [ScoredMovement], known: Bool) {
      let hasTime = known && state.hours > 0
      members.append(.init(name, known ? .integer(found.count) : .null))
      members.append(.init(name + "_index", hasTime ? .number(Double(found.count) / state.hours) : .null))
    }
    let short = candidates.filter(\.isShortInterval)
    let isolated = candidates.filter { !$0.isPeriodic && !$0.isShortInterval }
    let withoutBreathing = movements.filter(\.isPeriodicWithoutRespiratory)
    add("lm", movements, known: isScored)
    add("clm", candidates, known: knowsCandidates)
    add("plm", periodic, known: isScored)
    add("plm_arousal", periodic.filter(\.hasArousal), known: isScored)
    add("plm_nr", withoutBreathing, known: knowsBreathing)
    add("plm_nr_arousal", withoutBreathing.filter(\.hasArousal), known: knowsBreathing)
    add("clmr", candidates.filter(\.isRespiratory), known: knowsBreathing)
    add("short_imi_clm", short, known: knowsCandidates && night.rules.shortInterval == .endsSeries)
    add("isolated_clm", isolated, known: knowsCandidates)
    members += [
      .init("mean_duration_plm_s", meanDuration(periodic, known: isScored)),
      .init("mean_duration_short_imi_clm_s", meanDuration(short, known: knowsCandidates)),
      .init("mean_duration_isolated_clm_s", meanDuration(isolated, known: knowsCandidates)),
    ]
    if let reason = reason(state, isScored: isScored) { members.append(.init("reason", .string(reason))) }
    return .object(members)
  }

  private func meanDuration(_ movements: [ScoredMovement], known: Bool) -> JSONValue {
    guard known, !movements.isEmpty else { return .null }
    return .number(movements.reduce(0) { $0 + $1.range.duration.seconds } / Double(movements.count))
  }

  private func reason(_ state: State, isScored: Bool) -> String? {
    if !isScored { return "\(night.rules.name) does not score movements of wake" }
    if state.hours == 0 { return "no time in this state inside the analysis window" }
    if !night.rules.distinguishesCandidates {
      return "\(night.rules.name) has no candidates: their counts are null"
    }
    return nil
  }
}
