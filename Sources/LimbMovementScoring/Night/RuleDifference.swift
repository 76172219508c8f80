import SleepEvents

/// Why two rule sets count different movements: those that count as PLMS under one but not the other, with
/// the deciding rules. The rows add up to the difference of the counts and, divided by the hours of sleep, to
/// the difference of the indices.
///
/// Movements under the two sets correspond if they share a movement of one leg.
package struct RuleDifference: Sendable {
  package struct Row: Sendable {
    package var range: TimeRange
    package var side: Side
    /// Number of PLMS at this place under each rule set.
    package var first: Int
    package var second: Int
    /// Rule ids, as listed in RulesAndTheirIds, the deciding one first.
    package var rules: [String]
    /// What happened to it where it does not count.
    package var reason: String

    package var net: Int { first - second }
  }

  package let first: ScoredNight
  package let second: ScoredNight
  package let rows: [Row]

  package init(_ first: ScoredNight, _ second: ScoredNight) {
    self.first = first
    self.second = second
    rows = RuleDifference.components(first, second).compactMap { component in
      let (a, b) = (component.first.count, component.second.count)
      guard a != b else { return nil }
      let (more, fewer) = a > b ? (first, second) : (second, first)
      let indices = a > b ? component.first : component.second
      let movements = indices.map { more.movements[$0] }
      guard let head = movements.first else { return nil }
      let range = movements.dropFirst().reduce(head.range) {
        TimeRange(start: min($0.start, $1.range.start), end: max($0.end, $1.range.end))
      }
      let isMerged = min(a, b) > 0
      let verdict =
        isMerged
        ? RuleVerdict(rules: [fewer.rules.id(.grouping)], reason: "fewer movements after legs were combined")
        : RuleVerdict.of(head, countedBy: more, in: fewer)
      return Row(
        range: range, side: head.side, first: a, second: b, rules: verdict.rules, reason: verdict.reason)
    }
  }

  /// PLMS under the first rule set minus PLMS under the second.
  package var net: Int { rows.reduce(0) { $0 + $1.net } }

  /// The difference by deciding rule; the values sum to `net`.
  package var byRule: [(rule: String, net: Int)] {
    var sums: [String: Int] = [:]
    for row in rows { sums[row.rules.first ?? "", default: 0] += row.net }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private struct Component {
    var first: [Int] = []
    var second: [Int] = []
  }

  /// PLMS of both nights, connected where they share a movement of one leg; in time order.
  private static func components(_ first: ScoredNight, _ second: ScoredNight) -> [Component] {
    let nights = [first, second]
    let periodic = nights.map { night in
      night.hasStages
        ? night.movements.indices.filter {
          night.movements[$0].isPeriodic && night.isOfSleep(night.movements[$0])
        }
        : []
    }
    // Union-find of PLMS over the leg movements that they contain.
    var parents = Array(0..<(periodic[0].count + periodic[1].count))
    func root(_ node: Int) -> Int {
      var node = node
      while parents[node] != node {
        parents[node] = parents[parents[node]]
        node = parents[node]
      }
      return node
    }
    var holders: [Int: Int] = [:]
    for (which, list) in periodic.enumerated() {
      for (position, index) in list.enumerated() {
        let node = position + (which == 0 ? 0 : periodic[0].count)
        for member in nights[which].movements[index].members {
          if let other = holders[member] { parents[root(node)] = root(other) } else { holders[member] = node }
        }
      }
    }
    var components: [Int: Component] = [:]
    for (which, list) in periodic.enumerated() {
      for (position, index) in list.enumerated() {
        let node = root(position + (which == 0 ? 0 : periodic[0].count))
        if which == 0 {
          components[node, default: Component()].first.append(index)
        } else {
          components[node, default: Component()].second.append(index)
        }
      }
    }
    func onset(_ component: Component) -> Instant {
      let starts =
        component.first.map { first.movements[$0].range.start }
        + component.second.map { second.movements[$0].range.start }
      return starts.min() ?? .zero
    }
    return components.values.sorted { onset($0) < onset($1) }
  }
}
