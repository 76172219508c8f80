import LegEMG
import StructuredText

/// All words of the viewer, those of its script among them.
enum ViewerWords {
  static let region = "Viewer of single movements"
  static let canvas = "EMG of both legs around the chosen movement"
  static let intro =
    "Both legs in the band that was analyzed. Blue: a movement that the rule set counts, darker where it is periodic; "
    + "grey: one that it leaves out; orange, dashed: a near miss. Lines: resting level, and the thresholds of onset and "
    + "offset above it."
  static let help =
    "Drag the picture to move in time, the edge of the chosen movement to change it. Wheel or + and − zoom, arrows move, "
    + "up and down change the height. [ ] move the onset, { } the end, by 0.05 s. "
    + "Add puts a movement of 1 s under the pointer, or else behind the chosen one."
  static let columns = ["Time", "Leg", "Length, s", "Stage", "Peak, µV", "Rule set", "Decision"]

  static let commands: [(name: String, key: String, label: String)] = [
    ("previous", "p", "Previous"), ("next", "n", "Next"), ("rules", "t", "Rule set"),
    ("filter", "m", "Show"), ("accept", "a", "Accept"), ("reject", "r", "Reject"), ("add", "i", "Add"),
    ("undo", "u", "Undo"), ("night", "w", "Whole night"), ("download", "d", "Download corrections"),
  ]

  /// What kept a burst from being a movement; the text of a result is a word of the detection, or a reader's own.
  static func criterion(_ text: String?) -> String {
    switch text.flatMap(NearMiss.Criterion.init) {
    case .tooShort: "too short, s"
    case .onsetAmplitude: "not high enough at its onset, µV"
    case .median: "not high enough for half a second, s"
    case .notEMG: "not muscle by its spectrum"
    case .openInput: "the input was open"
    case .endless: "never ends"
    case nil: (text ?? "?").replacing("_", with: " ")
    }
  }

  /// The words that the script needs, by its names for them.
  static let json: JSONValue = [
    "accepted": "accepted", "rejected": "rejected", "edited": "edge moved", "added": "added",
    "asked": "asked", "found": "found", "near_miss": "near miss", "resting": "resting level",
    "onset": "onset", "offset": "offset", "of": "of", "none": "Nothing to show.",
    "filter_all": "Showing: movements and near misses", "filter_counted": "Showing: counted movements",
    "filter_periodic": "Showing: periodic movements", "filter_misses": "Showing: near misses",
    "no_signal": "only the overview, one value a second, is kept here",
  ]
}
