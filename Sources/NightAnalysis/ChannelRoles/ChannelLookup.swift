import EDF

/// Finds one channel by the name given by the user.
package struct ChannelLookup: Sendable {
  package let signals: [EDFSignal]
  /// For messages.
  package let file: String

  package init(signals: [EDFSignal], file: String) {
    self.signals = signals
    self.file = file
  }

  /// The channel called `name`: `#3` is an index; otherwise its exact label is tried first, then its label
  /// ignoring case, blanks and punctuation.
  ///
  /// - Parameter use: the purpose of the channel, for the error message.
  /// - Throws: `ChannelError` if there is no such channel or more than one.
  package func signal(named name: String, use: ChannelUse) throws(ChannelError) -> EDFSignal {
    if name.hasPrefix("#"), let index = Int(name.dropFirst()) {
      guard signals.indices.contains(index) else { throw missing(name, use) }
      return signals[index]
    }
    let exact = signals.filter { $0.label == name }
    let plain =
      exact.isEmpty ? signals.filter { LabelFolding.plain($0.label) == LabelFolding.plain(name) } : exact
    let folded =
      plain.isEmpty
      ? signals.filter { !$0.label.isEmpty && LabelFolding.folded($0.label) == LabelFolding.folded(name) }
      : plain
    guard let found = folded.first else { throw missing(name, use) }
    guard folded.count == 1 else {
      throw .ambiguousLabel(file: file, use: use, asked: name, candidates: folded.map(Self.listed))
    }
    return found
  }

  private func missing(_ name: String, _ use: ChannelUse) -> ChannelError {
    .noSuchChannel(
      file: file, use: use, asked: name, channels: signals.filter { !$0.isAnnotations }.map(Self.listed)
    )
  }

  /// `#3 'Leg/L'`
  static func listed(_ signal: EDFSignal) -> String { "#\(signal.index) '\(signal.label)'" }
}
