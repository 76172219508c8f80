import EDF
import SleepEvents

/// Decides which channels are the legs: first by what the user says, then by the laboratory's own names, then
/// by the labels, using the table `leg_labels.tsv` and the words in them.
package struct LegChannelResolver: Sendable {
  private let lookup: ChannelLookup
  private let request: ChannelRequest
  private let meanings: LabelMeanings

  package init(signals: [EDFSignal], request: ChannelRequest = ChannelRequest(), file: String) {
    lookup = ChannelLookup(signals: signals, file: file)
    self.request = request
    meanings = LabelMeanings(signals)
  }

  private var signals: [EDFSignal] { lookup.signals }
  private var file: String { lookup.file }

  /// - Throws: `ChannelError`, which lists the channels.
  package func resolve() throws(ChannelError) -> LegChannels {
    var warnings: [Warning] = []
    var left = try requested(request.left, request.leftReference, .left)
    var right = try requested(request.right, request.rightReference, .right)
    let isFree: (EDFSignal) -> Bool = { signal in
      ![left?.signal, left?.reference, right?.signal, right?.reference].contains(signal.index)
    }
    if left == nil { left = try automatic(.left, isFree, &warnings) }
    if right == nil { right = try automatic(.right, isFree, &warnings) }
    if left == nil, right == nil { left = try combined(&warnings) }
    guard left != nil || right != nil else { throw nothingFound() }
    if left?.isCombined != true, left == nil || right == nil {
      let unclear = signals.filter {
        isFree($0) && !$0.isAnnotations && meanings.mayBe(left == nil ? .left : .right, $0)
          && request.map?.role(of: $0) == nil
      }
      let maybe = unclear.map(ChannelLookup.listed).joined(separator: " or ")
      warnings.append(
        Warning(
          code: "one_leg",
          message: "only the \(left == nil ? "right" : "left") leg has a channel; "
            + "movements of the other leg are missing"
            + (maybe.isEmpty
              ? "" : "; channel \(maybe) may be that leg's, but its label or unit does not say so"),
          quotesInput: false))
    }
    try check(left, right)
    return LegChannels(left: left, right: right, ecg: try ecg(), warnings: warnings)
  }

  // MARK: Channels named by the user

  private func requested(
    _ name: String?, _ reference: String?, _ use: ChannelUse
  ) throws(ChannelError) -> LegChannel? {
    guard let name else {
      guard reference == nil else { throw .referenceWithoutLeg(file: file, use: use) }
      return nil
    }
    let signal = try ordinary(name, use)
    let second: EDFSignal?
    if let reference {
      second = try ordinary(reference, use.reference)
    } else {
      second = nil
    }
    return LegChannel(
      signal: signal.index, reference: second?.index,
      isCombined: meanings[signal] == .combined && second == nil)
  }

  private func ordinary(_ name: String, _ use: ChannelUse) throws(ChannelError) -> EDFSignal {
    let signal = try lookup.signal(named: name, use: use)
    guard !signal.isAnnotations else {
      throw .annotationChannel(file: file, use: use, channel: ChannelLookup.listed(signal))
    }
    return signal
  }

  // MARK: Channels found by name or label

  private func automatic(
    _ leg: Leg, _ isFree: (EDFSignal) -> Bool, _ warnings: inout [Warning]
  ) throws(ChannelError) -> LegChannel? {
    let use = ChannelUse(leg)
    let free = signals.filter { isFree($0) && !$0.isAnnotations }
    if let mapped = try mapped(leg, free, use) { return mapped }
    let named = free.filter { request.map?.role(of: $0) == nil }
    let whole = usableFirst(named.filter { meanings[$0] == .leg(leg) })
    if let only = whole.first {
      guard whole.count == 1 else { throw ambiguous(use, whole) }
      return LegChannel(signal: only.index)
    }
    let electrodes = named.filter { meanings[$0] == .electrode(leg) }
    switch electrodes.count {
    case 0: return nil
    case 1:
      warnings.append(
        Warning(
          code: "single_electrode",
          message: "channel \(ChannelLookup.listed(electrodes[0])) looks like one of two electrodes; "
            + "it is taken as the whole leg", location: "signal \(electrodes[0].index)", quotesInput: false))
      return LegChannel(signal: electrodes[0].index)
    case 2: return LegChannel(signal: electrodes[0].index, reference: electrodes[1].index)
    default: throw ambiguous(use, electrodes)
    }
  }

  private func mapped(
    _ leg: Leg, _ free: [EDFSignal], _ use: ChannelUse
  ) throws(ChannelError) -> LegChannel? {
    guard let map = request.map else { return nil }
    let (main, second): (ChannelMap.Role, ChannelMap.Role) =
      leg == .left ? (.leftLeg, .leftLegReference) : (.rightLeg, .rightLegReference)
    let legs = free.filter { map.role(of: $0) == main }
    let references = free.filter { map.role(of: $0) == second }
    guard legs.count <= 1 else { throw ambiguous(use, legs) }
    guard references.count <= 1 else { throw ambiguous(use.reference, references) }
    guard let signal = legs.first else {
      guard references.isEmpty else { throw .referenceWithoutLeg(file: file, use: use) }
      return nil
    }
    return LegChannel(signal: signal.index, reference: references.first?.index)
  }

  private func combined(_ warnings: inout [Warning]) throws(ChannelError) -> LegChannel? {
    let mapped = signals.filter { request.map?.role(of: $0) == .legsCombined }
    let labelled = signals.filter { meanings[$0] == .combined && request.map?.role(of: $0) == nil }
    let candidates = mapped.isEmpty ? usableFirst(labelled) : mapped
    guard let only = candidates.first else { return nil }
    guard candidates.count == 1 else { throw ambiguous(.left, candidates) }
    warnings.append(
      Warning(
        code: "legs_combined",
        message: "channel \(ChannelLookup.listed(only)) carries both legs; it is scored as one leg, so no "
          + "movement of both legs can be seen", location: "signal \(only.index)", quotesInput: false))
    return LegChannel(signal: only.index, isCombined: true)
  }

  /// An unusable channel must not make a usable one of the same name ambiguous.
  private func usableFirst(_ candidates: [EDFSignal]) -> [EDFSignal] {
    let usable = candidates.filter { $0.problem == nil }
    return usable.isEmpty ? candidates : usable
  }

  private func ecg() throws(ChannelError) -> Int? {
    if let name = request.ecg { return try ordinary(name, .ecg).index }
    if let mapped = signals.first(where: { request.map?.role(of: $0) == .ecg }) { return mapped.index }
    // Any of them will do: it only provides the times of the heartbeats.
    let candidates = signals.filter {
      request.map?.role(of: $0) == nil && ChannelRole.isECG($0) && $0.problem == nil
    }
    return candidates.max { rate($0) < rate($1) }?.index
  }

  private func rate(_ signal: EDFSignal) -> Double { signal.samplingRate?.doubleValue ?? 0 }

  // MARK: Checks

  private func ambiguous(_ use: ChannelUse, _ candidates: [EDFSignal]) -> ChannelError {
    .ambiguousLeg(file: file, use: use, candidates: candidates.map(ChannelLookup.listed))
  }

  private func nothingFound() -> ChannelError {
    let unclear = signals.filter { meanings[$0] == .ambiguous && request.map?.role(of: $0) == nil }
    if !unclear.isEmpty { return ambiguous(.legs, unclear) }
    return .noLegs(file: file, channels: signals.filter { !$0.isAnnotations }.map(ChannelLookup.listed))
  }

  private func check(_ left: LegChannel?, _ right: LegChannel?) throws(ChannelError) {
    var seen: Set<Int> = []
    let uses: [(Int?, ChannelUse)] = [
      (left?.signal, .left), (left?.reference, .leftReference), (right?.signal, .right),
      (right?.reference, .rightReference),
    ]
    for case (let index?, let use) in uses {
      // Both legs may be recorded against the same electrode.
      let mayRepeat = use.isReference && index != left?.signal && index != right?.signal
      guard seen.insert(index).inserted || mayRepeat else {
        throw .usedTwice(file: file, use: use, channel: ChannelLookup.listed(signals[index]))
      }
      let signal = signals[index]
      let words = (signal.transducer + " " + signal.label).lowercased()
      if Self.sensors.contains(where: { words.contains($0) }) {
        throw .movementSensor(
          file: file, channel: ChannelLookup.listed(signal), transducer: signal.transducer)
      }
    }
    for leg in [left, right].compactMap({ $0 }) {
      guard let reference = leg.reference else { continue }
      guard signals[leg.signal].samplesPerRecord == signals[reference].samplesPerRecord else {
        throw .differentRates(
          file: file, channel: ChannelLookup.listed(signals[leg.signal]),
          reference: ChannelLookup.listed(signals[reference]))
      }
    }
  }

  private static let sensors = ["piezo", "accelero", "strain gauge", "actigra"]
}
