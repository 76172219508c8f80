import EDF
import SleepEvents
import StructuredText

/// A laboratory's own channel names, from the table given to `--channel-map`: columns `label` and `role`.
package struct ChannelMap: Sendable {
  package enum Role: String, Sendable, CaseIterable {
    case leftLeg = "left_leg"
    case leftLegReference = "left_leg_reference"
    case rightLeg = "right_leg"
    case rightLegReference = "right_leg_reference"
    case legsCombined = "legs_combined"
    case ecg
    case ignore

    var channelRole: ChannelRole {
      switch self {
      case .leftLeg, .leftLegReference: .leftLeg
      case .rightLeg, .rightLegReference: .rightLeg
      case .legsCombined: .legsCombined
      case .ecg: .ecg
      case .ignore: .other
      }
    }
  }

  package struct Entry: Sendable, Hashable {
    package let label: String
    package let role: Role

    package init(label: String, role: Role) {
      self.label = label
      self.role = role
    }
  }

  package let entries: [Entry]
  /// Keys as given by `LabelFolding.plain` and by `LabelFolding.folded`.
  private let plain: [String: Role]
  private let folded: [String: Role]

  package init(_ entries: [Entry]) {
    self.entries = entries
    plain = Dictionary(entries.map { (LabelFolding.plain($0.label), $0.role) }, uniquingKeysWith: { $1 })
    folded = Dictionary(entries.map { (LabelFolding.folded($0.label), $0.role) }, uniquingKeysWith: { $1 })
  }

  /// Reads a TSV or CSV table. One table may list the names of several devices; names that a recording does
  /// not have are ignored.
  ///
  /// - Throws: `TextError` with the cell's position.
  package init(path: String) throws(TextError) {
    let table = try DelimitedTable(path: path, required: ["label", "role"])
    var entries: [Entry] = []
    for row in table.rows {
      let label = try row.required("label", expected: "a channel label")
      let expected = "one of " + Role.allCases.map(\.rawValue).joined(separator: ", ")
      let word = try row.required("role", expected: expected)
      guard let role = Role(rawValue: word.lowercased()) else { throw row.error("role", expected: expected) }
      if entries.contains(where: {
        LabelFolding.plain($0.label) == LabelFolding.plain(label) && $0.role != role
      }) {
        throw row.error("label", expected: "each label once", advice: "keep one of its roles")
      }
      entries.append(Entry(label: label, role: role))
    }
    self.init(entries)
  }

  func role(of signal: EDFSignal) -> Role? {
    plain[LabelFolding.plain(signal.label)] ?? plain["#\(signal.index)"]
      ?? (signal.label.isEmpty ? nil : folded[LabelFolding.folded(signal.label)])
  }
}
