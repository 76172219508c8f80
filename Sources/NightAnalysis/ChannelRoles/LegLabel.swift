import SleepEvents

/// What a channel's label says about the legs.
enum LegLabel: Hashable {
  case leg(Leg)
  /// One electrode of a leg; the EMG is the difference of two.
  case electrode(Leg)
  /// Both legs in one channel, or one electrode on each leg.
  case combined
  /// Certainly a leg, but it is unclear which one or whether it is a single electrode: `LEG1`.
  case ambiguous
  case other

  /// Interprets a label: first by the table of labels, then by patterns.
  ///
  /// - Parameter hasFrenchPair: true if the recording has both `TAD` and `TAG`. A lone `TAG` means something
  ///   else in the CAP sleep database.
  init(_ label: String, hasFrenchPair: Bool) {
    if let rest = LegLabelPattern.withoutForeignPrefix(label) {
      self.init(rest, hasFrenchPair: hasFrenchPair)
      return
    }
    let table = LegLabelTable.shared
    let plain = LabelFolding.plain(label)
    if LabelFolding.folded(label) == "tag", !hasFrenchPair {
      self = .other
    } else if let exact = table.exact[plain] ?? table.exact[LabelFolding.withoutEMG(plain)] {
      self = exact
    } else if LegLabelPattern.isExcluded(label) {
      self = .other
    } else if let folded = table.folded[LabelFolding.folded(label)] {
      self = folded
    } else {
      self = LegLabelPattern.meaning(label)
    }
  }
}

/// Normalization of the different spellings of a label.
enum LabelFolding {
  /// Lower case with single blanks and none at the ends. Signs are kept, since `LLEG-` is an electrode and
  /// `LLEG` is not, and `Leg_1` is a left leg while `Leg 1` could be either.
  static func plain(_ label: String) -> String {
    label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Without a leading `EMG`.
  static func withoutEMG(_ label: String) -> String {
    guard label.hasPrefix("emg") else { return label }
    let rest = label.dropFirst(3).drop(while: { " -._/:".contains($0) })
    return rest.isEmpty ? label : String(rest)
  }

  /// Only letters, digits and the electrode mark `+`, without `EMG`; a hyphen at the very end marks the other
  /// electrode and is kept.
  static func folded(_ label: String) -> String {
    let bare = withoutEMG(plain(label))
    let kept = String(bare.unicodeScalars.filter { $0.properties.isAlphabetic || $0.isDigit || $0 == "+" })
    return bare.hasSuffix("-") ? kept + "-" : kept
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

/// Labels seen in cohorts and programs, from `leg_labels.tsv`.
struct LegLabelTable {
  static let shared = LegLabelTable(String(decoding: PackageResources.leg_labels_tsv, as: UTF8.self))

  /// Keyed by `LabelFolding.plain`.
  let exact: [String: LegLabel]
  /// Keyed by `LabelFolding.folded`. Spellings that differ only in punctuation share an entry if they mean
  /// the same leg; otherwise the entry is ambiguous.
  let folded: [String: LegLabel]

  init(_ text: String) {
    var exact: [String: LegLabel] = [:]
    var groups: [String: Set<LegLabel>] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count >= 2, let meaning = Self.meaning(cells[1]) else { continue }
      exact[LabelFolding.plain(cells[0])] = meaning
      groups[LabelFolding.folded(cells[0]), default: []].insert(meaning)
    }
    self.exact = exact
    folded = groups.mapValues { meanings in
      if meanings.count == 1, let only = meanings.first { return only }
      // `lat l` and `LAT-L` are the same leg, as a whole or one electrode of it.
      for leg in Leg.allCases where meanings == [.leg(leg), .electrode(leg)] { return .electrode(leg) }
      return .ambiguous
    }
  }

  private static func meaning(_ side: String) -> LegLabel? {
    switch side {
    case "L": .leg(.left)
    case "R": .leg(.right)
    case "L-electrode": .electrode(.left)
    case "R-electrode": .electrode(.right)
    case "both": .combined
    case "ambiguous": .ambiguous
    default: nil
    }
  }
}
